package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Routers and links for the tests. */
final class LinkStatuses {

    static final Instant NOW = Instant.parse("2026-12-01T03:04:05Z");

    private LinkStatuses() {}

    static LinkStatus up(String name, String host) {
        return link(name, Optional.of(new InterfaceInfo.Peer(Ipv6Address.parse("fe80::1"), host, RouterKind.SERVER)),
                ProbeState.OK, LinkRole.ACTIVE, Optional.empty());
    }

    static LinkStatus withoutPeer(String name, Optional<LinkStatus.Waiting> waiting) {
        return link(name, Optional.empty(), ProbeState.UNKNOWN, LinkRole.ACTIVE, waiting);
    }

    static LinkStatus link(String name, Optional<InterfaceInfo.Peer> peer, ProbeState probes, LinkRole role,
            Optional<LinkStatus.Waiting> waiting) {
        return new LinkStatus(name, 2, Optional.empty(), peer.isPresent() ? PeerState.EXCHANGE : PeerState.SOLICIT,
                NOW.minusSeconds(40), Duration.ofSeconds(40), peer, waiting, role,
                new LinkStatus.Measures(probes, peer.isPresent() ? OptionalLong.of(310) : OptionalLong.empty(),
                        OptionalLong.of(40), OptionalLong.of(5)),
                0, List.of(), 0, Optional.empty());
    }

    static StatusReport router(List<LinkStatus> links) {
        return new StatusReport(NOW, new StatusReport.Router("us", RouterKind.TRANSIT, "1", Duration.ofHours(2)), true,
                links, new RouteCounts(0, 0, 0, 0, 0), new StatusReport.Kernel(0, 0, 0, 0, 0), List.of());
    }
}
