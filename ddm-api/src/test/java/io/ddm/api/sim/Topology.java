package io.ddm.api.sim;

import io.ddm.fsm.event.Timers;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TunnelOrigin;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Networks to try. */
final class Topology {

    /** How the ids of transits begin that are no part of any loop, so that the reference may run there. */
    static final String EDGE = "edge";

    private Topology() {}

    /**
     * A network of any shape: transits of ours in a random connected graph with loops, up to two of the reference at
     * its edge, servers of both on one or two of them. Every other two seeds have no reference router, every other one
     * of those no periodic pulls.
     */
    static SimNetwork random(long seed, Set<Claim> claims, Optional<MessageDigest> digest) {
        boolean references = seed % 4 < 2;
        boolean pushesAlone = seed % 2 == 0 && (!references || claims.contains(Claim.PUSHES_SUFFICE));
        SimNetwork net = new SimNetwork(seed, pushesAlone ? Duration.ZERO : Timers.DEFAULT.pullInterval(),
                references, claims, digest);
        int transits = 3 + (int) (seed % 6);
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
        // Between two reference transits that are joined twice paths grow without end: never in a loop of their own.
        List<SimRouter> all = new ArrayList<>(core);
        for (int i = 0; i < (net.hasReferences() ? seed % 3 : 0); i++) {
            SimRouter edge = net.router(EDGE + i, RouterKind.TRANSIT, true);
            net.link(edge, net.oneOf(all));
            all.add(edge);
        }
        for (int i = 0; i < 4 + (int) (seed % 5); i++) {
            SimRouter server = net.router("s" + i, RouterKind.SERVER, net.hasReferences() && net.chance(0.4));
            net.link(server, net.oneOf(all));
            if (net.chance(0.4)) {
                net.link(server, net.oneOf(all));
            }
        }
        for (SimRouter router : net.routers()) {
            router.originate(prefixes(router, 0, 5));
            if (net.hasTunnels()) {
                router.originate(tunnels(router, 0, net.random().nextInt(3)));
            }
        }
        return net;
    }

    /**
     * Six spines in a full mesh, 44 leaves of which every fourth is on two spines, 150 servers of which every fifth is
     * on two leaves, and every tenth of the reference; ten prefixes each: 200 routers and 2000 prefixes.
     */
    static SimNetwork twoTiers(long seed) {
        SimNetwork net = new SimNetwork(seed, Duration.ZERO, true, Set.of(), Optional.empty());
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
    static Set<Destination> prefixes(SimRouter router, int from, int count) {
        Set<Destination> prefixes = new LinkedHashSet<>();
        for (int i = from; i < from + count; i++) {
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48 | (long) router.number() << 16 | i, 0), 64));
        }
        return prefixes;
    }

    /** Tunnel origins; every other one is the same for all routers, so that several originate it. */
    static Set<Destination> tunnels(SimRouter router, int from, int count) {
        Set<Destination> tunnels = new LinkedHashSet<>();
        for (int i = from; i < from + count; i++) {
            int owner = i % 2 == 0 ? router.number() : 200;
            IpPrefix overlay = i % 3 == 0
                    ? new Prefix(new Ipv6Address(0x2001_0db8L << 32 | owner << 8 | i, 0), 64)
                    : new Ipv4Prefix(10 << 24 | owner << 16 | i << 8, 24);
            tunnels.add(new TunnelOrigin(overlay, new Ipv6Address(0xfd01L << 48, owner), 47 + i, i));
        }
        return tunnels;
    }
}
