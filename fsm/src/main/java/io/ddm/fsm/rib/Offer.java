package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.replay.PathState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one peer offers for one destination.
 *
 * @param accepted the paths that may be used, shortest first
 * @param rejected the others: loops, and what a policy or a limit rejects
 */
record Offer(List<RouterPath> accepted, List<RouterPath> rejected) {

    /**
     * A router of ours advertises eight paths to a destination, the reference as many as it received. More have no use.
     */
    static final int MAX_PATHS = 64;

    static final Offer NONE = new Offer(List.of(), List.of());

    boolean isEmpty() {
        return accepted.isEmpty() && rejected.isEmpty();
    }

    boolean isSameAs(Offer other) {
        return accepted.equals(other.accepted) && rejected.equals(other.rejected);
    }

    /** The path along the same routers as it was offered last; null if there is none. */
    @Nullable
    RouterPath stored(RouterPath path) {
        int at = find(accepted, path);
        if (at >= 0) {
            return accepted.get(at);
        }
        at = find(rejected, path);
        return at < 0 ? null : rejected.get(at);
    }

    boolean isAccepted(RouterPath path) {
        return find(accepted, path) >= 0;
    }

    boolean isRejected(RouterPath path) {
        return find(rejected, path) >= 0;
    }

    Offer with(RouterPath path, boolean isAccepted) {
        return isAccepted ? new Offer(with(accepted, path), rejected) : new Offer(accepted, with(rejected, path));
    }

    Offer without(RouterPath path) {
        return new Offer(without(accepted, path), without(rejected, path));
    }

    private static int find(List<RouterPath> paths, RouterPath path) {
        return Collections.binarySearch(paths, path, RouterPath.ORDER);
    }

    private static List<RouterPath> with(List<RouterPath> paths, RouterPath path) {
        if (paths.isEmpty()) {
            return List.of(path);
        }
        List<RouterPath> more = new ArrayList<>(paths);
        more.add(-find(paths, path) - 1, path);
        return List.copyOf(more);
    }

    private static List<RouterPath> without(List<RouterPath> paths, RouterPath path) {
        int at = find(paths, path);
        if (at < 0) {
            return paths;
        }
        List<RouterPath> fewer = new ArrayList<>(paths);
        fewer.remove(at);
        return List.copyOf(fewer);
    }

    List<PathState> rows(Destination destination) {
        List<PathState> rows = new ArrayList<>(accepted.size() + rejected.size());
        accepted.forEach(path -> rows.add(new PathState(new PathVector(destination, path), 1, 0)));
        rejected.forEach(path -> rows.add(new PathState(new PathVector(destination, path), 0, 0)));
        return rows;
    }
}
