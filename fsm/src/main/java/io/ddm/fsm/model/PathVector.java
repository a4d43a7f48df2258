package io.ddm.fsm.model;

import java.util.Comparator;
import java.util.List;

/**
 * A destination and the routers on the way to it.
 *
 * @param destination what is reached
 * @param path the routers' ids, the originator first and the nearest last, as on the wire; never empty when it
 *     comes from a peer that follows the protocol
 */
public record PathVector(Destination destination, List<RouterId> path) {

    /** By destination, then shorter paths first, then by the ids along the path. */
    public static final Comparator<PathVector> ORDER = (a, b) -> {
        int byDestination = Destination.ORDER.compare(a.destination, b.destination);
        return byDestination != 0 ? byDestination : comparePaths(a.path, b.path);
    };

    public PathVector {
        path = List.copyOf(path);
    }

    /** Shorter paths first, equally long ones by the ids along them. */
    public static int comparePaths(List<RouterId> a, List<RouterId> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = a.get(i).compareTo(b.get(i));
        }
        return order;
    }
}
