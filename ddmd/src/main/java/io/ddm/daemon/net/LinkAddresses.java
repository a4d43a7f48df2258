package io.ddm.daemon.net;

import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** How the link-local addresses of a link's routers become addresses of sockets, and back. */
public interface LinkAddresses {

    /** As on every link: the address itself, with the interface index as its zone. */
    LinkAddresses LINK_LOCAL = new LinkAddresses() {
        @Override
        public InetSocketAddress socketAddress(Ipv6Address address, int interfaceIndex, int port) {
            return LinkLocal.socketAddress(address, interfaceIndex, port);
        }

        @Override
        public Optional<Ipv6Address> of(SocketAddress end) {
            return LinkLocal.of(end);
        }
    };

    /** The socket address of a router's address and port on the link behind an interface. */
    InetSocketAddress socketAddress(Ipv6Address address, int interfaceIndex, int port);

    /** The address of one end of a connection, if it is on a link. */
    Optional<Ipv6Address> of(SocketAddress end);

    /**
     * Whether a connection comes from the link: always, if the address says it.
     *
     * @param ours our end
     * @param theirs the other end
     */
    default boolean isFromLink(SocketAddress ours, SocketAddress theirs) {
        return true;
    }
}
