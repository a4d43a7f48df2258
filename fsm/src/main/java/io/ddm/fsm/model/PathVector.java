package io.ddm.fsm.model;

import java.util.Comparator;

/**
 * A destination and the routers on the way to it.
 *
 * @param destination what is reached
 * @param path the path to it; never empty when it comes from a peer that follows the protocol
 */
public record PathVector(Destination destination, RouterPath path) {

    /** By destination, then shorter paths first, then by the ids along the path. */
    public static final Comparator<PathVector> ORDER = (a, b) -> {
        int byDestination = Destination.ORDER.compare(a.destination, b.destination);
        return byDestination != 0 ? byDestination : RouterPath.ORDER.compare(a.path, b.path);
    };
}
