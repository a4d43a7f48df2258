package io.ddm.daemon.net;

import io.ddm.fsm.model.Ipv6Address;

/**
 * One interface on which we speak: discovery hears, the exchange server accepts.
 *
 * @param name the configured name
 * @param index the kernel's index
 * @param address our link-local address
 */
record OpenLink(String name, int index, Ipv6Address address, DiscoverySocket discovery, ExchangeServer exchange) {

    void close() {
        discovery.close();
        exchange.close();
    }
}
