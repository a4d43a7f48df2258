package io.ddm.daemon.config;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.http.ListenAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Authentication of operators and of neighbors; the reference has none of it. */
final class AccessKeys {

    static final ConfigKey<Path> TLS_CERT = ConfigKey.of("--admin-tls-cert", ValueType.FILE,
            "Certificate of the daemon and its chain in PEM: the admin API and the metrics listener speak TLS.");

    static final ConfigKey<Path> TLS_KEY = ConfigKey.of("--admin-tls-key", ValueType.FILE,
            "Its private key in PEM (PKCS #8).");

    static final ConfigKey<Path> TLS_CLIENT_CA = ConfigKey.of("--admin-tls-client-ca", ValueType.FILE,
            "Authorities in PEM, one of which must have signed each client's certificate; those with OU=read-write in"
                    + " the subject are read-write, all others are read-only.");

    static final ConfigKey<Path> TOKEN_FILE = ConfigKey.of("--admin-token-file", ValueType.FILE,
            "Bearer tokens, one of which each request over TCP needs: lines 'read-only TOKEN' or 'read-write TOKEN'.")
            .applying(ConfigKey.Applies.LIVE_FOR_CONTENT);

    static final ConfigKey<Path> SOCKET = ConfigKey.of("--admin-socket", ValueType.FILE,
            "Unix socket for the admin API, in addition to its TCP port; its permissions alone control access.");

    static final ConfigKey<Set<PosixFilePermission>> SOCKET_MODE = ConfigKey.of("--admin-socket-mode", ValueType.MODE,
            "Its permissions.").byDefault("0660");

    static final ConfigKey<String> HOSTS = ConfigKey.of("--admin-host", ValueType.HOST,
            "Host name by which clients reach the admin API; addresses, localhost and the certificate's names are"
                    + " always served.")
            .repeatable();

    static final ConfigKey<Integer> PROBE_PORT = ConfigKey.of("--probe-port", ValueType.port(0),
            "TCP port that serves GET /live and GET /ready alone, without TLS and tokens; 0 for any.");

    static final ConfigKey<InetAddress> PROBE_ADDR = ConfigKey.of("--probe-addr", ValueType.ADDRESS,
            "Where --probe-port listens; by default the value of --admin-addr.");

    static final ConfigKey<Path> EXCHANGE_KEY_FILE = ConfigKey.of("--exchange-key-file", ValueType.FILE,
            "Keys that all routers of the network share, one per line; the first signs, each is accepted. Without this"
                    + " file every neighbor is accepted.")
            .applying(ConfigKey.Applies.LIVE_FOR_CONTENT);

    static final Section SECTION = new Section("Authentication",
            List.of(TLS_CERT, TLS_KEY, TLS_CLIENT_CA, TOKEN_FILE, SOCKET, SOCKET_MODE, HOSTS, PROBE_PORT, PROBE_ADDR,
                    EXCHANGE_KEY_FILE));

    private AccessKeys() {}

    /**
     * Who may do what.
     *
     * @param adminAddress where probes are served unless a flag names another address
     * @throws IllegalArgumentException if keys are missing or contradict each other; the message names them
     */
    static AccessConfig access(Settings settings, InetAddress adminAddress) {
        Set<PosixFilePermission> mode = settings.get(SOCKET_MODE);
        return new AccessConfig(tls(settings), settings.find(TOKEN_FILE),
                settings.find(SOCKET).map(path -> new AccessConfig.UnixSocket(path, mode)),
                settings.find(EXCHANGE_KEY_FILE), settings.all(HOSTS), probe(settings, adminAddress));
    }

    private static Optional<ListenAddress> probe(Settings settings, InetAddress adminAddress) {
        InetAddress address = settings.find(PROBE_ADDR).orElse(adminAddress);
        if (settings.isSet(PROBE_ADDR) && !settings.isSet(PROBE_PORT)) {
            throw new IllegalArgumentException("--probe-addr needs --probe-port");
        }
        return settings.find(PROBE_PORT).map(port -> new ListenAddress(address, port));
    }

    private static Optional<AccessConfig.Tls> tls(Settings settings) {
        Optional<Path> certificates = settings.find(TLS_CERT);
        Optional<Path> key = settings.find(TLS_KEY);
        Optional<Path> authorities = settings.find(TLS_CLIENT_CA);
        if (certificates.isPresent() && key.isPresent()) {
            return Optional.of(new AccessConfig.Tls(certificates.get(), key.get(), authorities));
        }
        if (certificates.isPresent() || key.isPresent()) {
            throw new IllegalArgumentException("--admin-tls-cert and --admin-tls-key go together");
        }
        if (authorities.isPresent()) {
            throw new IllegalArgumentException("--admin-tls-client-ca needs --admin-tls-cert and --admin-tls-key");
        }
        return Optional.empty();
    }
}
