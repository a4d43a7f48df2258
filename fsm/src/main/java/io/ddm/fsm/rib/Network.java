package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import java.util.ArrayList;
import java.util.Comparator;
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
     * The peers with the shortest paths among those in use, or among all if none is, sorted; none for what is our own.
     * Peers with equally short paths of a lower rank come along: they carry nothing until that changes, and then this
     * list need not. If there are more than so many, those of the first ranks are chosen, and of one rank the lowest.
     */
    List<NextHop> nextHops(int most, NextHopRanks ranks) {
        if (originated > 0 || ways.isEmpty()) {
            return List.of();
        }
        int shortest = shortest(ranks);
        List<NextHop> found = new ArrayList<>(Math.min(most, ways.size()));
        for (Way way : ways) {
            if (way.length == shortest) {
                found.add(way.nextHop);
            }
        }
        return found.size() <= most
                ? List.copyOf(found)
                : found.stream().sorted(Comparator.comparing(ranks::of)).limit(most).sorted().toList();
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
