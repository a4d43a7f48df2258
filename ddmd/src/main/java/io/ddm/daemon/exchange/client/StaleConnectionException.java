package io.ddm.daemon.exchange.client;

import java.io.IOException;

/** A peer had closed the kept connection on which a request was sent; the request is to be repeated on a new one. */
final class StaleConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    StaleConnectionException(IOException cause) {
        super("the peer closed a connection that was kept open: " + cause.getMessage(), cause);
    }
}
