package io.ddm.fsm.sim;

import io.ddm.fsm.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Everything that may happen to a network, at random; then peace. */
final class Chaos {

    private static final Prefix ANYCAST = new Prefix(new Ipv6Address(0xfdffL << 48, 0), 48);

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

    /** Faults stop, what still lives and is linked stays so; long enough for every timer to have run out. */
    void rest() {
        net.weather(SimNetwork.Weather.FAIR);
        net.run(Duration.ofSeconds(25));
    }

    /** So many crashes and short cuts of links. */
    void crashes(int count, Duration mostPause) {
        for (int i = 0; i < count; i++) {
            crash(net.oneOf(net.routers()));
            flap(net.oneOf(net.links()));
            net.run(Duration.ofMillis(net.random().nextLong(mostPause.toMillis())));
        }
    }

    private void fault() {
        SimRouter router = net.oneOf(net.routers());
        SimLink link = net.oneOf(net.links());
        switch (net.random().nextInt(10)) {
            case 0 -> link.cut(net.chance(0.5), net.chance(0.5));
            case 1 -> flap(link);
            case 2, 3 -> net.links().stream().filter(l -> !l.isUp()).findFirst().ifPresent(SimLink::heal);
            case 4 -> crash(router);
            case 5 -> net.routers().stream().filter(r -> !r.isAlive()).findFirst().ifPresent(SimRouter::start);
            case 6 -> change(router);
            case 7 -> {
                if (net.chance(0.5)) {
                    router.tell(new Event.Synchronize());
                } else {
                    router.tell(new Event.ExpirePeer(net.oneOf(router.ports()).otherEnd().address()));
                }
            }
            case 8 -> reconfigure(router);
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
                net.after(net.random().nextInt(4_000_000), () -> {
                    if (!router.isAlive()) {
                        router.start();
                    }
                });
            }
        }
    }

    private void change(SimRouter router) {
        Set<Prefix> some = net.chance(0.3)
                ? Set.of(ANYCAST)
                : Topology.prefixes(router, net.random().nextInt(5), 1 + net.random().nextInt(5));
        if (net.chance(0.5)) {
            router.originate(some);
        } else {
            router.withdraw(some);
        }
    }

    /** An interface is taken away and given back, perhaps before the neighbour has noticed. */
    private void reconfigure(SimRouter router) {
        String name = net.oneOf(router.ports()).name();
        router.tell(new Event.InterfaceRemoved(name));
        net.after(net.random().nextInt(8_000_000), () -> router.tell(new Event.InterfaceConfigured(name)));
    }

    private void partition() {
        List<SimLink> cut = net.links().stream().filter(l -> l.isUp() && net.chance(0.3)).toList();
        cut.forEach(link -> link.cut(false, false));
        net.after(net.random().nextInt(8_000_000), () -> cut.forEach(SimLink::heal));
    }
}
