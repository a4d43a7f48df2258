package io.ddm.daemon.metrics;

import io.ddm.fsm.model.Ipv6Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses of clients in the form of RFC 5952; Java prints all eight groups. */
public final class PrintableAddress {

    private PrintableAddress() {}

    /**
     * An address in the form that precedes a port.
     *
     * @param address a literal, with a zone or without; anything else is returned as it is
     */
    public static String bracketed(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        try {
            InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
            return parsed instanceof Inet6Address
                    ? "[" + Ipv6Address.ofBytes(parsed.getAddress(), 0) + (zone < 0 ? "" : address.substring(zone))
                            + "]"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
