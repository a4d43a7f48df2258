package io.ddm.daemon.exchange.server;

import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.net.LinkLocal;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.http.HttpConnection;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Which connections to the exchange of one interface may be open: so many of the peer, so many of everybody else
 * together, few of each other address. So nobody can take the peer's.
 *
 * @param most how many connections the peer may have, and how many all others together
 */
record ExchangeAdmission(int most, Predicate<Ipv6Address> isPeer) implements ConnectionGuard.Admission {

    /** A reference daemon uses a connection for each request, and has a pull and a push under way. */
    static final int MAX_PER_OTHER_SOURCE = 4;

    @Override
    public boolean admits(HttpConnection connection, Collection<HttpConnection> open) {
        Ipv6Address source = LinkLocal.of(connection.remoteAddress()).orElse(null);
        if (source == null) {
            return false;
        }
        boolean ofPeer = isPeer.test(source);
        int alike = 0;
        int ofSource = 0;
        for (HttpConnection other : open) {
            Ipv6Address from = LinkLocal.of(other.remoteAddress()).orElse(source);
            if (from.equals(source)) {
                ofSource++;
            }
            if (isPeer.test(from) == ofPeer) {
                alike++;
            }
        }
        return alike < most && (ofPeer || ofSource < MAX_PER_OTHER_SOURCE);
    }
}
