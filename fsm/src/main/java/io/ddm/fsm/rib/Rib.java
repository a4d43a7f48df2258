package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that is known about destinations: what we originate, and what each peer offers.
 *
 * <p>A peer is its {@link NextHop}, so the same link-local address on two interfaces is two peers. Indexed both ways:
 * by destination to choose, by peer to forget. Every change returns the destinations that are now originated or reached in
 * another way, and costs as much as it touches: a path longer than the shortest is remembered and nobody need know.
 */
public final class Rib {

    private final RouterId self;
    private final Set<Destination> originated = new LinkedHashSet<>();
    private final Map<Destination, Choice> candidates = new LinkedHashMap<>();
    private final SortedMap<NextHop, Set<Destination>> offers = new TreeMap<>();
    private final NavigableMap<Prefix, SortedSet<Prefix>> networks = new TreeMap<>(Destination.ORDER);
    private long version;

    /**
     * @param self our own id: paths that contain it are not taken in
     */
    public Rib(RouterId self) {
        this.self = self;
    }

    /** Adds to what we originate; returns what was not there before. */
    public Set<Destination> originate(Collection<? extends Destination> destinations) {
        Set<Destination> touched = new LinkedHashSet<>();
        for (Destination destination : destinations) {
            if (originated.add(destination)) {
                version++;
                index(destination);
                touched.add(destination);
            }
        }
        return touched;
    }

    /** Takes away from what we originate; returns what was there. */
    public Set<Destination> withdraw(Collection<? extends Destination> destinations) {
        Set<Destination> touched = new LinkedHashSet<>();
        for (Destination destination : destinations) {
            if (originated.remove(destination)) {
                version++;
                unindex(destination);
                touched.add(destination);
            }
        }
        return touched;
    }

    /** Takes in what a peer tells: announcements, then withdrawals. */
    public Set<Destination> update(NextHop peer, Update update) {
        Set<Destination> touched = new LinkedHashSet<>();
        for (PathVector announced : update.announce()) {
            if (accepts(announced) && add(peer, announced)) {
                touched.add(announced.destination());
            }
        }
        for (PathVector withdrawn : update.withdraw()) {
            if (remove(peer, withdrawn)) {
                touched.add(withdrawn.destination());
            }
        }
        return touched;
    }

    /**
     * Replaces all that a peer offers by its table.
     *
     * @param except paths on which the peer has said something newer than the table; they stay as they are
     */
    public Set<Destination> replace(NextHop peer, Collection<PathVector> table, Set<PathVector> except) {
        Set<PathVector> wanted = new LinkedHashSet<>(table);
        Set<Destination> touched = new LinkedHashSet<>();
        for (PathVector known : offersOf(peer)) {
            if (!wanted.contains(known) && !except.contains(known) && remove(peer, known)) {
                touched.add(known.destination());
            }
        }
        for (PathVector offered : table) {
            if (!except.contains(offered) && accepts(offered) && add(peer, offered)) {
                touched.add(offered.destination());
            }
        }
        return touched;
    }

    /** Forgets all that a peer offered. */
    public Set<Destination> forget(NextHop peer) {
        Set<Destination> touched = new LinkedHashSet<>();
        Set<Destination> offered = offers.getOrDefault(peer, Set.of());
        offers.remove(peer);
        for (Destination destination : offered) {
            Choice choice = candidates.get(destination);
            if (choice != null && choice.removeAll(peer)) {
                touched.add(destination);
            }
            if (choice != null) {
                tidy(destination, choice);
            }
        }
        if (!offered.isEmpty()) {
            version++;
        }
        return touched;
    }

    /** Whether we originate this destination. */
    public boolean originates(Destination destination) {
        return originated.contains(destination);
    }

    /** What we originate, sorted. */
    public List<Destination> originated() {
        return originated.stream().sorted(Destination.ORDER).toList();
    }

    /** Every destination that is originated or offered. */
    public Collection<Destination> destinations() {
        Set<Destination> all = new LinkedHashSet<>(originated);
        all.addAll(candidates.keySet());
        return all;
    }

    /** The shortest of the paths on offer, all of them, by next hop and path. Empty if nobody offers any. */
    public List<Candidate> best(Destination destination) {
        Choice choice = candidates.get(destination);
        return choice == null ? List.of() : choice.best();
    }

    /** All destinations, ours and others', that the kernel knows as this network, sorted. */
    Set<Prefix> within(Prefix network) {
        return networks.getOrDefault(network, Collections.emptySortedSet());
    }

    /** All destinations, ours and others', that lie within a network; costs what it finds. */
    public List<Prefix> inside(Prefix network) {
        Prefix first = network.network();
        return networks.subMap(first, true, first.last(), true).values().stream().flatMap(Set::stream).toList();
    }

    /** Removes what a peer offers for one destination; returns what that was. */
    public List<PathVector> reject(NextHop peer, Destination destination) {
        List<PathVector> offered = paths(peer, destination).stream().map(
                path -> new PathVector(destination, path)).toList();
        offered.forEach(path -> remove(peer, path));
        return offered;
    }

    /** The destinations that a peer offers. */
    public Set<Destination> destinationsOf(NextHop peer) {
        return Collections.unmodifiableSet(offers.getOrDefault(peer, Set.of()));
    }

    /** Everything that a peer offers, sorted. */
    public List<PathVector> offersOf(NextHop peer) {
        List<PathVector> offered = new ArrayList<>();
        for (Destination destination : offers.getOrDefault(peer, Set.of())) {
            for (List<RouterId> path : paths(peer, destination)) {
                offered.add(new PathVector(destination, path));
            }
        }
        offered.sort(PathVector.ORDER);
        return offered;
    }

    /** The peers that offer anything, sorted. */
    public Set<NextHop> peers() {
        return Collections.unmodifiableSet(offers.keySet());
    }

    /** Changes with every change. */
    public long version() {
        return version;
    }

    /** A path through ourselves is a loop; one without a router comes from nobody. */
    private boolean accepts(PathVector offered) {
        return !offered.path().isEmpty() && !offered.path().contains(self);
    }

    /** Returns whether the destination is now reached in another way. */
    private boolean add(NextHop peer, PathVector offered) {
        Choice choice = candidates.computeIfAbsent(offered.destination(), d -> new Choice());
        int shortest = choice.shortest();
        if (!choice.add(peer, offered.path())) {
            return false;
        }
        version++;
        if (offers.computeIfAbsent(peer, p -> new LinkedHashSet<>()).add(offered.destination())) {
            index(offered.destination());
        }
        return offered.path().size() <= shortest;
    }

    /** Returns whether the destination is now reached in another way. */
    private boolean remove(NextHop peer, PathVector offered) {
        Choice choice = candidates.get(offered.destination());
        if (choice == null) {
            return false;
        }
        int shortest = choice.shortest();
        if (!choice.remove(peer, offered.path())) {
            return false;
        }
        version++;
        if (choice.paths(peer).isEmpty()) {
            Set<Destination> offer = offers.getOrDefault(peer, Set.of());
            offer.remove(offered.destination());
            if (offer.isEmpty()) {
                offers.remove(peer);
            }
            tidy(offered.destination(), choice);
        }
        return offered.path().size() <= shortest;
    }

    private SortedSet<List<RouterId>> paths(NextHop peer, Destination destination) {
        Choice choice = candidates.get(destination);
        return choice == null ? Collections.emptySortedSet() : choice.paths(peer);
    }

    private void tidy(Destination destination, Choice choice) {
        if (choice.isEmpty()) {
            candidates.remove(destination);
        }
        unindex(destination);
    }

    private void index(Destination destination) {
        if (destination instanceof Prefix prefix) {
            networks.computeIfAbsent(prefix.network(), n -> new TreeSet<>()).add(prefix);
        }
    }

    private void unindex(Destination destination) {
        if (destination instanceof Prefix prefix && !originated.contains(prefix) && !candidates.containsKey(prefix)) {
            SortedSet<Prefix> sameNetwork = networks.getOrDefault(prefix.network(), Collections.emptySortedSet());
            sameNetwork.remove(prefix);
            if (sameNetwork.isEmpty()) {
                networks.remove(prefix.network());
            }
        }
    }

}
