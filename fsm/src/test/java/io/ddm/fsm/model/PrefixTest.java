package io.ddm.fsm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {

    @Test
    void keepsHostBitsButNotInTheNetwork() {
        Prefix prefix = Prefix.parse("fd00::1/64");
        assertThat(prefix).hasToString("fd00::1/64").isNotEqualTo(Prefix.parse("fd00::/64"));
        assertThat(prefix.network()).isEqualTo(Prefix.parse("fd00::/64"));
    }

    @Property
    void networkClearsBitsAfterTheLength(@ForAll long high, @ForAll long low,
            @ForAll @IntRange(max = 128) int length) {
        Ipv6Address network = new Prefix(new Ipv6Address(high, low), length).network().address();
        Ipv6Address address = new Ipv6Address(high, low);
        for (int bit = 0; bit < 128; bit++) {
            assertThat(bit(network, bit)).isEqualTo(bit < length && bit(address, bit));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fd00::", "fd00::/129", "fd00::/", "fd00::/-1", "fd00::/+1", "fd00::/1/2", "/64", "10.0.0.0/8",
                    "fd00::/0064"})
    void rejectsInvalidPrefixes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
    }

    @Test
    void parsesBothFamilies() {
        assertThat(IpPrefix.parse("10.1.2.3/8")).isEqualTo(new Ipv4Prefix(0x0a010203, 8)).hasToString("10.1.2.3/8");
        assertThat(IpPrefix.parse("::/0")).isEqualTo(new Prefix(new Ipv6Address(0, 0), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse("10.0.0.0/33"));
        assertThatIllegalArgumentException().isThrownBy(() -> IpPrefix.parse("10.0.0/8"));
    }

    @Test
    void ordersByFamilyAddressAndLength() {
        List<IpPrefix> sorted = List.of(IpPrefix.parse("1.0.0.0/8"), IpPrefix.parse("200.0.0.0/8"),
                IpPrefix.parse("200.0.0.0/9"), IpPrefix.parse("::/0"), IpPrefix.parse("::/1"),
                IpPrefix.parse("ff00::/8"));
        assertThat(sorted.reversed().stream().sorted(IpPrefix.ORDER).toList()).isEqualTo(sorted);
    }

    @Test
    void ordersTunnelsByAllFieldsWithUnsignedMetric() {
        TunnelOrigin low = tunnel(5, 1);
        TunnelOrigin high = tunnel(5, -1);
        assertThat(Destination.ORDER.compare(low, high)).isNegative();
        assertThat(Destination.ORDER.compare(tunnel(4, -1), low)).isNegative();
        assertThat(Destination.ORDER.compare(Prefix.parse("ff::/16"), low)).isNegative();
        assertThat(Destination.ORDER.compare(low, Prefix.parse("ff::/16"))).isPositive();
    }

    @Test
    void vniHas24Bits() {
        assertThat(tunnel(TunnelOrigin.MAX_VNI, 0).vni()).isEqualTo(0xffffff);
        assertThatIllegalArgumentException().isThrownBy(() -> tunnel(TunnelOrigin.MAX_VNI + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> tunnel(-1, 0)).withMessageContaining("4294967295");
    }

    @Test
    void routerIdHas1To255BytesOfUtf8() {
        assertThat(new RouterId("é".repeat(127))).hasToString("é".repeat(127));
        assertThatIllegalArgumentException().isThrownBy(() -> new RouterId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RouterId("é".repeat(128)));
    }

    private static TunnelOrigin tunnel(int vni, long metric) {
        return new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), vni, metric);
    }

    private static boolean bit(Ipv6Address address, int bit) {
        return ((bit < 64 ? address.high() : address.low()) >>> (63 - bit % 64) & 1) == 1;
    }

    @Test
    void knowsItsLastAddress() {
        assertThat(Prefix.parse("fd00:1::7/64").last()).isEqualTo(Prefix.parse("fd00:1::ffff:ffff:ffff:ffff/128"));
        assertThat(Prefix.parse("::/0").last()).isEqualTo(Prefix.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"));
    }
}
