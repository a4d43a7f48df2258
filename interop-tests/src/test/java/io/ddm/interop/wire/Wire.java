package io.ddm.interop.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/** A link of the lab: two ends and a direction from each to the other. */
final class Wire {

    private final String name;
    private final List<String> nodes;
    private final List<Tap> ends;
    private final List<Direction> directions;
    /** Whether each end had its carrier, which it has while the other end is up. */
    private final boolean[] carriers = new boolean[2];

    /**
     * @param name such as {@code t1-t2b}, from which the seeds are made
     * @param nodes those of the two ends
     */
    Wire(String name, List<String> nodes, List<Tap> ends, Arena arena) {
        this.name = name;
        this.nodes = nodes;
        this.ends = ends;
        this.directions = List.of(direction(0, 1, arena), direction(1, 0, arena));
    }

    private Direction direction(int from, int to, Arena arena) {
        long seed = (name + " from " + nodes.get(from)).hashCode();
        return new Direction(ends.get(from), ends.get(to), System::nanoTime, seed, arena);
    }

    String name() {
        return name;
    }

    /** Whether this is its name, or the name from the other end: {@code s1-t1b} is {@code t1-s1b}. */
    boolean isNamed(String link) {
        String twin = name.endsWith("b") ? "b" : "";
        return link.equals(name) || link.equals(nodes.get(1) + "-" + nodes.get(0) + twin);
    }

    /** The two nodes; {@link #directions} has the direction from each, in the same order. */
    List<String> nodes() {
        return nodes;
    }

    List<Tap> ends() {
        return ends;
    }

    List<Direction> directions() {
        return directions;
    }

    /** Gives each end its carrier if the other end is up, else takes it away. */
    void mirrorCarrier() throws IOException {
        boolean[] up = {ends.get(0).isUp(), ends.get(1).isUp()};
        directions.forEach(direction -> direction.connected(up[0] && up[1]));
        for (int i = 0; i < 2; i++) {
            if (carriers[i] != up[1 - i]) {
                carriers[i] = up[1 - i];
                ends.get(i).carrier(carriers[i]);
            }
        }
    }
}
