package io.ddm.daemon.exchange.auth;

import java.util.Optional;

/** What an answer gets: a proof that it is ours, or nothing. Thread-safe. */
public interface ReplySigner {

    /** For an exchange without keys. */
    ReplySigner NONE = (status, extensions, body) -> Optional.empty();

    /**
     * The proof of an answer; costs time that grows with the body.
     *
     * @param extensions the value of its extensions header, or empty
     */
    Optional<String> of(int status, String extensions, byte[] body);
}
