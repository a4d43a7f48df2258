package io.ddm.daemon.config;

import io.ddm.daemon.log.LogFormat;
import io.ddm.daemon.log.LogLevels;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Where the process is found: by operators, by programs and by what collects metrics; and what it logs. */
final class ProcessKeys {

    static final ConfigKey<Path> CONFIG = ConfigKey.of("--config", ValueType.FILE,
            "Configuration file in TOML; by default /etc/ddm/ddmd.toml, if it exists.");

    static final ConfigKey<LogLevels> LOG = ConfigKey.of("--log", new ValueType<>("LEVELS",
            "off, error, warn, info, debug or trace, for all loggers or as LOGGER=LEVEL", LogLevels::parse),
            "How much is logged. In the environment RUST_LOG is used if DDM_LOG is not set.")
            .byDefault(LogLevels.DEFAULT.toString())
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<LogFormat> LOG_FORMAT = ConfigKey.of("--log-format",
            ValueType.oneOf("FORM", LogFormat.class), "Lines for people, or one JSON object on each line.")
            .byDefault("text")
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<InetAddress> ADMIN_ADDR = ConfigKey.of("--admin-addr", ValueType.ADDRESS,
            "Where the admin API and the metrics listener listen.").byDefault("::1");

    static final ConfigKey<Integer> ADMIN_PORT = ConfigKey.of("--admin-port", ValueType.port(0),
            "TCP port of the admin API; 0 for any.").byDefault(8000);

    static final ConfigKey<Path> ADMIN_PORT_FILE = ConfigKey.of("--admin-port-file", ValueType.FILE,
            "File to write the admin API's port to, for --admin-port 0; it must not exist.");

    static final ConfigKey<Path> PID_FILE = ConfigKey.of("--pid-file", ValueType.FILE,
            "File to write the process id to. A file of a dead process is replaced; that of a live one is an error.");

    static final ConfigKey<Path> RECORD = ConfigKey.of("--record", ValueType.FILE,
            "Record all router events and decisions to FILE, for ddmadm replay. The file is appended to; a new one is"
                    + " accessible to its owner only.");

    static final ConfigKey<Boolean> WITH_STATS = ConfigKey.of("--with-stats", ValueType.SWITCH,
            "Start the metrics listener; needs --rack-uuid and --sled-uuid.");

    static final ConfigKey<Integer> OXIMETER_PORT = ConfigKey.of("--oximeter-port", ValueType.port(0),
            "TCP port of the metrics listener; 0 for any.").byDefault(8001);

    static final ConfigKey<UUID> RACK_UUID = ConfigKey.of("--rack-uuid", ValueType.ID,
            "The rack of this router, for metrics.");

    static final ConfigKey<UUID> SLED_UUID = ConfigKey.of("--sled-uuid", ValueType.ID,
            "The sled of this router, for metrics.");

    static final Section SECTION = new Section("The process, its admin API and its metrics",
            List.of(CONFIG, LOG, LOG_FORMAT, ADMIN_ADDR, ADMIN_PORT, ADMIN_PORT_FILE, PID_FILE, RECORD, WITH_STATS,
                    OXIMETER_PORT,
                    RACK_UUID, SLED_UUID));

    private ProcessKeys() {}

    /** The metrics listener. */
    static StatsConfig stats(Settings settings) {
        return new StatsConfig(settings.get(OXIMETER_PORT), settings.isSet(WITH_STATS), settings.find(RACK_UUID),
                settings.find(SLED_UUID));
    }
}
