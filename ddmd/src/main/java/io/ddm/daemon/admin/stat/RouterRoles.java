package io.ddm.daemon.admin.stat;

import io.ddm.daemon.admin.RouterCalls;
import io.ddm.daemon.http.AdminLoop;
import io.ddm.daemon.http.AdminResources;
import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.NextHopRank;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The roles of the interfaces of a router. An interface that goes offline and comes back is a standby again if it was
 * one before. Lives on the admin loop.
 */
public final class RouterRoles implements InterfaceRoles {

    /** Changes that wait for the one before, at most: each looks at all destinations. */
    private static final int MAX_WAITING = 8;

    private final RouterCalls router;
    private final WorkerExecutor walking;
    private Set<String> alwaysKnown;
    private final Set<String> standby;
    private final Set<String> offline = new HashSet<>();
    private final Supplier<CompletionStage<Void>> flush;
    private final AdminLoop loop;
    /** Ends with the latest operation: the next one has to see what it did. */
    private Future<?> latest = Future.succeededFuture();
    private int waiting;

    /**
     * @param standby names of the interfaces that the configuration has made a standby
     * @param flush completes when the data plane has processed everything that is desired now
     */
    public RouterRoles(AdminResources resources, RouterCalls router, Collection<String> standby,
            Supplier<CompletionStage<Void>> flush) {
        this.loop = resources.loop();
        this.flush = flush;
        this.router = router;
        this.walking = resources.loop().vertx().createSharedWorkerExecutor("render", 1);
        this.alwaysKnown = Set.copyOf(standby);
        this.standby = new HashSet<>(standby);
    }

    @Override
    public Future<Outcome> setOffline(String name, boolean isOffline, boolean isForced) {
        return inTurn(() -> router.forwarding().compose(report -> {
            Optional<InterfaceReport> link = find(report, name);
            if (link.isEmpty()) {
                return Future.succeededFuture(new Outcome.NoSuchInterface());
            }
            Optional<NextHop> peer = link.get().nextHop().filter(carrier -> isOffline && !isForced);
            return (peer.isEmpty() ? Future.succeededFuture(Optional.<Outcome>empty()) : lastPath(report, peer.get()))
                    .compose(refusal -> refusal.isPresent()
                            ? Future.succeededFuture(refusal.get())
                            : change(report, name, offline, isOffline));
        }));
    }

    @Override
    public Future<Outcome> setStandby(String name, boolean isStandby) {
        return inTurn(() -> router.forwarding()
                .compose(report -> find(report, name).isEmpty()
                        ? Future.succeededFuture(new Outcome.NoSuchInterface())
                        : change(report, name, standby, isStandby)));
    }

    /**
     * Replaces the interfaces that the configuration makes a standby. Roles that operators have set on other interfaces
     * stay.
     *
     * @return fails if too many changes of roles wait already
     */
    public Future<Void> configure(Collection<String> names) {
        return inTurn(() -> {
            Set<String> changed = new TreeSet<>(names);
            changed.removeAll(alwaysKnown);
            standby.addAll(changed);
            Set<String> removed = new TreeSet<>(alwaysKnown);
            removed.removeAll(names);
            standby.removeAll(removed);
            changed.addAll(removed);
            alwaysKnown = Set.copyOf(names);
            return Future.all(changed.stream().map(this::submit).toList()).map(done -> new Outcome.Done());
        }).compose(outcome -> outcome instanceof Outcome.Done
                ? Future.succeededFuture()
                : Future.failedFuture("too many changes of roles wait already"));
    }

    /** Else of two links that go offline at once, each would see the other as a path that is left. */
    private Future<Outcome> inTurn(Supplier<Future<Outcome>> operation) {
        if (waiting >= MAX_WAITING) {
            return Future.succeededFuture(new Outcome.Busy());
        }
        waiting++;
        Future<Outcome> next = latest.transform(before -> operation.get());
        latest = next.onComplete(done -> waiting--);
        // A link may be unplugged when the answer is there.
        return next.compose(outcome -> outcome instanceof Outcome.Done
                ? loop.completing(Future.fromCompletionStage(flush.get())).map(done -> outcome)
                : Future.succeededFuture(outcome));
    }

    private static Optional<InterfaceReport> find(ForwardingReport report, String name) {
        return report.interfaces().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    private Future<Outcome> change(ForwardingReport report, String name, Set<String> role, boolean hasRole) {
        if (hasRole) {
            role.add(name);
        } else {
            role.remove(name);
        }
        forgetOthers(report);
        return submit(name).map(done -> new Outcome.Done());
    }

    private Future<Void> submit(String name) {
        LinkRole now = offline.contains(name)
                ? LinkRole.OFFLINE
                : standby.contains(name) ? LinkRole.STANDBY : LinkRole.ACTIVE;
        return router.submit(new Event.LinkRoleSet(name, now));
    }

    /** Interfaces come and go under any name, so that these sets would grow without bound. */
    private void forgetOthers(ForwardingReport report) {
        Set<String> known = report.interfaces().stream().map(InterfaceReport::name).collect(Collectors.toSet());
        known.addAll(alwaysKnown);
        Set<String> gone = new TreeSet<>(standby);
        gone.addAll(offline);
        gone.removeAll(known);
        standby.removeAll(gone);
        offline.removeAll(gone);
        gone.forEach(name -> router.submit(new Event.LinkRoleSet(name, LinkRole.ACTIVE)));
    }

    private Future<Optional<Outcome>> lastPath(ForwardingReport report, NextHop peer) {
        return walking.executeBlocking(() -> refusal(report, peer), AdminResources.UNORDERED);
    }

    /** On the worker. */
    private static Optional<Outcome> refusal(ForwardingReport report, NextHop peer) {
        if (report.ranks().of(peer) == NextHopRank.OFFLINE) {
            return Optional.empty();
        }
        List<Prefix> lost = new OfferedNetworks(report).byPrefix()
                .entrySet()
                .stream()
                .filter(network -> isLast(report, network.getValue().peers(), peer))
                .map(Map.Entry::getKey)
                .toList();
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.LastPath(lost.size(), lost.getFirst()));
    }

    /** Whether this one offers a network, and all others that do are out of use. */
    private static boolean isLast(ForwardingReport report, List<NextHop> peers, NextHop peer) {
        return peers.contains(peer)
                && peers.stream().noneMatch(other -> !other.equals(peer) && report.ranks().of(other).isInUse());
    }
}
