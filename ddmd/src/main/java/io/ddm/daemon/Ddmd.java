package io.ddm.daemon;

import io.ddm.api.admin.InterfaceName;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the daemon: the reference's flags, and ours. Exit codes: 1 the daemon cannot start, 2 the
 * arguments are wrong; after a signal the shell's 128 + signal number.
 */
@Command(name = "ddmd", mixinStandardHelpOptions = true, versionProvider = Ddmd.Version.class, sortOptions = false, description = "Routes the underlay by Delay Driven Multipath.")
public final class Ddmd implements Callable<Integer> {

    @Spec
    @Nullable
    CommandSpec spec;

    @Option(names = {"-a", "--addr"}, paramLabel = "INTERFACE", description = "Interface to run on; once for each."
            + " It need not exist yet. What follows a '/' is ignored.")
    List<String> interfaces = new ArrayList<>();

    @Option(names = "--kind", defaultValue = "server", paramLabel = "KIND", description = "server keeps what it hears, transit passes it on (default: ${DEFAULT-VALUE}).")
    RouterKind kind = RouterKind.SERVER;

    @Option(names = "--router-id", paramLabel = "ID", description = "Our name in paths (default: the host name).")
    @Nullable
    String routerId;

    @Option(names = "--dataplane", defaultValue = "linux", paramLabel = "WHAT", description = "linux installs routes in the kernel, none installs none (default: ${DEFAULT-VALUE}).")
    DataplaneKind dataplane = DataplaneKind.LINUX;

    @Option(names = "--data-dir", defaultValue = "/var/lib/ddm", paramLabel = "DIR", description = "Where originated prefixes are kept (default: ${DEFAULT-VALUE}).")
    Path dataDir = Path.of("/var/lib/ddm");

    @Option(names = "--admin-addr", defaultValue = "::1", paramLabel = "ADDRESS", description = "Where the admin API listens (default: ${DEFAULT-VALUE}).")
    String adminAddr = "::1";

    @Option(names = "--admin-port", defaultValue = "8000", paramLabel = "PORT", description = "TCP port of the admin API (default: ${DEFAULT-VALUE}).")
    int adminPort;

    @Option(names = "--admin-port-file", paramLabel = "FILE", description = "File to write the admin API's port to, for --admin-port 0; it must not exist.")
    @Nullable
    Path adminPortFile;

    @Option(names = "--exchange-port", defaultValue = "56797", paramLabel = "PORT", description = "TCP port of the exchange, the same on all routers (default: ${DEFAULT-VALUE}).")
    int exchangePort;

    @Option(names = "--protocol-version", defaultValue = "2", paramLabel = "2|3", description = "Version said in discovery (default: ${DEFAULT-VALUE}, as the reference).")
    int protocolVersion;

    @Option(names = "--solicit-interval", defaultValue = "2000", paramLabel = "MS", description = "Time between solicitations (default: ${DEFAULT-VALUE}).")
    int solicitInterval;

    @Option(names = "--expire-threshold", defaultValue = "5000", paramLabel = "MS", description = "A peer that is silent for so long is lost (default: ${DEFAULT-VALUE}).")
    int expireThreshold;

    @Option(names = "--exchange-timeout", defaultValue = "3000", paramLabel = "MS", description = "How long one exchange request may take (default: ${DEFAULT-VALUE}).")
    int exchangeTimeout;

    @Option(names = "--api-only", description = "Run the admin API and no interface; not together with -a.")
    boolean apiOnly;

    @Option(names = {"--discovery-read-timeout",
            "--ip-addr-wait"}, paramLabel = "MS", description = "Accepted for the reference's sake: this daemon waits for events instead of polling.")
    @Nullable
    Integer pollingInterval;

    @Option(names = {
            "--dns-servers"}, paramLabel = "ADDRESS", description = "Accepted for the reference's sake, which does not use it either.")
    List<String> dnsServers = new ArrayList<>();

    @Option(names = "--dendrite", description = "Refused: there is no Dendrite data plane yet.")
    boolean dendrite;

    @Option(names = {"--dpd-host", "--dpd-port"}, paramLabel = "VALUE", description = "Only with --dendrite.")
    @Nullable
    String dpd;

    @Option(names = {"--with-stats",
            "--stats"}, description = "Accepted; metrics are on GET /metrics of the admin API.")
    boolean withStats;

    @Option(names = {"--oximeter-port", "--rack-uuid",
            "--sled-uuid"}, paramLabel = "VALUE", description = "Accepted; metrics are on GET /metrics of the admin API.")
    @Nullable
    String stats;

    /** Runs the daemon until a signal ends it. */
    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Ddmd()).setCaseInsensitiveEnumValuesAllowed(true);
        int code = commandLine.execute(args);
        if (code != 0 || commandLine.isUsageHelpRequested() || commandLine.isVersionHelpRequested()) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        DaemonConfig config = config();
        try {
            if (adminPortFile != null && Files.exists(adminPortFile)) {
                throw new IOException(adminPortFile + " exists already; --admin-port-file never overwrites");
            }
            Daemon daemon = Daemon.start(config);
            writePort(daemon.adminPort());
            Runtime.getRuntime().addShutdownHook(new Thread(daemon::stop, "stop"));
            return 0;
        } catch (IOException e) {
            System.err.println("ddmd: " + e.getMessage());
            return 1;
        }
    }

    /** Whoever waits for the file never sees half of it. */
    private void writePort(int port) throws IOException {
        if (adminPortFile != null) {
            Path part = adminPortFile.resolveSibling(adminPortFile.getFileName() + ".part");
            Files.writeString(part, port + "\n");
            Files.move(part, adminPortFile, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private DaemonConfig config() {
        if (apiOnly && !interfaces.isEmpty()) {
            throw bad("--api-only runs on no interface, so it cannot be used together with -a");
        }
        if (dendrite || dpd != null) {
            throw bad("--dendrite: this daemon programs the Linux kernel; it cannot program Dendrite yet");
        }
        ProtocolVersion version = ProtocolVersion.of(protocolVersion).orElseThrow(
                () -> bad("--protocol-version is 2 or 3, not " + protocolVersion));
        try {
            RouterConfig router = new RouterConfig(new RouterId(routerId == null ? hostName() : routerId), kind,
                    version,
                    Duration.ofMillis(solicitInterval), Duration.ofMillis(expireThreshold));
            return new DaemonConfig(router,
                    interfaces.stream().map(text -> InterfaceName.parse(text).name()).distinct().toList(),
                    InetAddress.getByName(adminAddr), port("--admin-port", adminPort, 0),
                    port("--exchange-port", exchangePort, 1), Duration.ofMillis(exchangeTimeout), dataDir, dataplane);
        } catch (UnknownHostException e) {
            throw bad("--admin-addr: '" + adminAddr + "' is not an IP address");
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the host name cannot be read; give one with --router-id", e);
        }
    }

    private int port(String flag, int port, int lowest) {
        if (port < lowest || port > 65535) {
            throw bad(flag + " is " + lowest + " to 65535, not " + port);
        }
        return port;
    }

    private ParameterException bad(String reason) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return new ParameterException(spec.commandLine(), reason);
    }

    /** The version that packaging wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ddmd.class.getPackage().getImplementationVersion();
            return new String[]{"ddmd " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
