package io.ddm.api.client;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a client shows of itself, and whom it believes.
 *
 * @param token a bearer token
 * @param tls makes the connections, if the daemon speaks TLS
 */
public record AdminCredentials(Optional<String> token, Optional<SSLSocketFactory> tls) {

    /** Nothing, and anybody. */
    public static final AdminCredentials NONE = new AdminCredentials(Optional.empty(), Optional.empty());

    /** The token is a secret. */
    @Override
    public String toString() {
        return "AdminCredentials[token=" + (token.isPresent() ? "given" : "none") + ", tls="
                + (tls.isPresent() ? "wanted" : "none") + "]";
    }
}
