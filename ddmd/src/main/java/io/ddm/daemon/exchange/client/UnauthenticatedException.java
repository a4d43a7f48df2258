package io.ddm.daemon.exchange.client;

/** A peer answered a request of ours without proving one of our keys, so anybody may have answered. */
final class UnauthenticatedException extends Exception {

    private static final long serialVersionUID = 1L;

    UnauthenticatedException() {
        super("its answers prove none of the keys of --exchange-key-file");
    }
}
