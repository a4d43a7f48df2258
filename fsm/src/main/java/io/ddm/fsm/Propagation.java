package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.policy.PrefixFilter;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.FlapDamping;
import io.ddm.fsm.rib.NextHopQuality;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.Redistribution;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.table.Budget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What follows from each change of the routes: the FIB, and what is advertised to the peers, damped where it flaps. */
final class Propagation {

    private final Fib fib;
    private final Redistribution redistribution;
    private final Rib rib;
    private final Supplier<List<Session>> sessions;
    private final Consumer<Effect> effects;
    private final FlapDamping flapDamping = new FlapDamping();
    private final PendingWeights weights = new PendingWeights();
    private Instant now = Instant.MIN;
    private boolean offersNothing;

    /**
     * @param exports the filter that applies at the moment
     * @param sessions those that there are
     */
    Propagation(RouterConfig config, Supplier<PrefixFilter> exports, Rib rib, Supplier<List<Session>> sessions,
            Consumer<Effect> effects) {
        this.rib = rib;
        this.fib = new Fib(rib, config.multipath().mode(), config.multipath().slack());
        this.redistribution = new Redistribution(rib, config.id(), config.kind(), exports);
        this.sessions = sessions;
        this.effects = effects;
    }

    /** What happens from now on happens at this instant. */
    void at(Instant instant) {
        now = instant;
    }

    /** Whether {@link #release} would have something to do. */
    boolean canRelease() {
        return !now.isBefore(releaseDeadline());
    }

    /** Advertises what was held back and has lasted. */
    void release(Budget budget) {
        advertise(flapDamping.release(now, budget), Session::touch, budget);
    }

    /** When {@link #release} is to be called; {@link Instant#MAX} for never. */
    private Instant releaseDeadline() {
        return flapDamping.deadline();
    }

    /** When {@link #release} or {@link #weigh} is to be called; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant weighing = weights.deadline();
        return weighing.isBefore(releaseDeadline()) ? weighing : releaseDeadline();
    }

    /** What is damped, for operators. */
    FlapDamping.Report flapping() {
        return flapDamping.report();
    }

    Fib fib() {
        return fib;
    }

    /** Whether what peers offer is passed on. */
    boolean redistributes() {
        return redistribution.redistributes();
    }

    /** From now on nothing is advertised. */
    void offerNothing() {
        offersNothing = true;
    }

    /** Everything that may be advertised is compared again with what each peer holds. */
    void compareAll() {
        if (!offersNothing) {
            sessions.get().forEach(Session::compareAll);
        }
    }

    /** Every destination that may have to be advertised, sorted, as of now. */
    Iterable<Destination> destinations() {
        return redistribution.destinations();
    }

    /** Whether a link is about to be unplugged: its peer is advertised nothing, and so sends nothing over it. */
    static boolean isDrained(NextHopQuality quality, Session session) {
        return quality.ranks().of(session.nextHop()) == NextHopRank.OFFLINE;
    }

    /** Why a peer is not to know a destination from us; empty if it is. */
    Optional<String> withheld(Session session, Destination destination) {
        return isDrained(rib.quality(), session)
                ? Optional.of("the link is offline")
                : redistribution.withheld(session.nextHop(), session.peer().id(), destination);
    }

    /** The paths to a destination that the peer of this session is to receive from us. */
    List<RouterPath> pathsFor(Session session, Destination destination) {
        return offersNothing || isDrained(rib.quality(), session)
                ? List.of()
                : redistribution.pathsFor(session.nextHop(), session.peer().id(), destination);
    }

    /** The same without new paths that flap. */
    List<RouterPath> dampedPathsFor(Session session, Destination destination) {
        if (offersNothing || isDrained(rib.quality(), session) || !flapDamping.damps(destination)) {
            return pathsFor(session, destination);
        }
        return redistribution.pathsFor(session.nextHop(), session.peer().id(), destination,
                candidate -> !flapDamping.holds(destination, candidate)
                        || session.mayHold(destination, redistribution.throughUs(candidate.path())));
    }

    /** Follows a change of what we originate. */
    void originated(List<Destination> touched, Budget budget) {
        program(touched);
        advertise(touched, Session::touch, budget);
    }

    /**
     * Makes a change of what one peer offers to one destination.
     *
     * @param change says whether the destination is now reached in another way
     */
    void change(AdjRibIn from, Destination destination, BooleanSupplier change, List<Destination> touched,
            Budget budget) {
        budget.spend(1);
        List<RouterPath> before = from.acceptedPaths(destination);
        boolean isTouched = change.getAsBoolean();
        List<RouterPath> after = from.acceptedPaths(destination);
        // Where shorter paths are held back, longer ones are advertised.
        boolean isFollowed = isTouched || (flapDamping.damps(destination) && !before.equals(after));
        if (isFollowed || (fib.hasSlack() && !before.equals(after))) {
            touched.add(destination);
        }
        if (isFollowed) {
            // A path with another delay is no flap; how often that is advertised is limited by AdjRibOut.
            if (redistribution.redistributes() && !RouterPath.areAlong(before, after)) {
                flapDamping.changed(destination, from.peer(), before, after, now);
            }
        }
    }

    /** Follows a change of what peers offer into the FIB, and to the other peers if it is passed on. */
    void imported(List<Destination> touched, Budget budget) {
        program(touched);
        if (redistribution.redistributes()) {
            advertise(touched, Session::touch, budget);
        }
    }

    /** Follows a change of delays of hops alone. */
    void delayed(List<Destination> touched, Budget budget) {
        program(touched);
        if (redistribution.redistributes()) {
            advertise(touched, Session::touchDelay, budget);
        }
    }

    /** A router that stops leaves the forwarding as it is; the shell empties it. */
    private void program(List<Destination> touched) {
        if (touched.isEmpty()) {
            return;
        }
        Fib.Refreshed refreshed = fib.refresh(touched, weights::withdraw);
        refreshed.byDelay().forEach(change -> weights.add(change, now));
        emit(refreshed.urgent());
    }

    /**
     * Programs what follows from delays, if it is time.
     *
     * @param moreComes whether more of it is on its way through the tables
     */
    void weigh(boolean moreComes) {
        emit(weights.take(moreComes, now));
    }

    private void emit(List<FibChange> changes) {
        if (!changes.isEmpty() && !offersNothing) {
            effects.accept(new Effect.Program(changes));
        }
    }

    /** To mark a destination for four sessions costs as much as an entry. */
    private void advertise(List<Destination> touched, BiConsumer<Session, Destination> touch, Budget budget) {
        List<Session> all = touched.isEmpty() ? List.of() : sessions.get();
        all.forEach(session -> touched.forEach(destination -> touch.accept(session, destination)));
        budget.spend(touched.size() * all.size() / 4);
    }

    /** Hands its state through. */
    void archive(Archive archive) {
        flapDamping.archive(archive.in("flapDamping"));
        weights.archive(archive.in("weights"));
        offersNothing = archive.flag("offersNothing", offersNothing);
    }

    /** All tables are there: the FIB follows from them, unless it was handed through. */
    void restored(Instant instant) {
        now = instant;
        if (fib.desired().isEmpty()) {
            fib.refresh(rib.destinations());
        }
    }
}
