package io.ddm.fsm.rib;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one peer offers for one destination.
 *
 * @param taken the paths that were taken in, shortest first
 * @param left those that were not: loops, and what a policy or a limit refuses
 */
record Offer(List<List<RouterId>> taken, List<List<RouterId>> left) {

    /**
     * A router passes on eight paths to a destination, the reference what it got; nobody has use for more than these.
     */
    static final int MOST_PATHS = 64;

    static final Offer NONE = new Offer(List.of(), List.of());

    boolean isEmpty() {
        return taken.isEmpty() && left.isEmpty();
    }

    boolean isSameAs(Offer other) {
        return taken.equals(other.taken) && left.equals(other.left);
    }

    boolean isTaken(List<RouterId> path) {
        return find(taken, path) >= 0;
    }

    boolean isLeft(List<RouterId> path) {
        return find(left, path) >= 0;
    }

    Offer with(List<RouterId> path, boolean isTaken) {
        return isTaken ? new Offer(with(taken, path), left) : new Offer(taken, with(left, path));
    }

    Offer without(List<RouterId> path) {
        return new Offer(without(taken, path), without(left, path));
    }

    private static int find(List<List<RouterId>> paths, List<RouterId> path) {
        return Collections.binarySearch(paths, path, PathVector::comparePaths);
    }

    private static List<List<RouterId>> with(List<List<RouterId>> paths, List<RouterId> path) {
        if (paths.isEmpty()) {
            return List.of(path);
        }
        List<List<RouterId>> more = new ArrayList<>(paths);
        more.add(-find(paths, path) - 1, path);
        return List.copyOf(more);
    }

    private static List<List<RouterId>> without(List<List<RouterId>> paths, List<RouterId> path) {
        int at = find(paths, path);
        if (at < 0) {
            return paths;
        }
        List<List<RouterId>> fewer = new ArrayList<>(paths);
        fewer.remove(at);
        return List.copyOf(fewer);
    }
}
