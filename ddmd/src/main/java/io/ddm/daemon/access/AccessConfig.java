package io.ddm.daemon.access;

import io.ddm.daemon.http.ListenAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration of authentication, for the admin API and the exchange; the files have not been read.
 *
 * @param tls certificates of the admin API's TCP listeners, if they use TLS
 * @param tokenFile bearer tokens and their roles
 * @param socket a unix socket in addition to the TCP port
 * @param exchangeKeyFile the pre-shared keys of the exchange
 * @param hosts host names of the admin API, in addition to addresses, localhost and the certificate's names
 * @param probe address that serves only {@code /live} and {@code /ready}, without TLS
 */
public record AccessConfig(Optional<Tls> tls, Optional<Path> tokenFile, Optional<UnixSocket> socket,
        Optional<Path> exchangeKeyFile, List<String> hosts, Optional<ListenAddress> probe) {

    /** No authentication, as in the reference. */
    public static final AccessConfig OPEN = new AccessConfig(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), List.of(), Optional.empty());

    public AccessConfig {
        hosts = List.copyOf(hosts);
    }

    /**
     * TLS, with PEM files.
     *
     * @param certificates our certificate and its chain
     * @param key its private key
     * @param clientAuthorities authorities that sign the certificates of clients; if set, every client needs one
     */
    public record Tls(Path certificates, Path key, Optional<Path> clientAuthorities) {}

    /**
     * A unix socket.
     *
     * @param path of the socket
     * @param mode its permissions; write permission grants full access
     */
    public record UnixSocket(Path path, Set<PosixFilePermission> mode) {
        public UnixSocket {
            mode = Set.copyOf(mode);
        }
    }
}
