package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import io.ddm.fsm.table.Union;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about destinations: what we originate, and what each peer offers.
 *
 * <p>Changed one path at a time, at a price that grows with the logarithm of the tables, whatever the destinations are.
 * Each change says whether the destination is now originated or reached in another way: a path longer than the shortest
 * is stored and changes nothing. The paths of a lost peer stay in use until they were removed one by one; a new
 * session with it has an {@link AdjRibIn} of its own meanwhile.
 */
public final class Rib {

    private final RouterId self;
    private final OrderedMap<Destination, Boolean> originated = new OrderedMap<>(Destination.ORDER);
    private final OrderedMap<Destination, RibEntry> candidates = new OrderedMap<>(Destination.ORDER);
    private final Networks networks = new Networks();
    private final PeerTables tables = new PeerTables();
    private final IdLengths idLengths = new IdLengths();
    private final FamilyCounts originatedCounts = new FamilyCounts();
    private NextHopQuality quality = NextHopQuality.NONE;

    /**
     * @param self our own id: paths that contain it are loops
     */
    public Rib(RouterId self) {
        this.self = self;
    }

    /** Adds to what we originate; returns whether it was not there before. */
    public boolean originate(Destination destination) {
        return originated.put(destination, true) == null && countOriginated(destination, 1);
    }

    /** Takes away from what we originate; returns whether it was there. */
    public boolean withdraw(Destination destination) {
        return originated.remove(destination) != null && countOriginated(destination, -1);
    }

    private boolean countOriginated(Destination destination, int change) {
        originatedCounts.add(destination.family(), change);
        networks.originated(destination, change);
        return true;
    }

    /**
     * A session with a peer begins.
     *
     * @param key for the digest of what it will offer
     */
    public AdjRibIn open(NextHop peer, TableDigest.Bits key) {
        return tables.open(peer, key);
    }

    /** A session ends: its table is no longer shown. What it offered is to be removed, path by path. */
    public void close(AdjRibIn table) {
        tables.close(table);
    }

    /**
     * A peer offers a path.
     *
     * @param admitted whether policy admits it; if not, or if it is a loop, it is only stored
     * @return whether the destination is now reached in another way
     */
    public boolean add(AdjRibIn from, PathVector offered, boolean admitted) {
        boolean isAccepted = admitted && accepts(offered);
        Destination destination = offered.destination();
        RouterPath path = offered.path();
        Offer before = from.get(destination);
        if ((isAccepted ? before.isAccepted(path) : before.isRejected(path)) && path.equals(before.stored(path))) {
            return false;
        }
        boolean touched = remove(from, offered);
        if (!from.add(offered, isAccepted) || !isAccepted) {
            return touched;
        }
        tables.changed();
        idLengths.count(path, 1);
        RibEntry entry = candidates.computeIfAbsent(destination, _ -> new RibEntry());
        touched |= set(entry, from, destination);
        networks.count(destination, path.length(), from.peer(), 1);
        return touched;
    }

    /**
     * A peer no longer offers a path.
     *
     * @return whether the destination is now reached in another way
     */
    public boolean remove(AdjRibIn from, PathVector offered) {
        Destination destination = offered.destination();
        Offer before = from.get(destination);
        RouterPath path = before.stored(offered.path());
        if (path == null) {
            return false;
        }
        boolean wasAccepted = before.isAccepted(path);
        from.remove(new PathVector(destination, path));
        RibEntry entry = wasAccepted ? candidates.get(destination) : null;
        if (entry == null) {
            return false;
        }
        tables.changed();
        idLengths.count(path, -1);
        boolean touched = set(entry, from, destination);
        if (entry.isEmpty()) {
            candidates.remove(destination);
        }
        networks.count(destination, path.length(), from.peer(), -1);
        return touched;
    }

    /**
     * The entry follows the table of a peer; returns whether its best paths are now others. If none is in use, the
     * forwarding may be another one.
     */
    private boolean set(RibEntry entry, AdjRibIn from, Destination destination) {
        List<RoutePath> before = entry.best(quality.ranks());
        entry.set(from, from.get(destination).accepted());
        List<RoutePath> after = entry.best(quality.ranks());
        return (before.isEmpty() && after.isEmpty()) || !before.equals(after)
                || !quality.ranks().of(from.peer()).isInUse();
    }

    /**
     * What a peer offers for one destination becomes what its table says of it, the new before the old goes.
     *
     * @param isNewer on which paths the peer has said something newer than the table; they stay as they are
     * @return whether the destination is now reached in another way
     */
    public boolean replace(AdjRibIn from, Destination destination, Offers table, Predicate<PathVector> isNewer) {
        Offer now = from.get(destination);
        Offer then = table.get(destination);
        if (now.isSameAs(then)) {
            return false;
        }
        boolean touched = false;
        for (RouterPath path : then.accepted()) {
            PathVector offered = new PathVector(destination, path);
            touched |= !isNewer.test(offered) && add(from, offered, true);
        }
        for (RouterPath path : then.rejected()) {
            PathVector offered = new PathVector(destination, path);
            touched |= !isNewer.test(offered) && add(from, offered, false);
        }
        for (PathVector known : from.pathsTo(destination)) {
            if (!then.isAccepted(known.path()) && !then.isRejected(known.path()) && !isNewer.test(known)) {
                touched |= remove(from, known);
            }
        }
        return touched;
    }

    /** Removes all stored paths to a destination; returns whether it is now reached in another way. */
    public boolean removeAll(AdjRibIn from, Destination destination) {
        boolean touched = false;
        for (PathVector path : from.pathsTo(destination)) {
            touched |= remove(from, path);
        }
        return touched;
    }

    /**
     * What a peer offers for one destination stays stored, but is no longer used.
     *
     * @param rejected receives each path that was accepted before
     */
    public void reject(AdjRibIn from, Destination destination, Consumer<PathVector> rejected) {
        for (RouterPath path : from.get(destination).accepted()) {
            PathVector offered = new PathVector(destination, path);
            rejected.accept(offered);
            add(from, offered, false);
        }
    }

    /**
     * The first destination that peers offer within a network, host bits or not, behind another one.
     *
     * @param last that other one; null for the first of all
     */
    public Optional<Prefix> nextWithin(Prefix network, @Nullable Prefix last) {
        Prefix first = network.network();
        Destination start = last != null
                ? last
                : first.length() == 0 ? null : new Prefix(first.address(), first.length() - 1);
        Destination next = candidates.keyAfter(start);
        return next instanceof Prefix prefix && first.contains(prefix) ? Optional.of(prefix) : Optional.empty();
    }

    /** Whether we originate this destination. */
    public boolean originates(Destination destination) {
        return originated.containsKey(destination);
    }

    /** What we originate, sorted, as of now. */
    public Snapshot<Destination, ?> originated() {
        return originated.snapshot();
    }

    /** Grows with each change of {@link #originated}. */
    public long originatedVersion() {
        return originated.version();
    }

    /** How many destinations of each family we originate, as of now. */
    public FamilyCounts originatedCounts() {
        return originatedCounts.copy();
    }

    /** Every destination that is originated or offered now, sorted. */
    public Iterable<Destination> destinations() {
        return new Union<>(Destination.ORDER, List.of(originated.snapshot(), candidates.snapshot()));
    }

    /**
     * The shortest of the paths on offer through next hops in use, all of them, by next hop and path. Empty if no peer
     * offers any.
     */
    public List<RoutePath> best(Destination destination) {
        RibEntry entry = candidates.get(destination);
        return entry == null ? List.of() : entry.best(quality.ranks());
    }

    /** The same, of those paths only that are usable. */
    public List<RoutePath> best(Destination destination, Predicate<RoutePath> isUsable) {
        RibEntry entry = candidates.get(destination);
        return entry == null ? List.of() : entry.best(quality.ranks(), isUsable);
    }

    /** The peers to forward a network to; none for one that we originate. */
    List<NextHop> nextHops(Prefix network, int most) {
        return networks.nextHops(network, most, quality.ranks());
    }

    /**
     * The peers one hop farther from a network than its next hops, that may be next hops too. A path vector does not
     * show which longer paths we use, and two routers could each use the other. So each hop must be nearer, or equally
     * near, as these peers are, with a lower id: then no packet comes back.
     */
    List<NextHop> oneHopLonger(Prefix network) {
        RibEntry entry = candidates.get(network);
        List<NextHop> longer = networks.oneHopLonger(network, quality.ranks());
        return entry == null ? List.of() : entry.advertisedBelow(self, longer);
    }

    /** The delay of the best path to a network through a peer, our hop included. Host bits make another destination. */
    PathDelay delay(Prefix network, NextHop peer) {
        RibEntry entry = candidates.get(network);
        return entry == null ? PathDelay.UNKNOWN : entry.delay(peer).plus(quality.delayTo(peer));
    }

    /** From now on next hops have these ranks and delays; routes through those that differ may be others. */
    public void use(NextHopQuality changed) {
        quality = changed;
    }

    /** Ranks and delays of next hops. */
    public NextHopQuality quality() {
        return quality;
    }

    /** The tables of the peers in session. */
    public PeerTables tables() {
        return tables;
    }

    /** The longest id on any accepted path, in bytes of UTF-8, of those that may be host names; 0 for none. */
    public int longestId() {
        return idLengths.longest();
    }

    /** Whether a path may be used: one through this router is a loop, and one without a router has no sender. */
    public boolean accepts(PathVector offered) {
        return !offered.path().isEmpty() && !offered.destination().family().isLoop(offered.path(), self);
    }

    /** Hands through what is originated; {@link AdjRibIn#archive} hands the tables of peers through. */
    public void archive(Archive archive) {
        archive.rows("originated", Destination.class, originated.snapshot(), this::originate);
        tables.archive(archive);
    }
}
