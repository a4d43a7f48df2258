package io.ddm.daemon.admin.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is drawn of the network, and where. */
final class TopologyTest {

    private static RouterPath path(String... routers) {
        return new RouterPath(Stream.of(routers).map(RouterId::new).toList());
    }

    private static Sight sight(List<LinkStatus> links, RouterPath... paths) {
        Sight sight = new Sight(links);
        Stream.of(paths).forEach(sight::add);
        return sight;
    }

    @Test
    void seesRoutersBehindPeersOnceEach() {
        Sight sight = sight(List.of(LinkStatuses.up("eth0", "t1"), LinkStatuses.up("eth1", "t2")),
                path("s2", "t1"), path("s2", "t2"), path("s3", "t3", "t2"));
        assertThat(sight.nearestFirst()).containsExactly(new Sight.Seen("t1", "", 1), new Sight.Seen("t2", "", 1),
                new Sight.Seen("s2", "t1", 2), new Sight.Seen("t3", "t2", 2), new Sight.Seen("s3", "t3", 3));
        assertThat(sight.pairs(Set.of("t1", "t2", "s2"))).containsExactlyInAnyOrder(new Sight.Pair("s2", "t1"),
                new Sight.Pair("s2", "t2"));
    }

    @Test
    void remembersBoundedNumberOfRouters() {
        Sight sight = sight(List.of(LinkStatuses.up("eth0", "t1")));
        for (int i = 0; i < Sight.MAX_ROUTERS + 10; i++) {
            sight.add(path("s" + i, "t1"));
        }
        assertThat(sight.nearestFirst()).hasSizeLessThanOrEqualTo(Sight.MAX_ROUTERS + 1);
        assertThat(sight.isCut()).isTrue();
        assertThat(TopologySection.of(LinkStatuses.router(List.of(LinkStatuses.up("eth0", "t1"))), sight).toString())
                .contains("At least ", "not drawn");
    }

    @Test
    void placesThisRouterInTheMiddleAndNoTwoInOnePlace() {
        List<LinkStatus> links = List.of(LinkStatuses.up("eth0", "t1"), LinkStatuses.up("eth1", "t2"),
                LinkStatuses.withoutPeer("eth2", Optional.empty()));
        Drawing drawing = Drawing.of(LinkStatuses.router(links), sight(links, path("s2", "t1"), path("s3", "t1")));
        assertThat(drawing.nodes()).hasSize(6)
                .hasEntrySatisfying(Drawing.SELF,
                        self -> assertThat(List.of(self.x(), self.y())).containsExactly(0, 0));
        assertThat(drawing.nodes().values().stream().map(node -> List.of(node.x(), node.y()))).doesNotHaveDuplicates();
        assertThat(drawing.hidden()).isZero();
    }

    /** A peer that calls itself like a link without a peer, or like us, gets a node of its own. */
    @Test
    void keepsRoutersApartFromLinks() {
        List<LinkStatus> links = List.of(LinkStatuses.up("eth0", "link eth1"), LinkStatuses.up("eth2", "self"),
                LinkStatuses.withoutPeer("eth1", Optional.empty()));
        assertThat(Drawing.of(LinkStatuses.router(links), sight(links)).nodes()).hasSize(4);
    }

    @Test
    void drawsParallelLinksApart() {
        List<LinkStatus> links = List.of(LinkStatuses.up("eth0", "t1"), LinkStatuses.up("eth1", "t1"));
        Drawing drawing = Drawing.of(LinkStatuses.router(links), sight(links));
        assertThat(drawing.nodes()).hasSize(2);
        assertThat(drawing.links()).extracting(Drawing.Spoke::offset).containsExactly(-0.5, 0.5);
        String svg = TopologySection.of(LinkStatuses.router(links), sight(links)).toString();
        assertThat(svg.lines().filter(line -> line.contains("<path")).toList()).isNotEmpty();
        assertThat(svg.split("d=\"M0 0Q", -1)).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void drawsBoundedNumberOfNodesAndCountsTheRest() {
        List<LinkStatus> links = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            links.add(LinkStatuses.up("up" + i, "t" + i));
        }
        Sight sight = sight(links);
        for (int i = 0; i < 100; i++) {
            sight.add(path("s" + i, "t" + i % 40));
        }
        Drawing drawing = Drawing.of(LinkStatuses.router(links), sight);
        assertThat(drawing.nodes()).hasSize(Drawing.MAX_NODES + 1);
        assertThat(drawing.hidden()).isEqualTo(80);
        assertThat(TopologySection.of(LinkStatuses.router(links), sight).toString()).contains("80 more are not drawn");
        for (int i = 40; i < 100; i++) {
            links.add(LinkStatuses.withoutPeer("free" + i, Optional.empty()));
        }
        assertThat(Drawing.of(LinkStatuses.router(links), sight).nodes()).hasSize(Drawing.MAX_NODES + 1);
    }

    @Test
    void namesStateOfEachLink() {
        InterfaceInfo.Peer peer = new InterfaceInfo.Peer(Ipv6Address.parse("fe80::1"), "t1", RouterKind.TRANSIT);
        Optional<LinkStatus.Waiting> problem = Optional.of(new LinkStatus.Waiting("no carrier", "", true));
        Optional<LinkStatus.Waiting> next = Optional.of(new LinkStatus.Waiting("for a router", "", false));
        assertThat(TopologySection.state(LinkStatuses.up("eth0", "t1"))).isEqualTo("up");
        assertThat(TopologySection.state(LinkStatuses.link("eth0", Optional.of(peer), ProbeState.FAILED,
                LinkRole.ACTIVE, Optional.empty()))).isEqualTo("stale");
        assertThat(TopologySection.state(
                LinkStatuses.link("eth0", Optional.of(peer), ProbeState.OK, LinkRole.ACTIVE, problem)))
                .isEqualTo("stale");
        assertThat(TopologySection.state(
                LinkStatuses.link("eth0", Optional.of(peer), ProbeState.OK, LinkRole.STANDBY, Optional.empty())))
                .isEqualTo("spare");
        assertThat(TopologySection.state(LinkStatuses.withoutPeer("eth0", problem))).isEqualTo("down");
        assertThat(TopologySection.state(LinkStatuses.withoutPeer("eth0", next))).isEqualTo("open");
    }
}
