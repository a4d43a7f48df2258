package io.ddm.cli;

import io.ddm.api.access.SecretFile;
import io.ddm.api.access.TlsFiles;
import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that say which router is meant, how it is reached, and what it is shown. */
final class Connection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    @Option(names = {"-a",
            "--address"}, scope = ScopeType.INHERIT, paramLabel = "ADDR", defaultValue = "::1", description = "The router's address (default: ${DEFAULT-VALUE}).")
    private String address = "::1";

    @Option(names = {"-p",
            "--port"}, scope = ScopeType.INHERIT, paramLabel = "PORT", defaultValue = ""
                    + AdminApi.DEFAULT_PORT, description = "Its admin port (default: ${DEFAULT-VALUE}).")
    private int port = AdminApi.DEFAULT_PORT;

    @Option(names = "--socket", scope = ScopeType.INHERIT, paramLabel = "PATH", description = "Its unix socket, instead of address and port.")
    private @Nullable Path socket;

    @Option(names = "--token-file", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "The token to show, alone in a file.")
    private @Nullable Path tokenFile;

    @Option(names = "--tls", scope = ScopeType.INHERIT, description = "Speak TLS, and believe the authorities that this machine believes.")
    private boolean tls;

    @Option(names = "--ca", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "Speak TLS, and believe the authorities in this file (PEM) alone.")
    private @Nullable Path ca;

    @Option(names = "--client-cert", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "The certificate to show and its chain (PEM); speak TLS.")
    private @Nullable Path clientCert;

    @Option(names = "--client-key", scope = ScopeType.INHERIT, paramLabel = "FILE", description = "Its private key (PEM, PKCS #8).")
    private @Nullable Path clientKey;

    /**
     * A client of the router that is meant.
     *
     * @throws IllegalArgumentException if the options make no sense or a file cannot be used; the message says which
     */
    AdminClient client() {
        if (socket != null) {
            if (wantsTls() || tokenFile != null) {
                throw new IllegalArgumentException(
                        "--socket wants neither a token nor TLS: the file's permissions decide");
            }
            return AdminClient.overSocket(socket, READ_TIMEOUT);
        }
        return new AdminClient(address, port, CONNECT_TIMEOUT, READ_TIMEOUT,
                wantsTls() || tokenFile != null ? credentials() : AdminCredentials.NONE);
    }

    /** Where the router is, in a few characters. */
    String where() {
        return socket != null
                ? socket.toString()
                : (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }

    private boolean wantsTls() {
        return tls || Stream.of(ca, clientCert, clientKey).anyMatch(Objects::nonNull);
    }

    private AdminCredentials credentials() {
        return new AdminCredentials(Optional.ofNullable(tokenFile).map(file -> reading("--token-file", () -> token(
                file))), wantsTls() ? Optional.of(tlsSockets()) : Optional.empty());
    }

    private static String token(Path file) throws IOException {
        String token = SecretFile.read(file).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(file + " is not one token, alone");
        }
        return token;
    }

    private SSLSocketFactory tlsSockets() {
        Path certificate = clientCert;
        Path key = clientKey;
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--client-cert and --client-key go together");
        }
        KeyManager @Nullable [] shown = certificate == null || key == null
                ? null
                : new KeyManager[]{
                        reading("--client-cert, --client-key:", () -> TlsFiles.identity(certificate, key))};
        Path authorities = ca;
        TrustManager @Nullable [] believed = authorities == null
                ? null
                : new TrustManager[]{reading("--ca", () -> TlsFiles.authorities(authorities))};
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown, believed, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be had: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(String option, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
    }
}
