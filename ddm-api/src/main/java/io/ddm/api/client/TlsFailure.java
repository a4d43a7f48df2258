package io.ddm.api.client;

import io.ddm.api.client.AdminClientException.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains failed TLS handshakes, without class names and provider texts of the JDK. */
final class TlsFailure {

    private TlsFailure() {}

    static AdminClientException of(SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
                return new AdminClientException(Kind.WRONG_NAME,
                        "the certificate of the daemon is not valid for this name or address", e);
            }
            String message = message(cause, text);
            if (message != null) {
                return new AdminClientException(Kind.UNTRUSTED, message, e);
            }
        }
        return new AdminClientException(Kind.UNTRUSTED, ConnectFailure.message(e), e);
    }

    private static @Nullable String message(Throwable cause, String text) {
        return switch (cause) {
            case CertificateExpiredException _ -> "the certificate of the daemon has expired";
            case CertificateNotYetValidException _ -> "the certificate of the daemon is not valid yet";
            case CertPathBuilderException _ -> "the certificate of the daemon is not signed by a trusted authority";
            default -> text.startsWith("Unsupported or unrecognized SSL message")
                    ? "the server does not answer in TLS"
                    : text.matches(".*fatal alert: (certificate_\\w+|bad_certificate|unknown_ca)")
                            ? "the daemon requires a client certificate, or rejects this one"
                            : null;
        };
    }
}
