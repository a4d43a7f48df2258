package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.P;
import static io.ddm.fsm.RouterHarness.Q;
import static io.ddm.fsm.RouterHarness.pv;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Sections of the reports are made when they have changed, and only then; their versions say when that is. */
class ReportsTest {

    private static final NextHop VIA_BOB = new NextHop(1, BOB.address());
    private static final NextHop VIA_CAROL = new NextHop(2, CAROL.address());

    private final RouterHarness hand = withTwoPeers();
    private final Reports reports = hand.router().reports();

    private static RouterHarness withTwoPeers() {
        RouterHarness hand = RouterHarness.exchanging(pv(P, "bob"));
        hand.open("eth1", 2);
        hand.tell(new Event.PacketReceived("eth1", CAROL, false, true));
        hand.tell(new Event.PushReceived("eth1", CAROL.address(), new Update(List.of(pv(Q, "carol")), List.of()), 1));
        hand.originate(Prefix.parse("fd00:9::/64"));
        hand.passMillis(10);
        return hand;
    }

    @Test
    void changesOfOnePeersTableTouchNoOtherSection() {
        SortedMap<NextHop, OfferedTable> before = reports.imported();
        Iterable<Destination> originated = reports.originated();
        ReportVersions versions = reports.versions();
        hand.announcedBy(BOB, pv(Q, "bob"));
        assertThat(reports.imported().get(VIA_CAROL)).isSameAs(before.get(VIA_CAROL)).isNotNull();
        assertThat(reports.imported().get(VIA_BOB)).isNotSameAs(before.get(VIA_BOB))
                .containsExactly(pv(P, "bob"), pv(Q, "bob"));
        assertThat(reports.originated()).isSameAs(originated);
        assertThat(before.get(VIA_BOB)).as("a reader's copy stays").containsExactly(pv(P, "bob"));
        assertThat(reports.versions()).isEqualTo(new ReportVersions(versions.interfaces(), versions.liveness(),
                versions.originated(), versions.imported() + 1));
    }

    @Test
    void changesOfOriginationsTouchNoOtherSection() {
        SortedMap<NextHop, OfferedTable> imported = reports.imported();
        Iterable<Destination> originated = reports.originated();
        List<InterfaceReport> interfaces = reports.interfaces();
        ReportVersions versions = reports.versions();
        hand.originate(Prefix.parse("fd00:8::/64"));
        assertThat(reports.imported()).isSameAs(imported);
        assertThat(reports.interfaces()).isSameAs(interfaces);
        assertThat(reports.originated()).isNotSameAs(originated);
        assertThat(reports.versions()).isEqualTo(new ReportVersions(versions.interfaces(), versions.liveness(),
                versions.originated() + 1, versions.imported()));
    }

    @Test
    void eventsWithoutAChangeChangeNoVersion() {
        ReportVersions versions = reports.versions();
        hand.tell(new Event.Tick());
        hand.originate(Prefix.parse("fd00:9::/64"));
        hand.tell(new Event.Withdraw(Set.of(P)));
        hand.announcedBy(BOB, pv(P, "bob"));
        hand.pulled("bob-1", pv(P, "bob"));
        hand.solicitedBy(BOB);
        assertThat(reports.versions()).isEqualTo(versions);
    }

    @Test
    void hearingThePeerChangesItsLivenessOnly() {
        ReportVersions versions = reports.versions();
        hand.hear(BOB);
        assertThat(reports.versions()).isEqualTo(new ReportVersions(versions.interfaces(), versions.liveness() + 1,
                versions.originated(), versions.imported()));
        assertThat(reports.interfaces().getFirst().lastHeard()).contains(hand.now());
    }

    /** A version that misses a change would show a section of before it. */
    @Property(tries = 200)
    void showsTheSameHoweverOftenItIsAsked(@ForAll long seed) {
        RouterHarness often = new RouterHarness(RouterKind.TRANSIT);
        RouterHarness once = new RouterHarness(RouterKind.TRANSIT);
        RandomEvents first = new RandomEvents(often, seed);
        RandomEvents second = new RandomEvents(once, seed);
        int events = 20 + (int) Math.floorMod(seed, 120L);
        for (int i = 0; i < events; i++) {
            first.step();
            often.router().reports().all();
            often.router().reports().originated();
            second.step();
        }
        Reports one = often.router().reports();
        Reports other = once.router().reports();
        assertThat(one.interfaces()).isEqualTo(other.interfaces());
        assertThat(one.originated()).containsExactlyElementsOf(other.originated());
        assertThat(tables(one)).isEqualTo(tables(other));
    }

    private static SortedMap<NextHop, List<PathVector>> tables(Reports reports) {
        SortedMap<NextHop, List<PathVector>> tables = new TreeMap<>();
        reports.imported().forEach((peer, table) -> tables.put(peer, new ArrayList<>(table)));
        return tables;
    }
}
