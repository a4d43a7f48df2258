package io.ddm.daemon.config;

import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.net.NetLimits;
import io.ddm.fsm.event.RouterConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything that a daemon is started with.
 *
 * @param router who it is and how patient
 * @param interfaces names of the interfaces to run on; they need not exist yet
 * @param apiOnly whether there are to be no interfaces and no routes
 * @param adminAddress where the admin API and the metrics listener listen
 * @param adminPort its TCP port; 0 for any free one
 * @param exchangePort TCP port of the exchange on every link
 * @param exchangeTimeout how long one exchange request may take
 * @param dataDirectory where originated prefixes are kept
 * @param dataplane what is programmed
 * @param limits what neighbors may cost
 * @param stats the metrics listener; it listens on {@code adminAddress} too
 * @param access who may administer and who may exchange
 */
public record DaemonConfig(RouterConfig router, List<String> interfaces, boolean apiOnly, InetAddress adminAddress,
        int adminPort, int exchangePort, Duration exchangeTimeout, Path dataDirectory, DataplaneKind dataplane,
        NetLimits limits, StatsConfig stats, AccessConfig access) {

    public DaemonConfig {
        interfaces = List.copyOf(interfaces);
    }
}
