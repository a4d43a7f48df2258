package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import io.ddm.fsm.table.Union;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about destinations: what we originate, and what each peer offers.
 *
 * <p>Changed one path at a time, at a price that grows with the logarithm of the tables, whatever the destinations are.
 * Each change says whether the destination is now originated or reached in another way: a path longer than the shortest
 * is remembered and nobody need know. A peer that is lost stays in the choice until its paths were removed one by one;
 * a new session with it has an {@link AdjRibIn} of its own meanwhile.
 */
public final class Rib {

    private final RouterId self;
    private final OrderedMap<Destination, Boolean> originated = new OrderedMap<>(Destination.ORDER);
    private final OrderedMap<Destination, RibEntry> candidates = new OrderedMap<>(Destination.ORDER);
    private final OrderedMap<Prefix, Network> networks = new OrderedMap<>(Prefix::compareTo);
    private final SortedMap<NextHop, AdjRibIn> live = new TreeMap<>();
    private final IdLengths idLengths = new IdLengths();
    private long opened;
    private long offeredVersion;
    private int originatedPrefixes;

    /**
     * @param self our own id: paths that contain it are not taken in
     */
    public Rib(RouterId self) {
        this.self = self;
    }

    /** Adds to what we originate; returns whether it was not there before. */
    public boolean originate(Destination destination) {
        boolean added = originated.put(destination, true) == null;
        if (added && destination instanceof Prefix prefix) {
            originatedPrefixes++;
            network(prefix).originated(1);
        }
        return added;
    }

    /** Takes away from what we originate; returns whether it was there. */
    public boolean withdraw(Destination destination) {
        boolean removed = originated.remove(destination) != null;
        if (removed && destination instanceof Prefix prefix) {
            originatedPrefixes--;
            network(prefix).originated(-1);
            tidy(prefix);
        }
        return removed;
    }

    /**
     * A session with a peer begins.
     *
     * @param key for the digest of what it will offer
     */
    public AdjRibIn open(NextHop peer, TableDigest.Bits key) {
        AdjRibIn table = new AdjRibIn(peer, ++opened, key);
        live.put(peer, table);
        offeredVersion++;
        return table;
    }

    /** A session ends: its table is no longer shown. What it offered is to be removed, path by path. */
    public void close(AdjRibIn table) {
        live.remove(table.peer(), table);
        offeredVersion++;
    }

    /**
     * A peer offers a path.
     *
     * @param admitted whether it may be taken in; if not, or if it is a loop, it is only kept in mind
     * @return whether the destination is now reached in another way
     */
    public boolean add(AdjRibIn from, PathVector offered, boolean admitted) {
        boolean isTaken = admitted && accepts(offered);
        Destination destination = offered.destination();
        List<RouterId> path = offered.path();
        Offer before = from.get(destination);
        if (isTaken ? before.isTaken(path) : before.isLeft(path)) {
            return false;
        }
        boolean touched = remove(from, offered);
        if (!from.add(offered, isTaken) || !isTaken) {
            return touched;
        }
        offeredVersion++;
        idLengths.count(path, 1);
        RibEntry choice = candidates.get(destination);
        if (choice == null) {
            choice = new RibEntry();
            candidates.put(destination, choice);
        }
        int shortest = choice.shortest();
        choice.set(from, from.get(destination).taken());
        if (destination instanceof Prefix prefix) {
            network(prefix).count(path.size(), from.peer(), 1);
        }
        return path.size() <= shortest || touched;
    }

    /**
     * A peer no longer offers a path.
     *
     * @return whether the destination is now reached in another way
     */
    public boolean remove(AdjRibIn from, PathVector offered) {
        Destination destination = offered.destination();
        List<RouterId> path = offered.path();
        Offer before = from.get(destination);
        boolean wasTaken = before.isTaken(path);
        if (!wasTaken && !before.isLeft(path)) {
            return false;
        }
        from.remove(offered);
        offeredVersion += wasTaken ? 1 : 0;
        RibEntry choice = wasTaken ? candidates.get(destination) : null;
        if (choice == null) {
            return false;
        }
        idLengths.count(path, -1);
        int shortest = choice.shortest();
        choice.set(from, from.get(destination).taken());
        if (choice.isEmpty()) {
            candidates.remove(destination);
        }
        if (destination instanceof Prefix prefix) {
            network(prefix).count(path.size(), from.peer(), -1);
            tidy(prefix);
        }
        return path.size() <= shortest;
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
        for (List<RouterId> path : then.taken()) {
            PathVector offered = new PathVector(destination, path);
            touched |= !isNewer.test(offered) && add(from, offered, true);
        }
        for (List<RouterId> path : then.left()) {
            PathVector offered = new PathVector(destination, path);
            touched |= !isNewer.test(offered) && add(from, offered, false);
        }
        for (PathVector known : from.pathsTo(destination)) {
            if (!then.isTaken(known.path()) && !then.isLeft(known.path()) && !isNewer.test(known)) {
                touched |= remove(from, known);
            }
        }
        return touched;
    }

    /** Removes all that is kept in mind of a destination; returns whether it is now reached in another way. */
    public boolean removeAll(AdjRibIn from, Destination destination) {
        boolean touched = false;
        for (PathVector path : from.pathsTo(destination)) {
            touched |= remove(from, path);
        }
        return touched;
    }

    /**
     * What a peer offers for one destination is kept in mind, but no longer taken in.
     *
     * @param left told each path that was taken in before
     */
    public void leaveOut(AdjRibIn from, Destination destination, Consumer<PathVector> left) {
        for (List<RouterId> path : from.get(destination).taken()) {
            PathVector offered = new PathVector(destination, path);
            left.accept(offered);
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

    /** Grows with each change of {@link #offered}. */
    public long offeredVersion() {
        return offeredVersion;
    }

    /** How many of the destinations that we originate are underlay prefixes. */
    public int originatedPrefixes() {
        return originatedPrefixes;
    }

    /** Every destination that is originated or offered now, sorted. */
    public Iterable<Destination> destinations() {
        return new Union<>(Destination.ORDER, List.of(originated.snapshot(), candidates.snapshot()));
    }

    /** The shortest of the paths on offer, all of them, by next hop and path. Empty if nobody offers any. */
    public List<RoutePath> best(Destination destination) {
        RibEntry choice = candidates.get(destination);
        return choice == null ? List.of() : choice.best();
    }

    /** The shortest of those paths on offer that are usable, all of them, by next hop and path. */
    public List<RoutePath> best(Destination destination, Predicate<RoutePath> isUsable) {
        RibEntry choice = candidates.get(destination);
        return choice == null ? List.of() : choice.best(isUsable);
    }

    /** The peers with the shortest paths to a network; nobody for one that we originate. */
    List<NextHop> nextHops(Prefix network, int most) {
        Network known = networks.get(network);
        return known == null ? List.of() : known.nextHops(most);
    }

    /** The peers that offer anything that was taken in, sorted. */
    public Set<NextHop> peers() {
        return offered().keySet();
    }

    /** What each peer offers, as of now, if it offers anything. */
    public SortedMap<NextHop, OfferedTable> offered() {
        SortedMap<NextHop, OfferedTable> offered = new TreeMap<>();
        live.forEach((peer, table) -> {
            if (table.paths() > 0) {
                offered.put(peer, table.taken());
            }
        });
        return Collections.unmodifiableSortedMap(offered);
    }

    /** How many paths peers offer, all together. */
    public long paths() {
        long paths = 0;
        for (AdjRibIn table : live.values()) {
            paths += table.paths();
        }
        return paths;
    }

    /** The longest id on any path that is taken in, in bytes of UTF-8, of those that may be host names; 0 for none. */
    public int longestId() {
        return idLengths.longest();
    }

    /** How many paths the peers other than this one have, or are about to have. */
    public long claimedByOthers(AdjRibIn than) {
        long paths = 0;
        for (AdjRibIn table : live.values()) {
            paths += table == than ? 0 : table.claimed();
        }
        return paths;
    }

    /** A path through ourselves is a loop; one without a router comes from nobody. Neither is taken in. */
    public boolean accepts(PathVector offered) {
        return !offered.path().isEmpty() && !offered.path().contains(self);
    }

    private Network network(Prefix destination) {
        Prefix key = destination.network();
        Network network = networks.get(key);
        if (network == null) {
            network = new Network();
            networks.put(key, network);
        }
        return network;
    }

    private void tidy(Prefix destination) {
        Prefix key = destination.network();
        Network network = networks.get(key);
        if (network != null && network.isEmpty()) {
            networks.remove(key);
        }
    }
}
