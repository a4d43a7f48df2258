package io.ddm.daemon.admin.status;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.probe.ProbeReport;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.OfferedTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The router with every configured link, as the admin API shows it. A link without a peer says what it waits for: the
 * problem of {@code GET /ready} that is about it, or the next step of its state machine.
 *
 * @param at the moment
 * @param router its sessions and tables
 * @param counts the sizes of its tables
 * @param ready gates and problems
 * @param probes what probes have measured
 * @param dataplane the forwarding plane
 */
public record StatusView(Instant at, RouterReport router, RouteCounts counts, ReadyReport ready, ProbeReport probes,
        DataplaneStatus dataplane) {

    /**
     * The report.
     *
     * @param version of the daemon
     * @param uptime since its start
     */
    public StatusReport report(String version, Duration uptime) {
        return new StatusReport(at,
                new StatusReport.Router(router.id().value(), router.kind(), version, uptime), ready.ready(),
                router.interfaces().stream().map(this::link).toList(), counts,
                new StatusReport.Kernel(dataplane.wanted(), dataplane.installed(), dataplane.pending(),
                        dataplane.refused().size(), dataplane.driftRepairs()),
                ready.problems());
    }

    private LinkStatus link(InterfaceReport link) {
        return new LinkStatus(link.name(), link.index(), link.address(), PeerState.of(link.state()), link.since(),
                Duration.between(link.since(), at), link.peer().map(StatusView::shown), waiting(link),
                router.roles().getOrDefault(link.name(), LinkRole.ACTIVE), measures(link),
                link.nextHop()
                        .flatMap(hop -> Optional.ofNullable(router.imported().get(hop)))
                        .map(OfferedTable::size)
                        .orElse(0),
                link.rejected()
                        .stream()
                        .map(rejected -> new LinkStatus.Rejected(rejected.reason().words(), rejected.count(),
                                rejected.example().destination().toString()))
                        .toList(),
                link.losses(), lastDown(link));
    }

    private static InterfaceInfo.Peer shown(PeerIdentity peer) {
        return new InterfaceInfo.Peer(peer.address(), peer.id().value(), peer.kind());
    }

    private Optional<LinkStatus.Waiting> waiting(InterfaceReport link) {
        return ready.problems()
                .stream()
                .filter(problem -> problem.on().equals(link.name()))
                .findFirst()
                .map(problem -> new LinkStatus.Waiting(problem.what(), problem.fix(), true))
                .or(() -> next(link.state()).map(what -> new LinkStatus.Waiting(what, "", false)));
    }

    private static Optional<String> next(FsmState state) {
        return switch (state) {
            case INIT -> Optional.of("for the interface to be up with a link-local address");
            case SOLICIT -> Optional.of("for a router on the link to answer");
            case EXCHANGE -> Optional.empty();
        };
    }

    private LinkStatus.Measures measures(InterfaceReport link) {
        return probes.peers()
                .stream()
                .filter(probed -> probed.name().equals(link.name()))
                .filter(probed -> link.peer().filter(peer -> peer.address().equals(probed.peer())).isPresent())
                .findFirst()
                .map(StatusView::measures)
                .orElse(LinkStatus.Measures.NONE);
    }

    private static LinkStatus.Measures measures(ProbeReport.Peer probed) {
        PathDelay delay = probed.delay();
        return new LinkStatus.Measures(probed.state(),
                delay.isKnown() ? OptionalLong.of(delay.micros()) : OptionalLong.empty(),
                probed.net().average() > 0
                        ? OptionalLong.of(TimeUnit.NANOSECONDS.toMicros(probed.net().deviation()))
                        : OptionalLong.empty(),
                probed.counts().sent() > 0 ? OptionalLong.of(probed.lossPermille()) : OptionalLong.empty());
    }

    /** The newest loss that is remembered: of the peer that is missed now, or one before the present session. */
    private static Optional<LinkStatus.Down> lastDown(InterfaceReport link) {
        return link.lostPeer()
                .map(lost -> new LinkStatus.Down(lost.since(), lost.reason(), Optional.of(lost.peer().id().value())))
                .or(() -> newestLoss(link.history()));
    }

    private static Optional<LinkStatus.Down> newestLoss(List<Transition> history) {
        return history.reversed()
                .stream()
                .filter(change -> change.from() == FsmState.EXCHANGE)
                .findFirst()
                .map(change -> new LinkStatus.Down(change.at(), change.reason(),
                        change.peer().map(peer -> peer.id().value())));
    }
}
