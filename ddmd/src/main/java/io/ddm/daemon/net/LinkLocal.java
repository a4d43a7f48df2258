package io.ddm.daemon.net;

import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Link-local addresses in the form that sockets need. The zone is always the numeric interface index, because some
 * libraries look up zone names, even in the DNS.
 */
public final class LinkLocal {

    private LinkLocal() {}

    /** The socket address of an address and port on the link behind an interface. */
    public static InetSocketAddress socketAddress(Ipv6Address address, int interfaceIndex, int port) {
        return new InetSocketAddress(inetAddress(address, interfaceIndex), port);
    }

    /** The address with its zone. */
    public static Inet6Address inetAddress(Ipv6Address address, int interfaceIndex) {
        try {
            return Inet6Address.getByAddress(null, address.toBytes(), interfaceIndex);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an IPv6 address has 16 bytes", impossible);
        }
    }

    /** The address of one end of a connection without its zone, if it is on a link. */
    public static Optional<Ipv6Address> of(SocketAddress end) {
        String host = end.hostAddress();
        int zone = host.indexOf('%');
        if (zone < 0) {
            return Optional.empty();
        }
        return Optional.of(Ipv6Address.parse(host.substring(0, zone))).filter(Ipv6Address::isLinkLocal);
    }

    /** The address of a socket without its zone. */
    public static Ipv6Address of(Inet6Address address) {
        return Ipv6Address.ofBytes(address.getAddress(), 0);
    }
}
