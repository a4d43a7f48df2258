package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a network, of all destinations together that differ in host bits only: how often we originate it,
 * and how many paths of which length each peer offers. So its next hops are found at once, however many destinations it
 * has.
 */
final class Network {

    private static final class Way {
        final int length;
        final NextHop nextHop;
        int paths;

        Way(int length, NextHop nextHop) {
            this.length = length;
            this.nextHop = nextHop;
        }
    }

    private final List<Way> ways = new ArrayList<>(1);
    private int originated;

    boolean isEmpty() {
        return ways.isEmpty() && originated == 0;
    }

    void originated(int change) {
        originated += change;
    }

    /** A path of this length through this peer came (1) or went (-1). */
    void count(int length, NextHop nextHop, int change) {
        int low = 0;
        int high = ways.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Way way = ways.get(middle);
            int order = way.length != length ? Integer.compare(way.length, length) : way.nextHop.compareTo(nextHop);
            if (order == 0) {
                way.paths += change;
                if (way.paths == 0) {
                    ways.remove(middle);
                }
                return;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        Way way = new Way(length, nextHop);
        way.paths = change;
        ways.add(low, way);
    }

    /**
     * The peers with the shortest paths among those in use, or among all if none is; lowest first, at most so many;
     * none for what we originate. Peers with equally short paths that are not in use come along: they carry nothing
     * until their rank changes, and then this list need not.
     */
    List<NextHop> nextHops(int most, NextHopRanks ranks) {
        if (originated > 0 || ways.isEmpty()) {
            return List.of();
        }
        int shortest = shortest(ranks);
        List<NextHop> inUse = new ArrayList<>(Math.min(most, ways.size()));
        List<NextHop> others = new ArrayList<>(1);
        for (Way way : ways) {
            if (way.length == shortest) {
                (ranks.of(way.nextHop).isInUse() ? inUse : others).add(way.nextHop);
            }
        }
        if (others.isEmpty() && inUse.size() <= most) {
            return List.copyOf(inUse);
        }
        inUse.addAll(others);
        return inUse.subList(0, Math.min(most, inUse.size())).stream().sorted().toList();
    }

    /** The peers in use whose shortest paths are one hop longer than the shortest of all in use, lowest first. */
    List<NextHop> oneHopLonger(NextHopRanks ranks) {
        int shortest = ways.isEmpty() ? 0 : shortest(ranks);
        List<NextHop> nearer = new ArrayList<>(ways.size());
        List<NextHop> longer = new ArrayList<>(1);
        for (Way way : ways) {
            if (way.length == shortest) {
                nearer.add(way.nextHop);
            } else if (way.length == shortest + 1 && ranks.of(way.nextHop).isInUse()
                    && !nearer.contains(way.nextHop)) {
                longer.add(way.nextHop);
            }
        }
        return longer;
    }

    private int shortest(NextHopRanks ranks) {
        for (Way way : ways) {
            if (ranks.of(way.nextHop).isInUse()) {
                return way.length;
            }
        }
        return ways.getFirst().length;
    }
}
