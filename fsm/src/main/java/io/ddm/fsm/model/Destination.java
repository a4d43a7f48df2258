package io.ddm.fsm.model;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a router reaches or offers: the key of an entry in every table. All families follow the same rules: an entry is
 * imported, chosen by path, redistributed and withdrawn. What differs is in {@link RouteFamily} and below.
 */
public interface Destination {

    /** By family, then by the family's own order. */
    @SuppressWarnings("unchecked")
    Comparator<Destination> ORDER = (Comparator<Destination>) (Comparator<?>) new Comparator<Object>() {
        // Called for each step in every table. A check against a class costs a comparison of pointers, one against an
        // interface, as a Comparator<Destination> makes by itself, a search.
        @Override
        public int compare(Object a, Object b) {
            if (a instanceof Prefix prefix && b instanceof Prefix other) {
                return prefix.compareTo(other);
            }
            Destination one = (Destination) a;
            Destination two = (Destination) b;
            int byFamily = RouteFamily.ORDER.compare(one.family(), two.family());
            return byFamily != 0 ? byFamily : one.compareWithin(two);
        }
    };

    /** A bound on what {@link #writeIdentity} may write, in bytes. */
    int MAX_IDENTITY_BYTES = 63;

    /** Receives the bytes of an identity. */
    interface IdentityBytes {
        /** Appends the lowest {@code size} bytes of a number, 1 to 8, in network order. */
        void put(int size, long value);
    }

    /** The kind of route, one instance for each kind. */
    RouteFamily family();

    /**
     * Compares with another destination of the same family. Zero means the same destination, as {@code equals} does.
     */
    int compareWithin(Destination sameFamily);

    /** Writes the bytes that tell the destination from others of its family; docs/protocol.md has the formats. */
    void writeIdentity(IdentityBytes out);

    /**
     * The underlay prefix whose packets follow the routes to this destination. It is programmed into the forwarding
     * plane, subject to the operator's filters, and checked against what belongs to this machine. Null if the family
     * programs no unicast route. When what belongs to this machine changes, known routes are checked again if they are
     * of the underlay family.
     */
    @Nullable
    Prefix routedPrefix();

    /** The underlay addresses that a peer attracts by offering this destination; null if there are none. */
    @Nullable
    Prefix attractedPrefix();

    /** Why no router may import this destination, whatever its policy; for rules that only this family has. */
    default Optional<RejectReason> rejection() {
        return Optional.empty();
    }

    /** One line of ASCII, different from that of every other destination; {@link RouteFamily#parse} reads it. */
    String toText();
}
