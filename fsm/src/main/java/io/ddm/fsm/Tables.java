package io.ddm.fsm;

import io.ddm.fsm.digest.SipHash;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PathRoom;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.FlapDamping;
import io.ddm.fsm.rib.Offers;
import io.ddm.fsm.rib.Redistribution;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.table.Budget;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The routes, and what follows from each change of them: the FIB, and what is advertised to the peers. Changes of what
 * we originate and the end of sessions are worked on here, a slice at a time.
 */
final class Tables implements Routes {

    private final Supplier<Policies> policies;
    private final TableDigest.Bits secret;
    private final Rib rib;
    private final Fib fib;
    private final Redistribution redistribution;
    private final Supplier<List<Session>> sessions;
    private final Consumer<Effect> effects;
    private final Deque<Origination> originations = new ArrayDeque<>();
    private final Deque<Departure> departures = new ArrayDeque<>();
    private final LocalRoutes local;
    private final FlapDamping flapDamping = new FlapDamping();
    private final Readvertisement readvertisement;
    private Instant now = Instant.MIN;
    private boolean offersNothing;

    /**
     * @param policies those that apply at the moment
     * @param secret what the keys of digests are derived from
     * @param sessions those that there are
     */
    Tables(RouterConfig config, Supplier<Policies> policies, TableDigest.Bits secret, Rib rib,
            Supplier<List<Session>> sessions, Consumer<Effect> effects) {
        this.policies = policies;
        this.secret = secret;
        this.rib = rib;
        this.fib = new Fib(rib);
        this.redistribution = new Redistribution(rib, config.id(), config.kind(), () -> policies.get().exports());
        this.sessions = sessions;
        this.effects = effects;
        this.local = new LocalRoutes(rib, () -> policies.get().imports(), sessions);
        this.readvertisement = new Readvertisement(rib, () -> policies.get().exports());
    }

    /** What happens from now on happens at this instant. */
    void at(Instant instant) {
        now = instant;
    }

    /** Advertises what was held back and has lasted. */
    void release(Budget budget) {
        tell(flapDamping.release(now, budget), budget);
    }

    /** When {@link #release} is to be called; {@link Instant#MAX} for never. */
    Instant deadline() {
        return flapDamping.deadline();
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

    /** Other policies apply from now on than these. */
    void policyChanged(Policies before) {
        local.policyChanged(before.imports());
        readvertisement.policyChanged(before.exports());
    }

    /** These are all addresses and subnets of this machine. */
    void connected(Set<Ipv6Address> addresses, Set<Prefix> subnets) {
        local.connected(addresses, subnets);
    }

    /** These destinations are ours from now on, or no longer. */
    void originate(Collection<? extends Destination> destinations, boolean ours) {
        originations.add(Origination.of(destinations, ours));
    }

    /** How many calls of {@link #originate} are not done yet. */
    int originations() {
        return originations.size();
    }

    /** A session is over: what its peer offered is removed. */
    void depart(AdjRibIn table) {
        rib.close(table);
        departures.add(Departure.of(table));
    }

    /** Whether {@link #work} or {@link #release} would have something to do. */
    boolean canWork() {
        return !originations.isEmpty() || !departures.isEmpty() || local.canWork() || readvertisement.canWork()
                || !now.isBefore(deadline());
    }

    /** Goes on with what there is to do. */
    void work(Budget budget) {
        while (budget.isLeft() && !originations.isEmpty()) {
            Origination first = originations.getFirst();
            List<Destination> touched = new ArrayList<>();
            while (budget.isLeft() && first.rest().hasNext()) {
                Destination destination = first.rest().next();
                budget.spend(1);
                if (first.ours() ? rib.originate(destination) : rib.withdraw(destination)) {
                    touched.add(destination);
                }
            }
            local.originated(touched, first.ours());
            tell(program(touched), budget);
            if (!first.rest().hasNext()) {
                originations.removeFirst();
                if (!first.ours()) {
                    local.withdrawn();
                }
            }
        }
        while (budget.isLeft() && !departures.isEmpty()) {
            Departure next = departures.removeFirst();
            List<Destination> touched = new ArrayList<>();
            while (budget.isLeft() && next.rest().hasNext()) {
                Destination destination = next.rest().next();
                change(next.table(), destination, () -> rib.removeAll(next.table(), destination), touched, budget);
            }
            imported(touched, budget);
            if (next.rest().hasNext()) {
                departures.addLast(next);
            }
        }
        imported(local.work(budget), budget);
        tell(readvertisement.work(budget), budget);
    }

    @Override
    public AdjRibIn open(NextHop peer, String interfaceName, long epoch) {
        return rib.open(peer, key(interfaceName, epoch));
    }

    private TableDigest.Bits key(String interfaceName, long epoch) {
        byte[] session = (interfaceName + " " + epoch).getBytes(StandardCharsets.UTF_8);
        return SipHash.hash(secret, session, session.length);
    }

    @Override
    public List<PathVector> admit(AdjRibIn from, List<PathVector> offered, Offers known,
            BiConsumer<RejectReason, PathVector> refused) {
        ImportPolicy policy = policies.get().imports();
        PathRoom room = new PathRoom(policy.maxPaths(), rib.claimedByOthers(from), known.paths());
        return policy.admit(offered, known.known(), local.prefixes(),
                path -> !rib.accepts(path) || known.hasAccepted(path) || room.take(), refused);
    }

    @Override
    public long localVersion() {
        return local.version();
    }

    @Override
    public boolean accepts(PathVector offered) {
        return rib.accepts(offered);
    }

    @Override
    public void update(AdjRibIn from, List<PathVector> admitted, List<PathVector> refused, List<PathVector> withdrawn,
            Budget budget) {
        List<Destination> touched = new ArrayList<>();
        admitted.forEach(path -> change(from, path.destination(), () -> rib.add(from, path, true), touched, budget));
        refused.forEach(path -> change(from, path.destination(), () -> rib.add(from, path, false), touched, budget));
        withdrawn.forEach(path -> change(from, path.destination(), () -> rib.remove(from, path), touched, budget));
        imported(touched, budget);
    }

    @Override
    public void replace(AdjRibIn from, Collection<Destination> destinations, Offers table,
            Predicate<PathVector> isNewer, Budget budget) {
        List<Destination> touched = new ArrayList<>();
        for (Destination destination : destinations) {
            change(from, destination, () -> rib.replace(from, destination, table, isNewer), touched, budget);
        }
        imported(touched, budget);
    }

    @Override
    public Iterable<Destination> destinations() {
        return redistribution.destinations();
    }

    @Override
    public List<List<RouterId>> pathsFor(Session session, Destination destination) {
        return offersNothing ? List.of() : redistribution.pathsFor(session.nextHop(), session.peer().id(), destination);
    }

    @Override
    public List<List<RouterId>> dampedPathsFor(Session session, Destination destination) {
        if (offersNothing || !flapDamping.damps(destination)) {
            return pathsFor(session, destination);
        }
        return redistribution.pathsFor(session.nextHop(), session.peer().id(), destination,
                candidate -> !flapDamping.holds(destination, candidate)
                        || session.mayHold(destination, redistribution.throughUs(candidate.path())));
    }

    /**
     * Makes a change of what one peer offers to one destination.
     *
     * @param change says whether the destination is now reached in another way
     */
    private void change(AdjRibIn from, Destination destination, BooleanSupplier change, List<Destination> touched,
            Budget budget) {
        budget.spend(1);
        List<List<RouterId>> before = from.acceptedPaths(destination);
        boolean isTouched = change.getAsBoolean();
        List<List<RouterId>> after = from.acceptedPaths(destination);
        // Where shorter paths are held back, longer ones are advertised.
        if (isTouched || (flapDamping.damps(destination) && !before.equals(after))) {
            touched.add(destination);
            if (redistribution.redistributes()) {
                flapDamping.changed(destination, from.peer(), before, after, now);
            }
        }
    }

    /** Follows a change of what peers offer into the FIB, and to the other peers if it is passed on. */
    private void imported(List<Destination> touched, Budget budget) {
        program(touched);
        if (redistribution.redistributes()) {
            tell(touched, budget);
        }
    }

    /** A router that stops leaves the forwarding as it is; the shell empties it. */
    private List<Destination> program(List<Destination> touched) {
        List<FibChange> changes = touched.isEmpty() ? List.of() : fib.refresh(touched);
        if (!changes.isEmpty() && !offersNothing) {
            effects.accept(new Effect.Program(changes));
        }
        return touched;
    }

    /** To tell four sessions that there is something to tell costs as much as an entry. */
    private void tell(List<Destination> touched, Budget budget) {
        List<Session> all = touched.isEmpty() ? List.of() : sessions.get();
        all.forEach(session -> touched.forEach(session::touch));
        budget.spend(touched.size() * all.size() / 4);
    }

    /** Hands through what is not that of a session. */
    public void archive(Archive archive) {
        rib.archive(archive.in("rib"));
        local.archive(archive.in("local"));
        flapDamping.archive(archive.in("flapDamping"));
        readvertisement.archive(archive.in("readvertisement"));
        offersNothing = archive.flag("offersNothing", offersNothing);
        archive.parts("originations", originations, Origination::archive, originations::add);
        archive.parts("departures", departures, (one, known) -> Departure.of(AdjRibIn.archive(one,
                known.map(Departure::table), TableDigest.Bits.ZERO, rib, false)), departures::add);
    }

    /** Everything is there: the FIB follows from it. */
    void restored(Instant instant) {
        now = instant;
        fib.refresh(rib.destinations());
    }

    @Override
    public AdjRibIn archive(Archive archive, Optional<AdjRibIn> table, String interfaceName, long epoch) {
        return AdjRibIn.archive(archive, table, key(interfaceName, epoch), rib, true);
    }
}
