package io.ddm.daemon.config;

import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.policy.ImportPolicy;
import io.ddm.fsm.policy.PrefixFilter;
import java.time.Duration;
import java.util.List;

/** Policy for neighbors and their limits; the reference has none of it. */
final class PolicyKeys {

    static final ConfigKey<Prefix> IMPORT_PERMIT = ConfigKey.of("--import-permit", ValueType.PREFIX,
            "Import only underlay prefixes within this one. Prefixes that are rejected by default, such as those inside"
                    + " a prefix that this router originates, need a rule within that range.")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<Prefix> IMPORT_DENY = ConfigKey.of("--import-deny", ValueType.PREFIX,
            "Import no underlay prefix within this one. The longest matching rule applies.")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<Prefix> EXPORT_PERMIT = ConfigKey.of("--export-permit", ValueType.PREFIX,
            "Advertise only underlay prefixes within this one.")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<Prefix> EXPORT_DENY = ConfigKey.of("--export-deny", ValueType.PREFIX,
            "Advertise no underlay prefix within this one.")
            .repeatable()
            .applying(ConfigKey.Applies.LIVE);

    static final ConfigKey<Integer> MAX_PREFIXES = ConfigKey.of("--max-prefixes", ValueType.count(1),
            "Maximum number of destinations imported from one peer.").byDefault(ImportPolicy.DEFAULT.maxPrefixes());

    static final ConfigKey<Integer> MAX_PATH_LENGTH = ConfigKey.of("--max-path-length", ValueType.count(1),
            "Maximum number of routers in a path.").byDefault(ImportPolicy.DEFAULT.maxPathLength());

    static final ConfigKey<Integer> MAX_EXCHANGE_BODY = ConfigKey.of("--max-exchange-body",
            ValueType.bytes(NetLimits.MIN_BODY_BYTES), "Largest push that a peer may send.")
            .byDefault(NetLimits.DEFAULT.maxBodyBytes());

    static final ConfigKey<Integer> MAX_PACKETS = ConfigKey.of("--max-packets", ValueType.count(1),
            "Discovery packets accepted per second on an interface from its peer; the same number again from all other"
                    + " senders together.")
            .byDefault(NetLimits.DEFAULT.packetsPerSecond());

    static final ConfigKey<Integer> MAX_REQUESTS = ConfigKey.of("--max-requests", ValueType.count(1),
            "Exchange requests accepted per second from the peer of an interface; from others on the link at most 200.")
            .byDefault(NetLimits.DEFAULT.requestsPerSecond());

    static final ConfigKey<Integer> MAX_CONNECTIONS = ConfigKey.of("--max-connections", ValueType.count(1),
            "Exchange connections that the peer of an interface may have open at a time; the same number again for all"
                    + " others on the link together, at most 4 for each.")
            .byDefault(NetLimits.DEFAULT.connections());

    static final ConfigKey<Duration> PULL_INTERVAL = ConfigKey.of("--pull-interval", ValueType.milliseconds(0),
            "Time between pulls that repair lost updates, plus or minus a quarter; 0 for none.")
            .byDefault(Timers.DEFAULT.pullInterval());

    static final ConfigKey<Boolean> DAMPING = ConfigKey.of("--damping", ValueType.SWITCH,
            "Suppress a flapping link, which keeps losing or changing its peer, for up to 60 s.")
            .applying(ConfigKey.Applies.LIVE);

    static final Section SECTION = new Section("Neighbor limits and policy",
            List.of(IMPORT_PERMIT, IMPORT_DENY, EXPORT_PERMIT, EXPORT_DENY, MAX_PREFIXES, MAX_PATH_LENGTH,
                    MAX_EXCHANGE_BODY, MAX_PACKETS, MAX_REQUESTS, MAX_CONNECTIONS, PULL_INTERVAL, DAMPING));

    private PolicyKeys() {}

    /** What the router lets pass. */
    static Policies policies(Settings settings) {
        PrefixFilter imports = new PrefixFilter(settings.all(IMPORT_PERMIT), settings.all(IMPORT_DENY));
        PrefixFilter exports = new PrefixFilter(settings.all(EXPORT_PERMIT), settings.all(EXPORT_DENY));
        ImportPolicy policy = new ImportPolicy(imports, settings.get(MAX_PREFIXES), settings.get(MAX_PATH_LENGTH))
                .withinHeap(Runtime.getRuntime().maxMemory());
        return new Policies(policy, exports, settings.isSet(DAMPING));
    }

    /** The limits of neighbors on a link. */
    static NetLimits limits(Settings settings) {
        return new NetLimits(settings.get(MAX_EXCHANGE_BODY), settings.get(MAX_PACKETS), settings.get(MAX_REQUESTS),
                settings.get(MAX_CONNECTIONS));
    }
}
