package io.ddm.fsm.model;

import java.util.Comparator;

/**
 * What a router reaches or offers. Both kinds travel by the same rules: imported, chosen by path, redistributed,
 * withdrawn. They part only on the wire and in the forwarding plane.
 */
public sealed interface Destination permits Prefix, TunnelOrigin {

    /** Underlay prefixes by address and length, then tunnel origins by prefix, VNI, boundary address and metric. */
    Comparator<Destination> ORDER = (a, b) -> switch (a) {
        case Prefix p -> b instanceof Prefix q ? Prefix.ORDER.compare(p, q) : -1;
        case TunnelOrigin t -> b instanceof TunnelOrigin u ? TunnelOrigin.ORDER.compare(t, u) : 1;
    };
}
