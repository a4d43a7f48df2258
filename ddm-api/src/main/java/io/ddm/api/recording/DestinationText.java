package io.ddm.api.recording;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A destination as it stands in a recording: one text, whatever its kind. {@code fd00:1::/64} is an underlay prefix,
 * {@code 10.0.0.0/8 via fd00:1::1 vni 47 metric 0} a tunnel origin.
 */
final class DestinationText {

    private static final Pattern TUNNEL = Pattern.compile("(\\S+) via (\\S+) vni (\\d{1,8}) metric (\\d{1,20})");

    private DestinationText() {}

    /** The text of a destination. */
    static String print(Destination destination) {
        return switch (destination) {
            case Prefix prefix -> prefix.toString();
            case TunnelOrigin tunnel -> tunnel.overlayPrefix() + " via " + tunnel.boundaryAddress() + " vni "
                    + tunnel.vni() + " metric " + Long.toUnsignedString(tunnel.metric());
        };
    }

    /**
     * The destination of a text.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Destination parse(String text) {
        if (text.indexOf(' ') < 0) {
            return Prefix.parse(text);
        }
        Matcher tunnel = TUNNEL.matcher(text);
        if (!tunnel.matches()) {
            throw new IllegalArgumentException("expected PREFIX, or PREFIX via ADDRESS vni VNI metric METRIC");
        }
        return new TunnelOrigin(IpPrefix.parse(tunnel.group(1)), Ipv6Address.parse(tunnel.group(2)),
                Integer.parseInt(tunnel.group(3)), Long.parseUnsignedLong(tunnel.group(4)));
    }
}
