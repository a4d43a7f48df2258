package io.ddm.daemon.exchange.auth;

import java.util.Optional;

/** Signs replies of the exchange; does nothing without keys. Thread-safe. */
public interface ReplySigner {

    /** For an exchange without keys. */
    ReplySigner NONE = (status, extensions, body) -> Optional.empty();

    /**
     * Signs a reply; takes time that grows with the body.
     *
     * @param extensions the value of its extensions header, or empty
     * @return the value of its proof header, if the exchange has keys
     */
    Optional<String> sign(int status, String extensions, byte[] body);
}
