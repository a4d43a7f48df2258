package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.status.LinkStatus;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The routers that this one can see, and which of them are neighbors: its peers, and what stands on their paths. */
final class Sight {

    /** So many routers are remembered; of a larger network these are enough to say how large it is. */
    static final int MAX_ROUTERS = 2000;

    /** So many pairs of neighbors are remembered. */
    private static final int MAX_PAIRS = 10_000;

    private final Set<String> peers = new TreeSet<>();
    private final SortedMap<String, SortedSet<String>> neighbors = new TreeMap<>();
    private RouterPath last = RouterPath.EMPTY;
    private int pairs;
    private boolean isCut;

    /**
     * Two neighbors.
     *
     * @param one a router id, the lower one
     * @param other the other
     */
    record Pair(String one, String other) {}

    /**
     * A router behind another one.
     *
     * @param id its router id
     * @param behind the router through which it is seen first; empty for a peer
     * @param depth how many links away it is
     */
    record Seen(String id, String behind, int depth) {}

    Sight(List<LinkStatus> links) {
        links.forEach(link -> link.peer().ifPresent(peer -> peers.add(peer.host())));
        peers.forEach(peer -> neighbors.put(peer, new TreeSet<>()));
    }

    /** Adds the routers of a path. */
    void add(RouterPath path) {
        if (path.isAlong(last)) {
            return;
        }
        last = path;
        List<RouterId> routers = path.routers();
        for (int i = 1; i < routers.size(); i++) {
            join(routers.get(i).value(), routers.get(i - 1).value());
        }
    }

    private void join(String one, String other) {
        SortedSet<String> known = neighbors.getOrDefault(one, Collections.emptySortedSet());
        if (known.contains(other)) {
            return;
        }
        boolean isNew = !neighbors.containsKey(one) || !neighbors.containsKey(other);
        if (pairs == MAX_PAIRS || (isNew && neighbors.size() >= MAX_ROUTERS)) {
            isCut = true;
            return;
        }
        pairs++;
        neighbors.computeIfAbsent(one, absent -> new TreeSet<>()).add(other);
        neighbors.computeIfAbsent(other, absent -> new TreeSet<>()).add(one);
    }

    /** Whether there are more than are remembered. */
    boolean isCut() {
        return isCut;
    }

    /** The routers, the nearest first, each once. */
    List<Seen> nearestFirst() {
        List<Seen> found = new ArrayList<>();
        Set<String> known = new HashSet<>(peers);
        Deque<Seen> next = new ArrayDeque<>();
        peers.forEach(peer -> next.add(new Seen(peer, "", 1)));
        while (!next.isEmpty()) {
            Seen router = next.remove();
            found.add(router);
            for (String neighbor : neighbors.getOrDefault(router.id, Collections.emptySortedSet())) {
                if (known.add(neighbor)) {
                    next.add(new Seen(neighbor, router.id, router.depth + 1));
                }
            }
        }
        return found;
    }

    /** Those of these routers that are neighbors. */
    List<Pair> pairs(Set<String> among) {
        List<Pair> found = new ArrayList<>();
        for (String id : among) {
            for (String other : neighbors.getOrDefault(id, Collections.emptySortedSet())) {
                if (id.compareTo(other) < 0 && among.contains(other)) {
                    found.add(new Pair(id, other));
                }
            }
        }
        return found;
    }
}
