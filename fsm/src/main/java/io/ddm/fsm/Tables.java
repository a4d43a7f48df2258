package io.ddm.fsm;

import io.ddm.fsm.digest.SipHash;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PathRoom;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.NextHopQuality;
import io.ddm.fsm.rib.Offers;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.table.Budget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The routes: what peers offer and what we originate. Changes of the latter and the end of sessions are worked on here,
 * a slice at a time; {@link Propagation} follows each change into the FIB and to the peers.
 */
final class Tables implements Routes {

    private final Supplier<Policies> policies;
    private final TableDigest.Bits secret;
    private final Rib rib;
    private final Propagation propagation;
    private final Supplier<List<Session>> sessions;
    private final Deque<Origination> originations = new ArrayDeque<>();
    private final Deque<Departure> departures = new ArrayDeque<>();
    private final LocalRoutes local;
    private final QualityWalks walks = new QualityWalks();

    /**
     * @param policies those that apply at the moment
     * @param secret what the keys of digests are derived from
     * @param propagation follows each change of the tables
     * @param sessions those that there are
     */
    Tables(Supplier<Policies> policies, TableDigest.Bits secret, Rib rib, Propagation propagation,
            Supplier<List<Session>> sessions) {
        this.policies = policies;
        this.secret = secret;
        this.rib = rib;
        this.propagation = propagation;
        this.sessions = sessions;
        this.local = new LocalRoutes(rib, () -> policies.get().imports(), sessions);
    }

    /** Other policies apply from now on than these. */
    void policyChanged(Policies before) {
        local.policyChanged(before.imports());
        if (!policies.get().exports().equals(before.exports())) {
            propagation.compareAll();
        }
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

    /** The peers whose routes are being removed. */
    List<NextHop> departing() {
        return departures.stream().map(departure -> departure.table().peer()).toList();
    }

    /** From now on next hops have these ranks and delays: routes through those that have changed follow. */
    void use(NextHopQuality quality) {
        NextHopQuality before = rib.quality();
        if (quality.equals(before)) {
            return;
        }
        rib.use(quality);
        for (Session session : sessions.get()) {
            NextHop peer = session.nextHop();
            if (quality.ranksDiffer(before, peer)) {
                walks.ranked(peer, session.table().destinations());
            } else if (quality.delaysDiffer(before, peer)) {
                walks.delayed(peer, session.table().destinations());
            }
            if (Propagation.isDrained(quality, session) != Propagation.isDrained(before, session)) {
                session.compareAll();
            }
        }
    }

    /** Whether {@link #work} would have something to do. */
    boolean canWork() {
        return !originations.isEmpty() || !departures.isEmpty() || !walks.isEmpty() || local.canWork();
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
            propagation.originated(touched, budget);
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
                propagation.change(next.table(), destination, () -> rib.removeAll(next.table(), destination), touched,
                        budget);
            }
            propagation.imported(touched, budget);
            if (next.rest().hasNext()) {
                departures.addLast(next);
            }
        }
        propagation.imported(local.work(budget), budget);
        List<Destination> reranked = new ArrayList<>();
        List<Destination> delayed = new ArrayList<>();
        while (budget.isLeft() && !walks.isEmpty()) {
            budget.spend(1);
            List<Destination> touched = walks.isRankNext() ? reranked : delayed;
            walks.poll().ifPresent(touched::add);
        }
        propagation.imported(reranked, budget);
        propagation.delayed(delayed, budget);
        propagation.weigh(!walks.isEmpty());
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
        PathRoom room = new PathRoom(policy.maxPaths(), rib.tables().claimedByOthers(from), known.paths());
        return policy.admit(offered, known.known(), local.prefixes(),
                path -> !rib.accepts(path) || known.hasAccepted(path) || room.take(), refused);
    }

    /** Why a path is not imported, as far as it does not depend on what else there is. */
    Optional<RejectReason> rejection(PathVector offered) {
        return policies.get().imports().rejection(offered, local.prefixes());
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
        admitted.forEach(
                path -> propagation.change(from, path.destination(), () -> rib.add(from, path, true), touched, budget));
        refused.forEach(path -> propagation.change(from, path.destination(), () -> rib.add(from, path, false), touched,
                budget));
        withdrawn.forEach(
                path -> propagation.change(from, path.destination(), () -> rib.remove(from, path), touched, budget));
        propagation.imported(touched, budget);
    }

    @Override
    public void replace(AdjRibIn from, Collection<Destination> destinations, Offers table,
            Predicate<PathVector> isNewer, Budget budget) {
        List<Destination> touched = new ArrayList<>();
        for (Destination destination : destinations) {
            propagation.change(from, destination, () -> rib.replace(from, destination, table, isNewer), touched,
                    budget);
        }
        propagation.imported(touched, budget);
    }

    @Override
    public Iterable<Destination> destinations() {
        return propagation.destinations();
    }

    @Override
    public List<RouterPath> pathsFor(Session session, Destination destination) {
        return propagation.pathsFor(session, destination);
    }

    @Override
    public List<RouterPath> dampedPathsFor(Session session, Destination destination) {
        return propagation.dampedPathsFor(session, destination);
    }

    /** The state is whole again; next hops are so good. */
    void restored(NextHopQuality quality) {
        rib.use(quality);
    }

    /** Hands through what is not that of a session. */
    public void archive(Archive archive) {
        rib.archive(archive.in("rib"));
        local.archive(archive.in("local"));
        archive.parts("originations", originations, Origination::archive, originations::add);
        walks.archive(archive.in("walks"));
        if (archive.flag("fibLags", !walks.isEmpty() || propagation.fib().hasSlack())) {
            propagation.fib().archive(archive.in("fib"));
        }
        archive.parts("departures", departures, (one, known) -> Departure.of(AdjRibIn.archive(one,
                known.map(Departure::table), TableDigest.Bits.ZERO, rib, false)), departures::add);
    }

    @Override
    public AdjRibIn archive(Archive archive, Optional<AdjRibIn> table, String interfaceName, long epoch) {
        return AdjRibIn.archive(archive, table, key(interfaceName, epoch), rib, true);
    }
}
