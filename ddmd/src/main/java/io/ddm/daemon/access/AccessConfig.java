package io.ddm.daemon.access;

import io.ddm.daemon.http.ListenAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator said about who may administer and who may exchange; the files have not been looked at.
 *
 * @param tls what the TCP listeners of the admin API show and ask for, if they speak TLS
 * @param tokenFile who may do what, by bearer token
 * @param socket a unix socket beside the TCP port
 * @param exchangeKeyFile the pre-shared keys of the exchange
 * @param hosts host names by which the admin API is served, beside addresses, localhost and the certificate's names
 * @param probe where {@code /live} and {@code /ready} are served alone, without TLS
 */
public record AccessConfig(Optional<Tls> tls, Optional<Path> tokenFile, Optional<UnixSocket> socket,
        Optional<Path> exchangeKeyFile, List<String> hosts, Optional<ListenAddress> probe) {

    /** As the reference: nobody is asked. */
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
     * @param clientAuthorities who signs the certificates of clients; then every client needs one
     */
    public record Tls(Path certificates, Path key, Optional<Path> clientAuthorities) {}

    /**
     * A unix socket.
     *
     * @param path where
     * @param mode who may write to it, and so administer
     */
    public record UnixSocket(Path path, Set<PosixFilePermission> mode) {
        public UnixSocket {
            mode = Set.copyOf(mode);
        }
    }
}
