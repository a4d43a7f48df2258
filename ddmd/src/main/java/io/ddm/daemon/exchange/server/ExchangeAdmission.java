package io.ddm.daemon.exchange.server;

import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.net.LinkAddresses;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.http.HttpConnection;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Limits the connections to the exchange of one interface: one limit for the peer, one for all others together, and a
 * small one for each other address. So no other sender can use up the peer's connections.
 *
 * @param limit for the peer, and for all others together
 */
record ExchangeAdmission(int limit, Predicate<Ipv6Address> isPeer, LinkAddresses addresses)
        implements
            ConnectionGuard.Admission {

    /** A router has one pull and one push at a time, and a reference daemon uses a connection for each. */
    static final int MAX_PER_OTHER_SOURCE = 4;

    /** A peer that lost its link has lost the connections that it kept, and we may not hear of it. */
    @Override
    public boolean replacesIdle() {
        return true;
    }

    @Override
    public boolean isFor(HttpConnection connection) {
        return addresses.isFromLink(connection.localAddress(), connection.remoteAddress());
    }

    @Override
    public boolean admits(HttpConnection connection, Collection<HttpConnection> open) {
        Ipv6Address source = addresses.of(connection.remoteAddress()).orElse(null);
        if (source == null) {
            return false;
        }
        boolean ofPeer = isPeer.test(source);
        int alike = 0;
        int ofSource = 0;
        for (HttpConnection other : open) {
            Ipv6Address from = addresses.of(other.remoteAddress()).orElse(source);
            if (from.equals(source)) {
                ofSource++;
            }
            if (isPeer.test(from) == ofPeer) {
                alike++;
            }
        }
        return alike < limit && (ofPeer || ofSource < MAX_PER_OTHER_SOURCE);
    }
}
