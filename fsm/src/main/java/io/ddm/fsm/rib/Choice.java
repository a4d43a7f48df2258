package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What peers offer for one destination. The best of it is found once per change, however many ask. */
final class Choice {

    /** A router passes on eight paths to a destination, the reference what it got; nobody has use for more than these. */
    private static final int MOST_PATHS_PER_PEER = 64;

    private final SortedMap<NextHop, SortedSet<List<RouterId>>> offered = new TreeMap<>();
    private int shortest = Integer.MAX_VALUE;
    private @Nullable List<Candidate> best;

    /** Length of the shortest path; {@link Integer#MAX_VALUE} for none. */
    int shortest() {
        return shortest;
    }

    boolean isEmpty() {
        return offered.isEmpty();
    }

    /** What one peer offers, shortest first. */
    SortedSet<List<RouterId>> paths(NextHop peer) {
        return offered.getOrDefault(peer, Collections.emptySortedSet());
    }

    /** Returns whether it was not there, and there was room. */
    boolean add(NextHop peer, List<RouterId> path) {
        if (paths(peer).size() >= MOST_PATHS_PER_PEER) {
            return false;
        }
        boolean added = offered.computeIfAbsent(peer, p -> new TreeSet<>(PathVector::comparePaths)).add(path);
        if (added && path.size() <= shortest) {
            shortest = path.size();
            best = null;
        }
        return added;
    }

    /** Returns whether it was there. */
    boolean remove(NextHop peer, List<RouterId> path) {
        SortedSet<List<RouterId>> paths = paths(peer);
        boolean removed = !paths.isEmpty() && paths.remove(path);
        if (removed && paths.isEmpty()) {
            offered.remove(peer);
        }
        if (removed && path.size() == shortest) {
            chooseAgain();
        }
        return removed;
    }

    /** Returns whether one of the shortest was among them. */
    boolean removeAll(NextHop peer) {
        SortedSet<List<RouterId>> paths = offered.remove(peer);
        boolean chosen = paths != null && paths.first().size() == shortest;
        if (chosen) {
            chooseAgain();
        }
        return chosen;
    }

    /** The shortest paths, all of them, by next hop and path. */
    List<Candidate> best() {
        if (best == null) {
            List<Candidate> found = new ArrayList<>();
            offered.forEach((peer, paths) -> {
                for (List<RouterId> path : paths) {
                    if (path.size() > shortest) {
                        break;
                    }
                    found.add(new Candidate(peer, path));
                }
            });
            best = List.copyOf(found);
        }
        return best;
    }

    private void chooseAgain() {
        best = null;
        shortest = Integer.MAX_VALUE;
        for (SortedSet<List<RouterId>> paths : offered.values()) {
            shortest = Math.min(shortest, paths.first().size());
        }
    }
}
