package io.ddm.interop.speaker;

import java.util.List;
import java.util.stream.Stream;

/**
 * A prefix on offer.
 *
 * @param destination the prefix as text, host bits included
 * @param path the routers on its way, the originator first
 */
record Offer(String destination, List<String> path) {

    Offer {
        path = List.copyOf(path);
    }

    /** The same, one router further. */
    Offer through(String router) {
        return new Offer(destination, Stream.concat(path.stream(), Stream.of(router)).toList());
    }
}
