package io.ddm.daemon.config;

import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.UuidText;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The daemon's flags: the reference's, under its names, and ours. {@link #config} checks them. */
public final class DaemonFlags {

    @Option(
            names = {"-a", "--addr"},
            paramLabel = "INTERFACE",
            description = "Interface to run on; once for each."
                    + " It need not exist yet. Anything from a '/' on is ignored.")
    List<String> interfaces = new ArrayList<>();

    @Option(
            names = "--kind",
            defaultValue = "server",
            paramLabel = "KIND",
            description = "server keeps what it hears, transit passes it on (default: ${DEFAULT-VALUE}).")
    RouterKind kind = RouterKind.SERVER;

    @Option(names = "--router-id", paramLabel = "ID", description = "Our name in paths (default: the host name).")
    @Nullable
    String routerId;

    @Option(
            names = "--dataplane",
            defaultValue = "linux",
            paramLabel = "WHAT",
            description = "linux installs routes in the kernel, none installs none (default: ${DEFAULT-VALUE}).")
    DataplaneKind dataplane = DataplaneKind.LINUX;

    @Option(
            names = "--data-dir",
            defaultValue = "/var/lib/ddm",
            paramLabel = "DIR",
            description = "Where originated prefixes are kept (default: ${DEFAULT-VALUE}).")
    Path dataDir = Path.of("/var/lib/ddm");

    @Option(
            names = "--admin-addr",
            defaultValue = "::1",
            paramLabel = "ADDRESS",
            description = "Where the admin API and the metrics listener listen (default: ${DEFAULT-VALUE}).")
    String adminAddr = "::1";

    @Option(
            names = "--admin-port",
            defaultValue = "8000",
            paramLabel = "PORT",
            description = "TCP port of the admin API; 0 for any (default: ${DEFAULT-VALUE}).")
    int adminPort;

    @Option(
            names = "--admin-port-file",
            paramLabel = "FILE",
            description = "File to write the admin API's port to, for --admin-port 0; it must not exist.")
    @Nullable
    Path adminPortFile;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "File to write the process id to. That of a dead process is replaced, that of a live one"
                    + " ends the start.")
    @Nullable
    Path pidFile;

    @Option(
            names = "--exchange-port",
            defaultValue = "56797",
            paramLabel = "PORT",
            description = "TCP port of the exchange, the same on all routers (default: ${DEFAULT-VALUE}).")
    int exchangePort;

    @Option(
            names = "--protocol-version",
            defaultValue = "2",
            paramLabel = "2|3",
            description = "Version said in discovery (default: ${DEFAULT-VALUE}, as the reference).")
    int protocolVersion;

    @Option(
            names = "--solicit-interval",
            defaultValue = "2000",
            paramLabel = "MS",
            description = "Time between solicitations (default: ${DEFAULT-VALUE}).")
    int solicitInterval;

    @Option(
            names = "--expire-threshold",
            defaultValue = "5000",
            paramLabel = "MS",
            description = "A peer that is silent for so long is lost (default: ${DEFAULT-VALUE}).")
    int expireThreshold;

    @Option(
            names = "--exchange-timeout",
            defaultValue = "3000",
            paramLabel = "MS",
            description = "How long one exchange request may take (default: ${DEFAULT-VALUE}).")
    int exchangeTimeout;

    @Option(
            names = "--api-only",
            description = "Run the admin API, no interface and no data plane; not together with -a.")
    boolean apiOnly;

    @Option(names = "--with-stats", description = "Start the metrics listener, if rack and sled are given.")
    boolean withStats;

    @Option(
            names = "--oximeter-port",
            defaultValue = "8001",
            paramLabel = "PORT",
            description = "TCP port of the metrics listener; 0 for any (default: ${DEFAULT-VALUE}).")
    int oximeterPort;

    @Option(
            names = "--rack-uuid",
            paramLabel = "UUID",
            converter = Uuid.class,
            description = "The rack that we are in, for metrics.")
    @Nullable
    UUID rackUuid;

    @Option(
            names = "--sled-uuid",
            paramLabel = "UUID",
            converter = Uuid.class,
            description = "The sled that we are on, for metrics.")
    @Nullable
    UUID sledUuid;

    @Option(
            names = "--discovery-read-timeout",
            defaultValue = "1000",
            paramLabel = "MS",
            description = "Accepted for the reference's sake: we wait for packets instead of polling.")
    int discoveryReadTimeout;

    @Option(
            names = "--ip-addr-wait",
            defaultValue = "1000",
            paramLabel = "MS",
            description = "Accepted for the reference's sake: we wait for addresses instead of polling.")
    int ipAddrWait;

    @Option(
            names = "--dns-servers",
            paramLabel = "ADDRESS",
            description = "Accepted for the reference's sake, which does not use it either.")
    List<String> dnsServers = new ArrayList<>();

    @Option(names = "--dendrite", description = "Refused: there is no Dendrite data plane yet.")
    boolean dendrite;

    @Option(
            names = "--dpd-host",
            defaultValue = "localhost",
            paramLabel = "HOST",
            description = "Only means something with --dendrite.")
    String dpdHost = "localhost";

    @Option(names = "--dpd-port", paramLabel = "PORT", description = "Only means something with --dendrite.")
    @Nullable
    Integer dpdPort;

    @ArgGroup(validate = false, heading = "%nWhat neighbors may cost and do:%n")
    PolicyFlags policy = new PolicyFlags();

    @ArgGroup(validate = false, heading = "%nWho may administer, and who may exchange:%n")
    AccessFlags access = new AccessFlags();

    /** Where to write the admin API's port, if anywhere. */
    public Optional<Path> adminPortFile() {
        return Optional.ofNullable(adminPortFile);
    }

    /** Where to write the process id, if anywhere. */
    public Optional<Path> pidFile() {
        return Optional.ofNullable(pidFile);
    }

    /**
     * What the flags say.
     *
     * @throws IllegalArgumentException if one is wrong, or two contradict each other; the message names them
     */
    public DaemonConfig config() {
        check(!apiOnly || interfaces.isEmpty(),
                "--api-only runs on no interface, so it cannot be used together with -a");
        check(!dendrite, "--dendrite: this daemon programs the Linux kernel; it cannot program Dendrite yet");
        ProtocolVersion version = ProtocolVersion.of(protocolVersion)
                .orElseThrow(
                        () -> new IllegalArgumentException("--protocol-version is 2 or 3, not " + protocolVersion));
        milliseconds("--discovery-read-timeout", discoveryReadTimeout);
        milliseconds("--ip-addr-wait", ipAddrWait);
        if (dpdPort != null) {
            port("--dpd-port", dpdPort, 1);
        }
        RouterConfig router = new RouterConfig(new RouterId(routerId == null ? hostName() : routerId), kind, version,
                milliseconds("--solicit-interval", solicitInterval),
                milliseconds("--expire-threshold", expireThreshold), policy.pullInterval(), policy.imports(),
                policy.exports(), policy.damping());
        StatsConfig stats = new StatsConfig(port("--oximeter-port", oximeterPort, 0), withStats,
                Optional.ofNullable(rackUuid), Optional.ofNullable(sledUuid));
        InetAddress adminAddress = address("--admin-addr", adminAddr);
        return new DaemonConfig(router, interfaces.stream().map(DaemonFlags::interfaceName).distinct().toList(),
                apiOnly, adminAddress, port("--admin-port", adminPort, 0), port("--exchange-port", exchangePort, 1),
                milliseconds("--exchange-timeout", exchangeTimeout), dataDir, apiOnly ? DataplaneKind.NONE : dataplane,
                policy.net(), stats, access.config(adminAddress));
    }

    /** The reference's names are those of illumos address objects, such as {@code tfportrear0_0/ll}. */
    private static String interfaceName(String address) {
        try {
            return InterfaceName.parse(address).name();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--addr: " + e.getMessage(), e);
        }
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the host name cannot be read; give one with --router-id", e);
        }
    }

    private static InetAddress address(String flag, String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(flag + ": '" + text + "' is not an IP address", e);
        }
    }

    private static int port(String flag, int port, int lowest) {
        check(port >= lowest && port <= 65535, flag + " is " + lowest + " to 65535, not " + port);
        return port;
    }

    private static Duration milliseconds(String flag, int milliseconds) {
        check(milliseconds > 0, flag + " is at least 1 ms, not " + milliseconds);
        return Duration.ofMillis(milliseconds);
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static final class Uuid implements ITypeConverter<UUID> {
        @Override
        public UUID convert(String text) {
            try {
                return UuidText.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
        }
    }
}
