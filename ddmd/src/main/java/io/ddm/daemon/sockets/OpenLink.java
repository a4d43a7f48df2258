package io.ddm.daemon.sockets;

import io.ddm.daemon.discovery.Discovery;
import io.ddm.daemon.exchange.server.ExchangeServer;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.Future;

/**
 * An open interface with its discovery socket and exchange server.
 *
 * @param name the configured name
 * @param index the kernel's index
 * @param address our link-local address
 */
record OpenLink(String name, int index, Ipv6Address address, Discovery discovery, ExchangeServer exchange) {

    /** Completes when the exchange's port is free. */
    Future<?> close() {
        discovery.close();
        return exchange.close();
    }
}
