package io.ddm.daemon.exchange.client;

/** The reply of a peer has no valid proof of one of our keys, so it may come from another sender. */
final class UnauthenticatedException extends Exception {

    private static final long serialVersionUID = 1L;

    UnauthenticatedException() {
        super("its replies prove none of the keys of --exchange-key-file");
    }
}
