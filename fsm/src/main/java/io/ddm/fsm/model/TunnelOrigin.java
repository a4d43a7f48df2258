package io.ddm.fsm.model;

import org.jspecify.annotations.Nullable;

/**
 * An overlay prefix that can be reached through a tunnel endpoint. All four fields are its identity.
 *
 * @param overlayPrefix what lies behind the tunnel, IPv4 or IPv6
 * @param boundaryAddress the tunnel endpoint on the underlay
 * @param vni the virtual network identifier, 24 bits
 * @param metric which of several endpoints is preferred, lowest first; an unsigned 64-bit number
 */
public record TunnelOrigin(IpPrefix overlayPrefix, Ipv6Address boundaryAddress, int vni,
        long metric) implements Destination, Comparable<TunnelOrigin> {

    /** The largest virtual network identifier, 2^24 - 1 (RFC 7348, RFC 8926). */
    public static final int MAX_VNI = 0xff_ffff;

    /**
     * @throws IllegalArgumentException if the VNI does not fit in 24 bits
     */
    public TunnelOrigin {
        if (vni < 0 || vni > MAX_VNI) {
            throw new IllegalArgumentException(
                    "invalid vni " + Integer.toUnsignedString(vni) + ": expected 0 to " + MAX_VNI);
        }
    }

    /** By overlay prefix, VNI, boundary address and metric. */
    @Override
    public int compareTo(TunnelOrigin other) {
        int order = IpPrefix.ORDER.compare(overlayPrefix, other.overlayPrefix);
        if (order == 0) {
            order = Integer.compare(vni, other.vni);
        }
        if (order == 0) {
            order = boundaryAddress.compareTo(other.boundaryAddress);
        }
        return order != 0 ? order : Long.compareUnsigned(metric, other.metric);
    }

    @Override
    public RouteFamily family() {
        return TunnelFamily.INSTANCE;
    }

    @Override
    public int compareWithin(Destination sameFamily) {
        return compareTo((TunnelOrigin) sameFamily);
    }

    @Override
    public void writeIdentity(IdentityBytes out) {
        overlayPrefix.writeIdentity(out);
        out.put(8, boundaryAddress.high());
        out.put(8, boundaryAddress.low());
        out.put(4, vni);
        out.put(8, metric);
    }

    @Override
    public @Nullable Prefix routedPrefix() {
        return null;
    }

    /** The tunnel endpoint. */
    @Override
    public Prefix attractedPrefix() {
        return new Prefix(boundaryAddress, 128);
    }

    /** Overlay prefix, boundary address, VNI and metric, separated by spaces. */
    @Override
    public String toText() {
        return overlayPrefix + " " + boundaryAddress + " " + vni + " " + Long.toUnsignedString(metric);
    }
}
