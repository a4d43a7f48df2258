package io.ddm.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TableDigest.Bits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pull says of the table that is held already. */
class HeldTableTest {

    private static final TableDigest HELD = new TableDigest(new Bits(1, -1), 17, new Bits(0xabcdL << 48, 2));

    @Test
    void followsTheCapabilitiesInTheHeader() {
        PeerCapabilities ours = new PeerCapabilities(4096, true, "i-1");
        String header = ExtensionsHeader.format(ours, Optional.of(HELD));
        assertThat(header).isEqualTo("body=4096, tunnel-path, instance=i-1, "
                + "holds=0000000000000001ffffffffffffffff-17-abcd0000000000000000000000000002");
        assertThat(ExtensionsHeader.parse(header)).isEqualTo(ours);
        assertThat(ExtensionsHeader.held(header)).contains(HELD);
        assertThat(ExtensionsHeader.format(ours, Optional.empty())).isEqualTo(ExtensionsHeader.format(ours));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "body=4096", "holds=", "holds=1-2-3", "holds=--",
                    "holds=0000000000000001ffffffffffffffff-x-abcd0000000000000000000000000002",
                    "holds=000000000000000gffffffffffffffff-1-abcd0000000000000000000000000002",
                    "holds=0000000000000001ffffffffffffffff-99999999999999999999-abcd0000000000000000000000000002"})
    void ignoresInvalidDigests(String header) {
        assertThat(ExtensionsHeader.held(header)).isEmpty();
        assertThat(ExtensionsHeader.held(null)).isEmpty();
    }
}
