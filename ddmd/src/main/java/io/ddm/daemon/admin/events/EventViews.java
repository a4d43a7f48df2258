package io.ddm.daemon.admin.events;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.admin.events.RouterEvent;
import io.ddm.daemon.admin.HealthHandlers;
import io.ddm.daemon.health.Problem;
import io.ddm.fsm.RouterReport;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.UnderlayFamily;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Instant;
import java.util.Collection;

/** The router as messages show it. */
final class EventViews {

    private EventViews() {}

    static RouterEvent.Snapshot snapshot(Instant now, boolean isResync, RouterReport report, RouteCounts counts,
            Collection<Problem> problems) {
        return new RouterEvent.Snapshot(now, isResync, report.id().value(), report.kind(),
                report.interfaces().stream().map(link -> state(link, report)).toList(), counts,
                problems.stream().map(HealthHandlers::shown).toList());
    }

    private static RouterEvent.InterfaceState state(InterfaceReport link, RouterReport report) {
        return new RouterEvent.InterfaceState(link.name(), link.index(), link.address(), PeerState.of(link.state()),
                link.since(), link.peer().map(EventViews::peer),
                report.roles().getOrDefault(link.name(), LinkRole.ACTIVE),
                report.probes().getOrDefault(link.name(), ProbeState.UNKNOWN));
    }

    static RouteCounts counts(RouterReport report, int networks) {
        return new RouteCounts(imported(report, UnderlayFamily.INSTANCE), imported(report, TunnelFamily.INSTANCE),
                report.originated().of(UnderlayFamily.INSTANCE), report.originated().of(TunnelFamily.INSTANCE),
                networks);
    }

    private static long imported(RouterReport report, RouteFamily family) {
        return report.imported().values().stream().mapToLong(offered -> offered.counts().of(family)).sum();
    }

    static RouterEvent.Transition transition(String name, Transition change) {
        return new RouterEvent.Transition(change.at(), name, PeerState.of(change.from()), PeerState.of(change.to()),
                change.reason(), change.peer().map(EventViews::peer));
    }

    static RouterEvent.ProbesChanged probes(Instant now, Effect.ProbesChanged change) {
        return new RouterEvent.ProbesChanged(now, change.name(), peer(change.peer()), change.from(), change.to());
    }

    static RouterEvent.ProblemChanged problem(Instant now, boolean isRaised, Problem problem) {
        ReadyReport.Problem shown = HealthHandlers.shown(problem);
        return new RouterEvent.ProblemChanged(now, isRaised, shown);
    }

    private static InterfaceInfo.Peer peer(PeerIdentity peer) {
        return new InterfaceInfo.Peer(peer.address(), peer.id().value(), peer.kind());
    }
}
