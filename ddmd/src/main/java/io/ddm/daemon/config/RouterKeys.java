package io.ddm.daemon.config;

import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the router is, where it runs, and its timers. */
final class RouterKeys {

    static final ConfigKey<String> INTERFACES = ConfigKey.of("--addr", ValueType.INTERFACE,
            "Interface to run on. It need not exist yet. A '/' and what follows it are ignored.")
            .withShort("-a")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE_FOR_INTERFACES);

    static final ConfigKey<RouterKind> KIND = ConfigKey.of("--kind", ValueType.oneOf("KIND", RouterKind.class),
            "A server keeps what it learns, a transit redistributes it.").byDefault("server");

    static final ConfigKey<RouterId> ROUTER_ID = ConfigKey.of("--router-id", ValueType.ROUTER_ID,
            "This router's name in paths; by default the host name.");

    static final ConfigKey<DataplaneKind> DATAPLANE = ConfigKey.of("--dataplane",
            ValueType.oneOf("WHAT", DataplaneKind.class), "linux installs routes in the kernel, none does not.")
            .byDefault("linux");

    static final ConfigKey<Path> DATA_DIR = ConfigKey.of("--data-dir", ValueType.DIRECTORY,
            "Directory for originated prefixes and for records of faults.").byDefault("/var/lib/ddm");

    static final ConfigKey<Integer> EXCHANGE_PORT = ConfigKey.of("--exchange-port", ValueType.port(1),
            "TCP port of the exchange, the same on all routers.").byDefault(56_797);

    static final ConfigKey<ProtocolVersion> PROTOCOL_VERSION = ConfigKey.of("--protocol-version",
            ValueType.checked("VERSION", "2 or 3", RouterKeys::version),
            "Version in discovery packets; 2 is that of Maghemite's ddmd.").byDefault(ProtocolVersion.V2.number());

    static final ConfigKey<Duration> SOLICIT_INTERVAL = ConfigKey.of("--solicit-interval", ValueType.milliseconds(1),
            "Time between solicitations.").byDefault(Timers.DEFAULT.solicitInterval());

    static final ConfigKey<Duration> EXPIRE_THRESHOLD = ConfigKey.of("--expire-threshold", ValueType.milliseconds(1),
            "A peer that is silent for this long is lost.").byDefault(Timers.DEFAULT.expireThreshold());

    static final ConfigKey<Duration> EXCHANGE_TIMEOUT = ConfigKey.of("--exchange-timeout", ValueType.milliseconds(1),
            "How long one exchange request may take.").byDefault(3000);

    static final ConfigKey<Boolean> API_ONLY = ConfigKey.of("--api-only", ValueType.SWITCH,
            "Run the admin API without interfaces and data plane; cannot be combined with -a.");

    static final Section SECTION = new Section("", List.of(INTERFACES, KIND, ROUTER_ID, DATAPLANE, DATA_DIR,
            EXCHANGE_PORT, PROTOCOL_VERSION, SOLICIT_INTERVAL, EXPIRE_THRESHOLD, EXCHANGE_TIMEOUT, API_ONLY));

    private RouterKeys() {}

    /** The router that the settings describe. */
    static RouterConfig router(Settings settings, Policies policies) {
        Timers timers = new Timers(settings.get(SOLICIT_INTERVAL), settings.get(EXPIRE_THRESHOLD),
                settings.get(PolicyKeys.PULL_INTERVAL));
        return new RouterConfig(settings.find(ROUTER_ID).orElseGet(RouterKeys::hostName), settings.get(KIND),
                settings.get(PROTOCOL_VERSION), timers, policies, MultipathKeys.multipath(settings));
    }

    /** The links that it runs on. */
    static LinkConfig links(Settings settings, NetLimits limits) {
        List<String> interfaces = settings.all(INTERFACES).stream().distinct().toList();
        boolean apiOnly = settings.isSet(API_ONLY);
        if (apiOnly && !interfaces.isEmpty()) {
            throw new IllegalArgumentException(
                    "--api-only runs on no interface, so it cannot be used together with -a");
        }
        return new LinkConfig(interfaces, settings.all(MultipathKeys.STANDBY), apiOnly, settings.get(EXCHANGE_PORT),
                settings.get(EXCHANGE_TIMEOUT),
                limits);
    }

    private static ProtocolVersion version(String number) {
        return ProtocolVersion.of(Integer.parseInt(number)).orElseThrow(() -> new IllegalArgumentException(number));
    }

    private static RouterId hostName() {
        try {
            return new RouterId(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException("the host name cannot be read; give one with --router-id", e);
        }
    }
}
