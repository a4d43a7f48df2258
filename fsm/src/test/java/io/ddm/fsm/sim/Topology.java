package io.ddm.fsm.sim;

import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Networks to try. */
final class Topology {

    private Topology() {}

    /**
     * A network of any shape: transits in a random connected graph with loops, servers on one or two of them. On every
     * other seed they pull now and then.
     */
    static SimNetwork random(long seed, int transits, int servers, int prefixesEach) {
        SimNetwork net = new SimNetwork(seed, seed % 2 == 0 ? Duration.ZERO : RouterConfig.DEFAULT_PULL_INTERVAL);
        List<SimRouter> core = new ArrayList<>();
        for (int i = 0; i < transits; i++) {
            SimRouter transit = net.router("t" + i, RouterKind.TRANSIT, false);
            if (i > 0) {
                net.link(transit, net.oneOf(core));
            }
            core.add(transit);
        }
        for (int i = 0; i < transits / 2; i++) {
            SimRouter one = net.oneOf(core);
            SimRouter other = net.oneOf(core);
            if (one != other) {
                net.link(one, other);
            }
        }
        for (int i = 0; i < servers; i++) {
            SimRouter server = net.router("s" + i, RouterKind.SERVER, net.chance(0.3));
            net.link(server, net.oneOf(core));
            if (net.chance(0.4)) {
                net.link(server, net.oneOf(core));
            }
        }
        for (SimRouter router : net.routers()) {
            router.originate(prefixes(router, 0, prefixesEach));
        }
        return net;
    }

    /**
     * Six spines in a full mesh, 44 leaves of which every fourth is on two spines, 150 servers of which every fifth is
     * on two leaves; ten prefixes each: 200 routers and 2000 prefixes.
     */
    static SimNetwork twoTiers(long seed) {
        SimNetwork net = new SimNetwork(seed, Duration.ZERO);
        List<SimRouter> spines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            SimRouter spine = net.router("spine" + i, RouterKind.TRANSIT, false);
            spines.forEach(other -> net.link(spine, other));
            spines.add(spine);
        }
        List<SimRouter> leaves = new ArrayList<>();
        for (int i = 0; i < 44; i++) {
            SimRouter leaf = net.router("leaf" + i, RouterKind.TRANSIT, false);
            net.link(leaf, spines.get(i % 6));
            if (i % 4 == 0) {
                net.link(leaf, spines.get((i + 1) % 6));
            }
            leaves.add(leaf);
        }
        for (int i = 0; i < 150; i++) {
            SimRouter server = net.router("server" + i, RouterKind.SERVER, i % 10 == 0);
            net.link(server, leaves.get(i % 44));
            if (i % 5 == 0) {
                net.link(server, leaves.get((i + 1) % 44));
            }
        }
        net.routers().forEach(router -> router.originate(prefixes(router, 0, 10)));
        return net;
    }

    /** Prefixes that only this router originates. */
    static Set<Prefix> prefixes(SimRouter router, int from, int count) {
        Set<Prefix> prefixes = new LinkedHashSet<>();
        for (int i = from; i < from + count; i++) {
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48 | (long) router.number() << 16 | i, 0), 64));
        }
        return prefixes;
    }
}
