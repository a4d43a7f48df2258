package io.ddm.fsm.model;

import java.util.Comparator;

/**
 * What a router reaches or offers. Both kinds travel by the same rules: imported, chosen by path, redistributed,
 * withdrawn. They part only on the wire and in the forwarding plane.
 */
public sealed interface Destination permits Prefix, TunnelOrigin {

    /** Underlay prefixes by address and length, then tunnel origins by prefix, VNI, boundary address and metric. */
    Comparator<Destination> ORDER = new Comparator<>() {
        // Not a switch over types: until the second compiler has seen that, it costs as much as a whole look-up.
        @Override
        public int compare(Destination a, Destination b) {
            if (a instanceof Prefix p) {
                return b instanceof Prefix q ? p.compareTo(q) : -1;
            }
            return a instanceof TunnelOrigin t && b instanceof TunnelOrigin u ? t.compareTo(u) : 1;
        }
    };
}
