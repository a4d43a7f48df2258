package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything that may happen to a network, at random; then peace. */
final class Chaos {

    private static final Prefix ANYCAST = new Prefix(new Ipv6Address(0xfdffL << 48, 0), 48);

    /** Long enough for every timer, and for periodic pulls through two routers. */
    private static final Duration REST = Duration.ofSeconds(60);

    /** Delays that went to and fro settle in small steps; so often {@link #REST} at most. */
    private static final int MAX_RESTS = 8;

    /** A peer that keeps failing its probes stays out of use for so long at most. */
    private static final Duration MAX_SUPPRESSION = Duration.ofSeconds(65);

    private final SimNetwork net;

    Chaos(SimNetwork net) {
        this.net = net;
    }

    /** All routers start within a second. */
    void startAll() {
        net.weather(SimNetwork.Weather.FOUL);
        for (SimRouter router : net.routers()) {
            net.after(net.random().nextInt(1_000_000), router::start);
        }
        net.run(Duration.ofSeconds(2));
    }

    /** So many faults, at a random pace. */
    void rage(int faults, Duration mostPause) {
        for (int i = 0; i < faults; i++) {
            fault();
            net.run(Duration.ofMillis(net.random().nextLong(mostPause.toMillis())));
        }
    }

    /** Faults stop, what still lives and is linked stays so. */
    void rest() {
        net.weather(SimNetwork.Weather.FAIR);
        long pushes = -1;
        for (int i = 0; i < MAX_RESTS && pushes != net.pushes(); i++) {
            pushes = net.pushes();
            net.run(REST);
        }
        if (net.routers().stream().anyMatch(Oracle::hasPeersOutOfUse)) {
            net.run(MAX_SUPPRESSION);
        }
    }

    /** So many crashes and short cuts of links. */
    void crashes(int count, Duration mostPause) {
        for (int i = 0; i < count; i++) {
            crash(net.oneOf(net.routers()));
            flap(net.oneOf(net.links()));
            net.run(Duration.ofMillis(net.random().nextLong(mostPause.toMillis())));
        }
    }

    /**
     * Routers stop one after the other, and start again, while all others change what they originate; nothing is lost.
     */
    void stops(int count) {
        net.weather(SimNetwork.Weather.FAIR);
        net.calm(true);
        for (int i = 0; i < count; i++) {
            SimRouter stopping = net.oneOf(net.routers().stream().filter(r -> !r.isReference()).toList());
            net.after(net.random().nextInt(50_000), () -> stopping.whileAlive(Speaker::stop));
            for (int change = 0; change < 40; change++) {
                net.after(net.random().nextInt(400_000), () -> change(net.oneOf(net.routers())));
            }
            net.run(Duration.ofMillis(2500));
            stopping.start();
            net.run(Duration.ofSeconds(4));
        }
        net.calm(false);
    }

    private void fault() {
        SimRouter router = net.oneOf(net.routers());
        SimLink link = net.oneOf(net.links());
        switch (net.random().nextInt(14)) {
            case 0 -> link.cut(net.chance(0.5), net.chance(0.5));
            case 1 -> flap(link);
            case 2, 3 -> net.links().stream().filter(l -> !l.isUp()).findFirst().ifPresent(SimLink::heal);
            case 4 -> crash(router);
            case 5 -> net.routers().stream().filter(r -> !r.isAlive()).findFirst().ifPresent(SimRouter::start);
            case 6, 7 -> change(router);
            case 8 -> {
                if (net.chance(0.5)) {
                    router.whileAlive(Speaker::synchronize);
                } else {
                    Ipv6Address peer = net.oneOf(router.ports()).otherEnd().address();
                    router.whileAlive(process -> process.expirePeer(peer));
                }
            }
            case 9 -> {
                SimPort port = net.oneOf(router.ports());
                long after = net.random().nextInt(8_000_000);
                router.whileAlive(process -> process.reconfigure(port, after));
            }
            case 10 -> router.whileAlive(process -> {
                process.stop();
                again(router, 3_000_000);
            });
            case 11 -> {
                // Elsewhere the reference would be in a loop.
                if (router.isAlive() && net.hasReferences()
                        && (router.kind() == RouterKind.SERVER || router.id().value().startsWith(Topology.EDGE))) {
                    router.replace();
                }
            }
            case 12 -> router.whileAlive(process -> process.losesProbes(net.oneOf(router.ports()),
                    1 + net.random().nextInt(5_000_000)));
            default -> partition();
        }
    }

    /** Down and up again faster than silence would tell; each end may or may not see it. */
    private void flap(SimLink link) {
        link.cut(net.chance(0.5), net.chance(0.5));
        net.after(net.random().nextInt(3_000_000), link::heal);
    }

    /** Most come back at once, with what they had stored. */
    private void crash(SimRouter router) {
        if (router.isAlive()) {
            router.crash();
            if (net.chance(0.7)) {
                again(router, net.random().nextInt(4_000_000));
            }
        }
    }

    private void again(SimRouter router, long afterMicros) {
        net.after(afterMicros, () -> {
            if (!router.isAlive()) {
                router.start();
            }
        });
    }

    private void change(SimRouter router) {
        Set<Destination> some = net.chance(0.3)
                ? new LinkedHashSet<>(List.of(ANYCAST))
                : Topology.prefixes(router, net.random().nextInt(5), 1 + net.random().nextInt(5));
        if (net.hasTunnels() && net.chance(0.5)) {
            some = Topology.tunnels(router, net.random().nextInt(4), 1 + net.random().nextInt(3));
        }
        if (net.chance(0.5)) {
            router.originate(some);
        } else {
            router.withdraw(some);
        }
    }

    private void partition() {
        List<SimLink> cut = net.links().stream().filter(l -> l.isUp() && net.chance(0.3)).toList();
        cut.forEach(link -> link.cut(false, false));
        net.after(net.random().nextInt(8_000_000), () -> cut.forEach(SimLink::heal));
    }
}
