package io.ddm.fsm.rib;

import static io.ddm.fsm.rib.Given.A;
import static io.ddm.fsm.rib.Given.B;
import static io.ddm.fsm.rib.Given.announce;
import static io.ddm.fsm.rib.Given.id;
import static io.ddm.fsm.rib.Given.path;
import static io.ddm.fsm.rib.Given.peer;
import static io.ddm.fsm.rib.Given.pv;
import static io.ddm.fsm.rib.Given.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.policy.PrefixFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedistributionTest {

    private final RibHarness hand = new RibHarness(id("me"));
    private final Rib rib = hand.rib();
    private final Redistribution transit = new Redistribution(rib, id("me"), RouterKind.TRANSIT,
            () -> PrefixFilter.ALL);
    private final Redistribution server = new Redistribution(rib, id("me"), RouterKind.SERVER,
            () -> PrefixFilter.ALL);

    @Test
    void advertisesOriginationsWithOwnIdAsPath() {
        hand.originate(List.of(A));
        assertThat(full(server, peer(1))).containsExactly(pv(A, "me"));
        assertThat(full(transit, peer(1))).containsExactly(pv(A, "me"));
    }

    @Test
    void advertisesOnlyOwnPathOfAnOrigination() {
        hand.originate(List.of(A));
        hand.update(peer(2), announce(pv(A, "x")));
        assertThat(transit.pathsFor(peer(1), id("p"), A)).containsExactly(path("me"));
    }

    @Test
    void redistributesOnlyAsTransit() {
        hand.update(peer(2), announce(pv(A, "x")));
        assertThat(full(server, peer(1))).isEmpty();
        assertThat(full(transit, peer(1))).containsExactly(pv(A, "x", "me"));
    }

    @Test
    void advertisesNothingBackToItsSource() {
        hand.update(peer(1), announce(pv(A, "x"), pv(B, "x")));
        assertThat(full(transit, peer(1))).isEmpty();
        assertThat(full(transit, peer(2))).containsExactly(pv(A, "x", "me"), pv(B, "x", "me"));
    }

    /** Peers of a tier reach it on their own; advertised by all others too, it would take a path for each link. */
    @Test
    void advertisesNothingReachedThroughThePeerItself() {
        hand.update(peer(1), announce(pv(A, "x", "p1")));
        hand.update(peer(2), announce(pv(A, "x", "p2")));
        hand.update(peer(3), announce(pv(A, "x", "y", "p3")));
        assertThat(transit.pathsFor(peer(1), id("p1"), A)).isEmpty();
        assertThat(transit.pathsFor(peer(2), id("p2"), A)).isEmpty();
        assertThat(transit.pathsFor(peer(3), id("p3"), A)).as("to a peer that has a longer path only")
                .containsExactly(path("x", "p1", "me"), path("x", "p2", "me"));
        hand.update(peer(1), withdraw(pv(A, "x", "p1")));
        assertThat(transit.pathsFor(peer(1), id("p1"), A)).as("to a peer that has lost its path")
                .containsExactly(path("x", "p2", "me"));
    }

    @Test
    void advertisesNoPathToARouterOnIt() {
        hand.update(peer(2), announce(pv(A, "p", "x"), pv(A, "y", "x")));
        assertThat(transit.pathsFor(peer(1), id("p"), A)).containsExactly(path("y", "x", "me"));
    }

    @Test
    void advertisesAtMostEightDistinctShortestPaths() {
        for (int i = 2; i < 14; i++) {
            hand.update(peer(i), announce(pv(A, "r" + (10 + i)), pv(A, "same"), pv(A, "x", "longer")));
        }
        assertThat(transit.pathsFor(peer(1), id("p"), A)).hasSize(8)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(RouterPath.ORDER)
                .allMatch(path -> path.length() == 2);
    }

    @Test
    void tunnelsTravelByTheSameRules() {
        TunnelOrigin tunnel = new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), 7, 0);
        hand.update(peer(2), announce(new PathVector(tunnel, path("x"))));
        assertThat(full(transit, peer(1))).containsExactly(new PathVector(tunnel, path("x", "me")));
        assertThat(full(transit, peer(2))).isEmpty();
        assertThat(full(server, peer(1))).isEmpty();
    }

    /** A reference transit without paths of tunnels sends us our own over a second link, and is still sent ours. */
    @Test
    void tunnelThatComesBackIsStillAdvertised() {
        TunnelOrigin tunnel = new TunnelOrigin(IpPrefix.parse("10.0.0.0/8"), Ipv6Address.parse("fd00::1"), 7, 0);
        hand.update(peer(2), announce(new PathVector(tunnel, path("s1"))));
        hand.update(peer(1), announce(new PathVector(tunnel, path("r"))));
        assertThat(transit.pathsFor(peer(1), id("r"), tunnel)).containsExactly(path("s1", "me"));
    }

    /** All that a peer is to know from us. */
    private static List<PathVector> full(Redistribution from, NextHop peer) {
        List<PathVector> table = new ArrayList<>();
        for (Destination destination : from.destinations()) {
            from.pathsFor(peer, id("p"), destination).forEach(path -> table.add(new PathVector(destination, path)));
        }
        return table;
    }
}
