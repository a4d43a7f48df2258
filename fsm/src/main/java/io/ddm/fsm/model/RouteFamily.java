package io.ddm.fsm.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of route is: the facts about all of its destinations. The facts about one of them are in
 * {@link Destination}. RIB, Adj-RIB-Out, redistribution, exchange codec and store are written over both, so a new
 * family is a new pair of classes and an entry codec.
 */
public interface RouteFamily {

    /** Lower families first. */
    Comparator<RouteFamily> ORDER = Comparator.comparingInt(RouteFamily::rank);

    /** How the routes of a family stand in the exchange bodies for one peer. */
    enum WireForm {
        /** The peer does not know the family: nothing of it is advertised to this peer. */
        NONE,
        /** An entry has no path, so each destination is one entry, however many paths lead to it. */
        WITHOUT_PATH,
        /** Each path to a destination is an entry of its own. */
        WITH_PATH
    }

    /**
     * The family's place in the order of all destinations, and its tag in digests: 0 to 255, another one for each
     * family. It never changes.
     */
    int rank();

    /** The family's name in exchange bodies, such as {@code underlay}. */
    String name();

    /** How routes of the family stand on the wire to and from this peer. */
    WireForm formFor(PeerCapabilities peer);

    /** Whether paths to this peer carry their delay. */
    default boolean carriesDelay(PeerCapabilities peer) {
        return false;
    }

    /** Whether a router with this id must not receive or use the path. */
    default boolean isLoop(RouterPath path, RouterId router) {
        return path.contains(router);
    }

    /**
     * Reads the {@linkplain Destination#toText() text} of a destination.
     *
     * @return the destination; empty if the text is that of another family
     * @throws IllegalArgumentException if it is the text of this family, but its value is impossible
     */
    Optional<Destination> parse(String text);

    /**
     * Reads the {@linkplain Destination#toText() text} of a destination of any standard family.
     *
     * @throws IllegalArgumentException if no family has such a destination
     */
    static Destination parseAny(String text) {
        for (RouteFamily family : standard()) {
            Optional<Destination> destination = family.parse(text);
            if (destination.isPresent()) {
                return destination.get();
            }
        }
        throw new IllegalArgumentException("no family of routes has such a destination");
    }

    /** The families of this version of the protocol, in their order. */
    static List<RouteFamily> standard() {
        return List.of(UnderlayFamily.INSTANCE, TunnelFamily.INSTANCE);
    }
}
