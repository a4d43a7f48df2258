package io.ddm.daemon.config;

import io.ddm.daemon.access.AccessConfig;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say who may administer and who may exchange; the reference has none of them. */
public final class AccessFlags {

    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    @Option(names = "--admin-tls-cert", paramLabel = "FILE", description = "Our certificate and its chain in PEM: the admin API and the metrics listener speak TLS.")
    @Nullable
    Path adminTlsCert;

    @Option(names = "--admin-tls-key", paramLabel = "FILE", description = "Its private key in PEM (PKCS #8).")
    @Nullable
    Path adminTlsKey;

    @Option(names = "--admin-tls-client-ca", paramLabel = "FILE", description = "Authorities in PEM, one of which must have signed each client's certificate; OU=read-write in its subject may change, every other may look.")
    @Nullable
    Path adminTlsClientCa;

    @Option(names = "--admin-token-file", paramLabel = "FILE", description = "Bearer tokens, one of which each request needs: lines 'read-only TOKEN' or 'read-write TOKEN'. Changes count at once.")
    @Nullable
    Path adminTokenFile;

    @Option(names = "--admin-socket", paramLabel = "PATH", description = "Unix socket for the admin API, beside its TCP port; who may write to it may change.")
    @Nullable
    Path adminSocket;

    @Option(names = "--admin-socket-mode", defaultValue = "0660", paramLabel = "MODE", description = "Its permissions, in octal (default: ${DEFAULT-VALUE}).")
    String adminSocketMode = "0660";

    @Option(names = "--exchange-key-file", paramLabel = "FILE", description = "Keys that all routers of the network share, one a line; the first signs, each is believed. Without one nobody is asked. Changes count at once.")
    @Nullable
    Path exchangeKeyFile;

    /**
     * @throws IllegalArgumentException if flags are missing or make no sense; the message names them
     */
    AccessConfig config() {
        Set<PosixFilePermission> mode = mode(adminSocketMode);
        return new AccessConfig(tls(), Optional.ofNullable(adminTokenFile),
                Optional.ofNullable(adminSocket).map(path -> new AccessConfig.UnixSocket(path, mode)),
                Optional.ofNullable(exchangeKeyFile));
    }

    private Optional<AccessConfig.Tls> tls() {
        if (adminTlsCert != null && adminTlsKey != null) {
            return Optional.of(
                    new AccessConfig.Tls(adminTlsCert, adminTlsKey, Optional.ofNullable(adminTlsClientCa)));
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
