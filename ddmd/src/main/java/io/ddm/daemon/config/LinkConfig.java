package io.ddm.daemon.config;

import io.ddm.daemon.net.NetLimits;
import java.time.Duration;
import java.util.List;

/**
 * The links that a router runs on.
 *
 * @param interfaces names of the interfaces; they need not exist yet
 * @param standby names of those that carry traffic only when no other shortest path is left; need not be among them
 * @param apiOnly whether there are to be no interfaces and no routes
 * @param exchangePort TCP port of the exchange on every link
 * @param exchangeTimeout how long one exchange request may take
 * @param limits what neighbors may cost
 */
public record LinkConfig(List<String> interfaces, List<String> standby, boolean apiOnly, int exchangePort,
        Duration exchangeTimeout,
        NetLimits limits) {

    public LinkConfig {
        interfaces = List.copyOf(interfaces);
        standby = List.copyOf(standby);
    }
}
