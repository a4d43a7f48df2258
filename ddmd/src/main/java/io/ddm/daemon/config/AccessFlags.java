package io.ddm.daemon.config;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.http.ListenAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who may administer and who may exchange; the reference has none of them. */
public final class AccessFlags {

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    @Option(
            names = "--admin-tls-cert",
            paramLabel = "FILE",
            description = "Our certificate and its chain in PEM: the admin API and the metrics listener speak TLS.")
    @Nullable
    Path adminTlsCert;

    @Option(names = "--admin-tls-key", paramLabel = "FILE", description = "Its private key in PEM (PKCS #8).")
    @Nullable
    Path adminTlsKey;

    @Option(
            names = "--admin-tls-client-ca",
            paramLabel = "FILE",
            description = "Authorities in PEM, one of which must have signed each client's certificate; OU=read-write"
                    + " in its subject may change, every other may look.")
    @Nullable
    Path adminTlsClientCa;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "Bearer tokens, one of which each request needs: lines 'read-only TOKEN' or 'read-write"
                    + " TOKEN'. Changes count at once.")
    @Nullable
    Path adminTokenFile;

    @Option(
            names = "--admin-socket",
            paramLabel = "PATH",
            description = "Unix socket for the admin API, beside its TCP port; who may write to it may change.")
    @Nullable
    Path adminSocket;

    @Option(
            names = "--admin-socket-mode",
            defaultValue = "0660",
            paramLabel = "MODE",
            description = "Its permissions, in octal (default: ${DEFAULT-VALUE}).")
    String adminSocketMode = "0660";

    @Option(
            names = "--admin-host",
            paramLabel = "NAME",
            description = "Host name by which clients reach the admin API, repeatable; addresses, localhost and the"
                    + " certificate's names are always served.")
    List<String> adminHosts = new ArrayList<>();

    @Option(
            names = "--probe-port",
            paramLabel = "PORT",
            description = "TCP port that serves GET /live and GET /ready alone, without TLS and tokens; 0 for any.")
    @Nullable
    Integer probePort;

    @Option(
            names = "--probe-addr",
            paramLabel = "ADDRESS",
            description = "Where --probe-port listens (default: --admin-addr).")
    @Nullable
    String probeAddr;

    @Option(
            names = "--exchange-key-file",
            paramLabel = "FILE",
            description = "Keys that all routers of the network share, one a line; the first signs, each is believed."
                    + " Without one nobody is asked. Changes count at once.")
    @Nullable
    Path exchangeKeyFile;

    /**
     * @param adminAddress where probes are served unless a flag names another address
     * @throws IllegalArgumentException if flags are missing or make no sense; the message names them
     */
    AccessConfig config(InetAddress adminAddress) {
        Set<PosixFilePermission> mode = mode(adminSocketMode);
        return new AccessConfig(tls(), Optional.ofNullable(adminTokenFile),
                Optional.ofNullable(adminSocket).map(path -> new AccessConfig.UnixSocket(path, mode)),
                Optional.ofNullable(exchangeKeyFile), hosts(), probe(adminAddress));
    }

    private List<String> hosts() {
        for (String name : adminHosts) {
            if (!HOST_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("invalid value '" + name
                        + "' for --admin-host: must be a host name without a port, such as router.example");
            }
        }
        return adminHosts;
    }

    private Optional<ListenAddress> probe(InetAddress adminAddress) {
        if (probePort == null) {
            if (probeAddr != null) {
                throw new IllegalArgumentException("--probe-addr needs --probe-port");
            }
            return Optional.empty();
        }
        if (probePort < 0 || probePort > 65535) {
            throw new IllegalArgumentException(
                    "invalid value '" + probePort + "' for --probe-port: must be 0 to 65535");
        }
        try {
            return Optional.of(
                    new ListenAddress(probeAddr == null ? adminAddress : InetAddress.ofLiteral(probeAddr), probePort));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "invalid value '" + probeAddr + "' for --probe-addr: must be an IP address", e);
        }
    }

    private Optional<AccessConfig.Tls> tls() {
        if (adminTlsCert != null && adminTlsKey != null) {
            return Optional.of(new AccessConfig.Tls(adminTlsCert, adminTlsKey, Optional.ofNullable(adminTlsClientCa)));
        }
        if (adminTlsCert != null || adminTlsKey != null) {
            throw new IllegalArgumentException("--admin-tls-cert and --admin-tls-key go together");
        }
        if (adminTlsClientCa != null) {
            throw new IllegalArgumentException("--admin-tls-client-ca wants --admin-tls-cert and --admin-tls-key");
        }
        return Optional.empty();
    }

    private static Set<PosixFilePermission> mode(String octal) {
        if (!OCTAL.matcher(octal).matches()) {
            throw new IllegalArgumentException(
                    "--admin-socket-mode is three octal digits, as in 0660, not '" + octal + "'");
        }
        int bits = Integer.parseInt(octal, 8);
        StringBuilder symbolic = new StringBuilder(9);
        for (int i = 0; i < 9; i++) {
            symbolic.append((bits & (0400 >> i)) == 0 ? '-' : "rwx".charAt(i % 3));
        }
        return PosixFilePermissions.fromString(symbolic.toString());
    }
}
