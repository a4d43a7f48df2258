package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.LinkAnomaly;
import io.ddm.fsm.peer.PendingRequest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.table.Budget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Routes on their way from and to the peers: pulls and pushes of both sides, and the work on tables that follows, a
 * slice per event. Sessions take turns in being the first.
 */
final class RouteExchange {

    /**
     * Entries of tables that are worked on per event, of each of four kinds of work: 2 ms of a loop that the JIT
     * compiler has not optimized yet.
     */
    private static final int SLICE = 64;

    private final Rib rib;
    private final Tables tables;
    private final Propagation propagation;
    private final Interfaces interfaces;
    private final InitialSyncGate initialSync;
    private final Consumer<Effect> effects;
    private int inboundTurn;
    private int outboundTurn;
    private Optional<String> working = Optional.empty();
    private boolean stopping;
    private boolean stopped;

    RouteExchange(Rib rib, Tables tables, Propagation propagation, Interfaces interfaces,
            Consumer<Effect> effects) {
        this.rib = rib;
        this.tables = tables;
        this.propagation = propagation;
        this.interfaces = interfaces;
        this.initialSync = new InitialSyncGate(interfaces.all(), propagation.redistributes());
        this.effects = effects;
    }

    void pull(InterfaceFsm fsm, Event.PullReceived e, Instant now) {
        sessionWith(fsm, e.source()).filter(s -> stopping || !initialSync.isWaiting())
                .ifPresentOrElse(session -> session.pulledBy(e, stopping, now),
                        () -> fsm.defer(e, e.source(), e.request(), now));
    }

    void push(InterfaceFsm fsm, Event.PushReceived e, Instant now) {
        sessionWith(fsm, e.source()).ifPresentOrElse(session -> {
            if (stopping) {
                // A refused push would be repeated until the end, and reported as failing; a successor pulls
                // everything.
                effects.accept(new Effect.AcceptPush(e.request()));
            } else {
                session.pushedBy(e.update(), e.request());
            }
        }, () -> fsm.defer(e, e.source(), e.request(), now));
    }

    void pulled(InterfaceFsm fsm, Session session, Event.PullCompleted e, Instant now) {
        if (!stopping) {
            session.pullCompleted(e.table(), e.extensions(), rib.tables().paths(), now);
            findDuplicateId(fsm, session, now);
        }
    }

    void unchanged(InterfaceFsm fsm, Session session, Event.PullUnchanged e, Instant now) {
        if (!stopping) {
            session.pullUnchanged(e.extensions(), now);
            findDuplicateId(fsm, session, now);
        }
    }

    /** Every peer's whole table is to be pulled. */
    void synchronize() {
        interfaces.sessions().forEach(Session::requestPull);
    }

    /** Requests of this peer that had to wait; some may have to wait again. */
    void resume(InterfaceFsm fsm, Session session, Instant now) {
        for (PendingRequest waiting : fsm.pendingFrom(session.peer().address())) {
            switch (waiting.event()) {
                case Event.PullReceived pull -> pull(fsm, pull, now);
                case Event.PushReceived push -> push(fsm, push, now);
                default -> throw new IllegalStateException("only pulls and pushes wait, not " + waiting.event());
            }
        }
    }

    /** Withdraws everything from every peer. */
    void stop() {
        stopping = true;
        propagation.offerNothing();
        interfaces.sessions().forEach(Session::withdrawAll);
    }

    /**
     * Goes on with what there is to do: what was held back, what ends and what we originate, what peers sent, and what
     * they are to be sent, each with a budget of its own so that none waits for another.
     */
    void work(Instant now) {
        propagation.release(new Budget(SLICE));
        tables.work(new Budget(SLICE));
        inboundTurn += forEachSession(inboundTurn, (session, budget) -> session.importRoutes(budget));
        if (initialSync.end(now)) {
            interfaces.all().forEach(fsm -> fsm.session().ifPresent(session -> resume(fsm, session, now)));
        }
        outboundTurn += forEachSession(outboundTurn, (session, budget) -> {
            session.pullIfDue(now);
            session.advertise(tables, budget, now);
        });
        if (stopping && !stopped && interfaces.sessions().stream().allMatch(Session::isDrained)) {
            stopped = true;
            effects.accept(new Effect.Stopped());
        }
    }

    /** Whether work is left that waits for nothing but the next event. */
    boolean isBusy(Instant now) {
        if (tables.canWork() || propagation.canRelease()) {
            return true;
        }
        for (Session session : interfaces.sessions()) {
            if (!session.hasImported() || session.canAdvertise(now)) {
                return true;
            }
        }
        return false;
    }

    /** The interface whose peer's tables are being worked on; empty if none is. */
    Optional<String> workingOn() {
        return working;
    }

    /** When {@link #work} is to be called although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant gate = initialSync.deadline();
        Instant damping = propagation.deadline();
        return gate.isBefore(damping) ? gate : damping;
    }

    private interface Work {
        void on(Session session, Budget budget);
    }

    /**
     * Works on all sessions, another one first each turn.
     *
     * @return 1 if the budget was used up, so that another session is the first next time, else 0
     */
    private int forEachSession(int turn, Work work) {
        List<InterfaceFsm> all = new ArrayList<>();
        interfaces.all().forEach(fsm -> fsm.session().ifPresent(session -> all.add(fsm)));
        if (!all.isEmpty()) {
            Collections.rotate(all, -(turn % all.size()));
        }
        Budget budget = new Budget(SLICE);
        for (InterfaceFsm fsm : all) {
            working = Optional.of(fsm.name());
            fsm.session().ifPresent(session -> work.on(session, budget));
        }
        working = Optional.empty();
        return budget.isLeft() ? 0 : 1;
    }

    private void findDuplicateId(InterfaceFsm fsm, Session session, Instant now) {
        interfaces.sessions()
                .stream()
                .filter(other -> session.hasSameIdAs(other, now))
                .findFirst()
                .ifPresent(
                        other -> fsm
                                .note(LinkAnomaly.Kind.DUPLICATE_ROUTER_ID,
                                        session.peer().describe() + " and " + other.peer().describe()
                                                + " are two routers with one id; give one of them another --router-id",
                                        now));
    }

    private static Optional<Session> sessionWith(InterfaceFsm fsm, Ipv6Address source) {
        return fsm.session().filter(session -> session.peer().address().equals(source));
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        initialSync.archive(archive.in("initialSync"));
        inboundTurn = archive.number("inboundTurn", inboundTurn);
        outboundTurn = archive.number("outboundTurn", outboundTurn);
        stopping = archive.flag("stopping", stopping);
        stopped = archive.flag("stopped", stopped);
    }
}
