package io.ddm.cli;

import static picocli.CommandLine.ScopeType.INHERIT;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.auth.SecretFile;
import io.ddm.api.auth.TlsFiles;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminCredentials;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name the router, the transport to it, and the credentials; the same for every verb. */
final class Connection {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = {"-a", "--address"},
            scope = INHERIT,
            paramLabel = "ADDR",
            defaultValue = "::1",
            description = "The router's address (default: ${DEFAULT-VALUE}).")
    private String address = "::1";

    @Option(
            names = {"-p", "--port"},
            scope = INHERIT,
            paramLabel = "PORT",
            converter = Port.class,
            defaultValue = "" + AdminApi.DEFAULT_PORT,
            description = "The router's admin port (default: ${DEFAULT-VALUE}).")
    private int port = AdminApi.DEFAULT_PORT;

    @Option(
            names = "--socket",
            scope = INHERIT,
            paramLabel = "PATH",
            description = "The daemon's unix socket, instead of an address and a port.")
    private @Nullable Path socket;

    @Option(
            names = "--token-file",
            scope = INHERIT,
            paramLabel = "FILE",
            description = "A file with the bearer token and nothing else.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls",
            scope = INHERIT,
            description = "Use TLS and trust the certificate authorities of this machine.")
    private boolean tls;

    @Option(
            names = "--ca",
            scope = INHERIT,
            paramLabel = "FILE",
            description = "Use TLS and trust only the certificate authorities in this file (PEM).")
    private @Nullable Path ca;

    @Option(
            names = "--client-cert",
            scope = INHERIT,
            paramLabel = "FILE",
            description = "Use TLS with this client certificate and its chain (PEM).")
    private @Nullable Path clientCert;

    @Option(
            names = "--client-key",
            scope = INHERIT,
            paramLabel = "FILE",
            description = "The private key of the client certificate (PEM, PKCS #8).")
    private @Nullable Path clientKey;

    /**
     * A client of the daemon.
     *
     * @throws IllegalArgumentException if options contradict each other or a file cannot be used; the message says why
     */
    AdminClient client() {
        if (socket != null) {
            if (usesTls() || tokenFile != null) {
                throw new IllegalArgumentException("--socket cannot be combined with --token-file or TLS options: "
                        + "the permissions of the socket control access");
            }
            return AdminClient.overSocket(socket, READ_TIMEOUT);
        }
        return new AdminClient(address, port, CONNECT_TIMEOUT, READ_TIMEOUT, credentials());
    }

    /** The daemon's address and port, or the path of its socket, for messages. */
    String target() {
        if (socket != null) {
            return socket.toString();
        }
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }

    /** Whether the daemon runs on this machine, as far as the options show it. */
    boolean isLocal() {
        return socket != null || address.equals("::1") || address.equals("localhost") || address.startsWith("127.");
    }

    private boolean usesTls() {
        return tls || Stream.of(ca, clientCert, clientKey).anyMatch(Objects::nonNull);
    }

    private AdminCredentials credentials() {
        if (tokenFile == null && !usesTls()) {
            return AdminCredentials.NONE;
        }
        return new AdminCredentials(Optional.ofNullable(tokenFile).map(file -> read("--token-file", () -> token(file))),
                usesTls() ? Optional.of(tlsSockets()) : Optional.empty());
    }

    private static String token(Path file) throws IOException {
        String token = SecretFile.read(file).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(file + " must contain one token without spaces, and nothing else");
        }
        return token;
    }

    private SSLSocketFactory tlsSockets() {
        Path certificate = clientCert;
        Path key = clientKey;
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--client-cert and --client-key must be used together");
        }
        KeyManager @Nullable [] keys = certificate == null || key == null
                ? null
                : new KeyManager[]{read("--client-cert, --client-key:", () -> TlsFiles.identity(certificate, key))};
        Path authorities = ca;
        TrustManager @Nullable [] trusted = authorities == null
                ? null
                : new TrustManager[]{read("--ca", () -> TlsFiles.authorities(authorities))};
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot set up TLS: " + e.getMessage(), e);
        }
    }

    private interface FileReader<T> {
        T read() throws IOException;
    }

    private static <T> T read(String option, FileReader<T> file) {
        try {
            return file.read();
        } catch (IOException e) {
            // The message of a FileSystemException is the name of the file alone.
            String message = e instanceof FileSystemException failure
                    ? failure.getFile() + " cannot be read"
                            + (failure.getReason() == null ? "" : ": " + failure.getReason())
                    : String.valueOf(e.getMessage());
            throw new IllegalArgumentException(option + " " + message, e);
        }
    }

    /** Parses a TCP port. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port > 0 && port <= 0xffff) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Reported below.
            }
            throw new TypeConversionException("must be 1 to 65535");
        }
    }
}
