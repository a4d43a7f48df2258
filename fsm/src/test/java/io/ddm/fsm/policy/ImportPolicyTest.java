package io.ddm.fsm.policy;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.B;
import static io.ddm.fsm.rib.Given.prefix;
import static io.ddm.fsm.rib.Given.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportPolicyTest {

    private final List<RejectReason> refused = new ArrayList<>();
    private final LocalPrefixes local = new LocalPrefixes();

    @BeforeEach
    void ownAddress() {
        local.connect(Set.of(Ipv6Address.parse("fd00:9::1")), Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::/0", "::/1", "8000::/1", "::1/128", "::/96", "::/64", "fe80::/10", "fe80::1/128", "fe80::/64",
                    "fe00::/7", "ff00::/8", "ff02::dd/128", "f000::/4"})
    void rejectsReservedPrefixes(String text) {
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix(text), "x"), pv(A, "x"))).containsExactly(pv(A, "x"));
        assertThat(refused).containsExactly(RejectReason.RESERVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd00::/8", "2a00::/12", "fd00:1::1/128", "fd00:1::1/64", "64:ff9b::/96", "2001:db8::/32"})
    void importsOrdinaryPrefixes(String text) {
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix(text), "x"))).hasSize(1);
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2000::/3, TOO_SHORT", "fc00::/7, TOO_SHORT", "::/128, UNSPECIFIED", "::ffff:10.0.0.0/104, IPV4_MAPPED",
            "::ffff:0:0/96, IPV4_MAPPED", "::10.0.0.0/104, IPV4_COMPATIBLE", "100::/64, DISCARD", "100::1/128, DISCARD",
            "2001:10::/28, ORCHID", "2001:2f::/32, ORCHID"})
    void rejectsReservedAndShortPrefixesEachWithItsReason(String text, RejectReason reason) {
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix(text), "x"), pv(A, "x"))).containsExactly(pv(A, "x"));
        assertThat(refused).containsExactly(reason);
        assertThat(ReservedPrefixes.rejectedUnlessPermitted(prefix(text))).contains(reason);
        assertThat(ReservedPrefixes.rejectedAlways(prefix(text))).as("a filter may permit it").isEmpty();
        ImportPolicy permitting = policy(prefix(text));
        assertThat(admit(permitting, pv(prefix(text), "x"))).as("permitted by name").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"fd00:1::/65, OWN_PREFIX", "fd00:1::1/128, OWN_PREFIX", "fd00:1:0:0:1::/80, OWN_PREFIX",
            "fd00:7:0:0:8000::/65, CONNECTED", "fd00:7::/64, CONNECTED", "fd00:7::5/128, CONNECTED",
            "fd00:7::1/128, OWN_ADDRESS"})
    void rejectsWhatDrawsAwayLocalTraffic(String text, RejectReason reason) {
        local();
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix(text), "x"), pv(B, "x"))).containsExactly(pv(B, "x"));
        assertThat(refused).containsExactly(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fd00:1::/64", "fd00:1::7/64", "fd00:1:0:1::/64", "fd00:1::/48", "fd00:2::/47", "fd00:7::/48",
                    "fd00:2:0:1::/64", "fd00:2::1/128", "fd00:2::/63", "fd00:7:0:1::/64"})
    void importsSiblingsAggregatesAndAnycast(String text) {
        local();
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix(text), "x"))).hasSize(1);
    }

    @Test
    void permitsMoreSpecificsOnlyByRuleWithinLocalPrefix() {
        local();
        PathVector within = pv(prefix("fd00:1:0:0:1::/80"), "x");
        assertThat(admit(policy(prefix("fd00::/8")), within)).as("says nothing about our prefix").isEmpty();
        assertThat(refused).containsExactly(RejectReason.OWN_PREFIX);
        assertThat(admit(policy(prefix("fd00:1::/64")), within)).containsExactly(within);
        assertThat(admit(policy(prefix("fd00:1::/64"), prefix("::/0")), within, pv(A, "x")))
                .as("and ::/0 keeps the rest permitted")
                .hasSize(2);
    }

    @Test
    void withdrawnOriginationProtectsNothing() {
        local();
        local.withdraw(List.of(prefix("fd00:1::/64"), prefix("fd00:5::/64")));
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix("fd00:1::/65"), "x"))).hasSize(1);
        local.originate(List.of(prefix("fd00:1::1/64"), prefix("fd00:1::2/64")));
        local.withdraw(List.of(prefix("fd00:1::2/64")));
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix("fd00:1::/65"), "x"))).as("the other one does").isEmpty();
    }

    private void local() {
        local.originate(List.of(prefix("fd00:1::/64"), prefix("fd00:2::/48"), prefix("::/0")));
        local.connect(Set.of(Ipv6Address.parse("fd00:7::1"), Ipv6Address.parse("fe80:7::1")),
                Set.of(prefix("fd00:7::1/64"), prefix("fe80:7::1/64")));
    }

    private static ImportPolicy policy(Prefix... permitted) {
        return new ImportPolicy(new PrefixFilter(List.of(permitted), List.of()), 10, 2);
    }

    @Test
    void rejectsOwnAddressButNotItsPrefix() {
        assertThat(admit(ImportPolicy.DEFAULT, pv(prefix("fd00:9::1/128"), "x"), pv(prefix("fd00:9::/64"), "x")))
                .containsExactly(pv(prefix("fd00:9::/64"), "x"));
        assertThat(refused).containsExactly(RejectReason.OWN_ADDRESS);
    }

    @Test
    void rejectsEmptyAndOverlongPaths() {
        ImportPolicy policy = new ImportPolicy(PrefixFilter.ALL, 10, 2);
        assertThat(admit(policy, pv(A), pv(A, "x", "y", "z"), pv(B, "x", "y"))).containsExactly(pv(B, "x", "y"));
        assertThat(refused).containsExactly(RejectReason.NO_PATH, RejectReason.LONG_PATH);
    }

    @Test
    void limitsDestinationsButNotTheirPaths() {
        ImportPolicy policy = new ImportPolicy(PrefixFilter.ALL, 3, 32);
        List<PathVector> offered = IntStream.range(0, 4).mapToObj(i -> pv(prefix("fd00:" + i + "::/64"), "x")).toList();
        Set<Destination> known = Set.of(prefix("fd00:3::/64"));
        List<PathVector> admitted = policy.admit(offered, known, new LocalPrefixes(), path -> true,
                (why, what) -> refused.add(why));
        assertThat(admitted).containsExactly(offered.get(0), offered.get(1), offered.get(3));
        assertThat(refused).containsExactly(RejectReason.TOO_MANY);
    }

    @Test
    void filtersUnderlayPrefixesOnly() {
        PathVector tunnel = pv(new TunnelOrigin(IpPrefix.parse("0.0.0.0/0"), Ipv6Address.parse("fd00:7::1"), 47, 0),
                "x");
        ImportPolicy policy = new ImportPolicy(new PrefixFilter(List.of(prefix("fd00:a::/32")), List.of()), 10, 2);
        assertThat(admit(policy, pv(A, "x"), pv(B, "x"), tunnel)).containsExactly(pv(A, "x"), tunnel);
        assertThat(refused).containsExactly(RejectReason.FILTERED);
    }

    @Test
    void rejectsTunnelWithLinkLocalBoundary() {
        PathVector tunnel = pv(new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fe80::1"), 47, 0),
                "x");
        assertThat(admit(ImportPolicy.DEFAULT, tunnel)).isEmpty();
        assertThat(refused).containsExactly(RejectReason.RESERVED);
    }

    @Test
    void appliesLongestRuleAndDenyBeforePermit() {
        PrefixFilter filter = new PrefixFilter(List.of(prefix("fd00::/16"), prefix("fd00:1:2::/48")),
                List.of(prefix("fd00:1::/32"), prefix("fd00:3::/32"), prefix("fd00:1:2::/48")));
        assertThat(filter.permits(prefix("fd00:2::/64"))).isTrue();
        assertThat(filter.permits(prefix("fd00:1::/64"))).isFalse();
        assertThat(filter.permits(prefix("fd00:1:2::/64"))).isFalse();
        assertThat(filter.permits(prefix("fe00::/64"))).as("in no rule, and others are permitted by name").isFalse();
        assertThat(new PrefixFilter(List.of(), List.of(A)).permits(B)).isTrue();
        assertThat(new PrefixFilter(List.of(), List.of(A)).permits(A)).isFalse();
        assertThat(filter.permits(prefix("fd00::/8"))).as("wider than what is permitted").isFalse();
    }

    private List<PathVector> admit(ImportPolicy policy, PathVector... offered) {
        return policy.admit(List.of(offered), Set.of(), local, path -> true, (why, what) -> refused.add(why));
    }

    @Test
    void rejectsOnlyUnreachableOriginations() {
        for (String text : List.of("fe80::/64", "fe80::1/128", "::1/128", "ff05::/16")) {
            assertThat(ReservedPrefixes.rejectedAtOrigination(prefix(text))).as(text).contains(RejectReason.RESERVED);
        }
        for (String text : List.of("fd00:1::/64", "::/0", "2000::/3")) {
            assertThat(ReservedPrefixes.rejectedAtOrigination(prefix(text))).as(text).isEmpty();
        }
    }
}
