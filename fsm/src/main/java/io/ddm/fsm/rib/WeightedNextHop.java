package io.ddm.fsm.rib;

import io.ddm.fsm.model.NextHop;
import java.util.List;

/**
 * A next hop and its share of a network's traffic: its weight divided by the sum of all weights of that network.
 *
 * @param nextHop where packets are sent to
 * @param weight {@value #MIN_WEIGHT} to {@value #MAX_WEIGHT}, which is what a nexthop group of Linux can carry
 */
public record WeightedNextHop(NextHop nextHop, int weight) implements Comparable<WeightedNextHop> {

    /** The smallest weight. Next hops that all have it share the traffic equally. */
    public static final int MIN_WEIGHT = 1;

    /** The largest weight. */
    public static final int MAX_WEIGHT = 256;

    /**
     * @throws IllegalArgumentException if the weight is out of bounds
     */
    public WeightedNextHop {
        if (weight < MIN_WEIGHT || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("invalid weight " + weight + " of next hop " + nextHop + ": must be "
                    + MIN_WEIGHT + " to " + MAX_WEIGHT);
        }
    }

    /** A next hop that gets the same share as each other one of its network. */
    public static WeightedNextHop equalShare(NextHop nextHop) {
        return new WeightedNextHop(nextHop, MIN_WEIGHT);
    }

    /** By next hop, then by weight. */
    @Override
    public int compareTo(WeightedNextHop other) {
        int order = nextHop.compareTo(other.nextHop);
        return order != 0 ? order : Integer.compare(weight, other.weight);
    }

    /** Like {@code fe80::1 on interface 2 weight 3}. */
    @Override
    public String toString() {
        return nextHop + " weight " + weight;
    }

    /** Whether both lists have the same next hops in the same order, so that they differ in weights at most. */
    public static boolean differInWeights(List<WeightedNextHop> one, List<WeightedNextHop> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = one.get(i).nextHop.equals(other.get(i).nextHop);
        }
        return same;
    }
}
