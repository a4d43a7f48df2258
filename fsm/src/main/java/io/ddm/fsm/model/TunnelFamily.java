package io.ddm.fsm.model;

import java.util.Optional;

/**
 * Tunnel origins. The reference's wire has no path for them; peers that can read one get it, since a withdrawn tunnel
 * would otherwise live on in a loop of transits.
 */
public final class TunnelFamily implements RouteFamily {

    public static final TunnelFamily INSTANCE = new TunnelFamily();

    private static final int FIELDS = 4;

    private TunnelFamily() {}

    @Override
    public int rank() {
        return 1;
    }

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public WireForm formFor(PeerCapabilities peer) {
        return peer.tunnelPaths() ? WireForm.WITH_PATH : WireForm.WITHOUT_PATH;
    }

    @Override
    public Optional<Destination> parse(String text) {
        String[] fields = text.split(" ", -1);
        return fields.length != FIELDS
                ? Optional.empty()
                : Optional.of(new TunnelOrigin(IpPrefix.parse(fields[0]), Ipv6Address.parse(fields[1]),
                        Integer.parseInt(fields[2]), Long.parseUnsignedLong(fields[3])));
    }
}
