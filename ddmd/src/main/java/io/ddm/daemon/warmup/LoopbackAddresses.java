package io.ddm.daemon.warmup;

import io.ddm.daemon.net.LinkAddresses;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Links within a host: {@code fe80::7} is 127.0.0.7, so each router has an address of its own with the same port. Other
 * users can connect to these addresses, but are on no link.
 */
final class LoopbackAddresses implements LinkAddresses {

    private static final String LOOPBACK = "127.0.0.";

    private final OwnConnections own;

    /**
     * @param own the connections of our user
     */
    LoopbackAddresses(OwnConnections own) {
        this.own = own;
    }

    /** The n-th address, up to 9. */
    static Ipv6Address linkLocal(int n) {
        return Ipv6Address.parse("fe80::" + n);
    }

    @Override
    public InetSocketAddress socketAddress(Ipv6Address address, int interfaceIndex, int port) {
        byte[] bytes = address.toBytes();
        return new InetSocketAddress(LOOPBACK + bytes[bytes.length - 1], port);
    }

    @Override
    public Optional<Ipv6Address> of(SocketAddress end) {
        String host = end.hostAddress();
        return host.startsWith(LOOPBACK)
                ? Optional.of(linkLocal(Integer.parseInt(host.substring(LOOPBACK.length()))))
                : Optional.empty();
    }

    @Override
    public boolean isFromLink(SocketAddress ours, SocketAddress theirs) {
        return of(theirs).isPresent() && own.contains(ours, theirs);
    }
}
