package io.ddm.fsm.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.TableDigest.Bits;
import org.junit.jupiter.api.Test;

class SipHashTest {

    /** Key 00 01 … 0f, as on paper. */
    private static final Bits KEY = new Bits(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @Test
    void itGivesTheResultsThatItsAuthorsPublished() {
        assertThat(SipHash.hash(KEY, new byte[0], 0))
                .isEqualTo(new Bits(Long.reverseBytes(0xa3817f04ba25a8e6L), Long.reverseBytes(0x6df67214c7550293L)));
        assertThat(SipHash.hash(KEY, new byte[]{0}, 1))
                .isEqualTo(new Bits(Long.reverseBytes(0xda87c1d86b99af44L), Long.reverseBytes(0x347659119b22fc45L)));
    }

    @Test
    void sumsCarryFromOneHalfToTheOther() {
        Bits ones = new Bits(0, -1);
        assertThat(ones.plus(new Bits(0, 1))).isEqualTo(new Bits(1, 0));
        assertThat(new Bits(1, 0).minus(new Bits(0, 1))).isEqualTo(ones);
        assertThat(new Bits(5, -3).plus(new Bits(-9, 77)).minus(new Bits(-9, 77))).isEqualTo(new Bits(5, -3));
    }
}
