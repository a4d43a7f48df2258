package io.ddm.api.client;

import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Credentials of a client, and its TLS configuration.
 *
 * @param token a bearer token
 * @param tls creates the connections, if the daemon uses TLS
 */
public record AdminCredentials(Optional<String> token, Optional<SSLSocketFactory> tls) {

    /** No token, no TLS. */
    public static final AdminCredentials NONE = new AdminCredentials(Optional.empty(), Optional.empty());

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
        return "AdminCredentials[token=" + (token.isPresent() ? "given" : "none") + ", tls="
                + (tls.isPresent() ? "configured" : "none") + "]";
    }
}
