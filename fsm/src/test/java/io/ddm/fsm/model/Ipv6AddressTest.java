package io.ddm.fsm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6AddressTest {

    @ParameterizedTest
    @CsvSource({"::, ::", "0:0:0:0:0:0:0:1, ::1", "1:0:0:0:0:0:0:0, 1::", "2001:DB8::00ff, 2001:db8::ff",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
            "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "fe80:0:0:0:1:2:3:4, fe80::1:2:3:4",
            "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0", "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8", "::ffff:1.2.3.4, ::ffff:1.2.3.4",
            "::ffff:102:304, ::ffff:1.2.3.4", "::1.2.3.4, ::102:304", "64:ff9b::192.0.2.33, 64:ff9b::c000:221"})
    void formatsAsInRfc5952(String given, String text) {
        assertThat(Ipv6Address.parse(given)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4::5:6:7:8",
                    "12345::", "g::", "::1%eth0", "fe80::1/64", "[::1]", " ::1", "::1.2.3", "::1.2.3.256", "::01.2.3.4",
                    "1.2.3.4", "1.2.3.4::", "::1.2.3.4:5", ":1::2", "1::2:", "٣::"})
    void rejectsInvalidAddresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv6Address.parse(text));
    }

    @Property
    void roundTripsTextAndBytes(@ForAll("addresses") Ipv6Address address) {
        assertThat(Ipv6Address.parse(address.toString())).isEqualTo(address);
        assertThat(Ipv6Address.ofBytes(address.toBytes(), 0)).isEqualTo(address);
    }

    @Property
    void parsesLikeTheJdk(@ForAll("addresses") Ipv6Address address) throws UnknownHostException {
        // The JDK turns a mapped address into an IPv4 one of 4 bytes.
        byte[] bytes = InetAddress.ofLiteral(address.toString()).getAddress();
        byte[] own = address.toBytes();
        assertThat(bytes).isEqualTo(bytes.length == 4 ? java.util.Arrays.copyOfRange(own, 12, 16) : own);
        String longForm = InetAddress.getByAddress(own).getHostAddress();
        if (longForm.indexOf(':') >= 0) {
            assertThat(Ipv6Address.parse(longForm)).isEqualTo(address);
        }
    }

    @Property
    void rejectsWhatTheJdkRejects(@ForAll("almostAddresses") String text) {
        boolean jdk = accepts(() -> InetAddress.ofLiteral(text.isEmpty() ? "?" : text));
        boolean ours = accepts(() -> Ipv6Address.parse(text));
        // The JDK also takes a zone, brackets, IPv4 and more than four digits; none of these is among ours.
        assertThat(ours).as(text).isEqualTo(jdk);
    }

    @Property
    void ordersByBytes(@ForAll("addresses") Ipv6Address a, @ForAll("addresses") Ipv6Address b) {
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(java.util.Arrays.compareUnsigned(a.toBytes(), b.toBytes())));
    }

    @Test
    void linkLocalIsTheFirstTenBits() {
        assertThat(Ipv6Address.parse("fe80::1").isLinkLocal()).isTrue();
        assertThat(Ipv6Address.parse("febf:ffff::1").isLinkLocal()).isTrue();
        assertThat(Ipv6Address.parse("fec0::1").isLinkLocal()).isFalse();
        assertThat(Ipv6Address.parse("fe7f::1").isLinkLocal()).isFalse();
    }

    @Provide
    Arbitrary<Ipv6Address> addresses() {
        Arbitrary<Long> half = Arbitraries.oneOf(Arbitraries.longs(),
                Arbitraries.of(0L, 1L, 0xffff0000L, 0xffffL << 32, 0xfe80L << 48, 0x0001000000000001L, -1L));
        return Combinators.combine(half, half).as(Ipv6Address::new);
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        return Arbitraries.of("::", ":", "0", "1", "ff", "abcd")
                .list()
                .ofMaxSize(17)
                .map(parts -> String.join("", parts))
                .filter(text -> text.indexOf(':') >= 0 && !text.matches(".*[0-9a-f]{5}.*"));
    }

    private interface Attempt {
        Object run();
    }

    private static boolean accepts(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
