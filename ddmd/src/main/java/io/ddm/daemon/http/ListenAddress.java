package io.ddm.daemon.http;

import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a server listens.
 *
 * @param address the address, or the wildcard
 * @param port the TCP port; 0 for any free one
 */
public record ListenAddress(InetAddress address, int port) {

    /** The same for Vert.x. */
    public SocketAddress socketAddress() {
        return SocketAddress.inetSocketAddress(new InetSocketAddress(address, port));
    }

    /** Like {@code ::1 port 8000}, the address as it is usually written. */
    @Override
    public String toString() {
        String text = address instanceof Inet6Address
                ? Ipv6Address.ofBytes(address.getAddress(), 0).toString()
                : address.getHostAddress();
        return text + " port " + port;
    }
}
