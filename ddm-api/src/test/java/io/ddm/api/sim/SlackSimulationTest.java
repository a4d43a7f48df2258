package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.event.MultipathConfig;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Routers that also use paths one hop longer, if those are faster: no packet circles and none is lost. Without the rule
 * of {@code Rib.oneHopLonger} they circle while delays change.
 */
class SlackSimulationTest {

    private static final int SEEDS = Integer.getInteger("ddm.sim.slack", 6);
    private static final MultipathConfig SLACK = new MultipathConfig(MultipathConfig.DEFAULT.failureDetectionTime(),
            MultipathMode.DELAY, new Slack(1));

    private static SimNetwork network(long seed) {
        SimNetwork net = new SimNetwork(seed, Duration.ZERO, false, Set.of(), Optional.empty());
        net.multipath(SLACK);
        return net;
    }

    /** Transits joined to each other, a server on each of them, and one server on all. */
    private static SimNetwork mesh(long seed, int transits, int joined) {
        SimNetwork net = network(seed);
        List<SimRouter> core = new ArrayList<>();
        for (int i = 0; i < transits; i++) {
            SimRouter transit = net.router("t" + i, RouterKind.TRANSIT, false);
            for (SimRouter other : core) {
                for (int link = 0; link < joined; link++) {
                    net.link(transit, other);
                }
            }
            core.add(transit);
        }
        core.forEach(transit -> net.link(net.router("s" + transit.number(), RouterKind.SERVER, false), transit));
        SimRouter everywhere = net.router("s", RouterKind.SERVER, false);
        core.forEach(transit -> net.link(everywhere, transit));
        net.routers().forEach(router -> router.originate(Topology.prefixes(router, 0, 2)));
        return net;
    }

    private static int check(SimNetwork net, int faults) {
        Chaos chaos = new Chaos(net);
        chaos.startAll();
        chaos.rage(faults, Duration.ofMillis(1500));
        chaos.rest();
        int longer = new ForwardingGraph(net).check();
        net.delayNoise(8);
        measure(net);
        return longer;
    }

    /** While delays move, each router knows older ones of its neighbors than they do. */
    private static void measure(SimNetwork net) {
        for (SimRouter router : net.routers()) {
            if (router.process() instanceof OurRouter ours) {
                router.ports()
                        .forEach(port -> net.after(net.random().nextInt(1_000_000),
                                () -> ours.measureNoise(port, 10)));
            }
        }
        ForwardingGraph graph = new ForwardingGraph(net);
        for (int i = 0; i < 200; i++) {
            net.run(Duration.ofMillis(100));
            graph.check();
        }
    }

    @Test
    void nothingCirclesOrEndsInAnyNetwork() {
        long start = System.nanoTime();
        int longer = 0;
        for (int i = 0; i < SEEDS; i++) {
            // Those of any shape in which all routers are ours.
            SimNetwork net = Topology.random(4L * (i / 2) + 2 + i % 2, Set.of(), Optional.empty());
            net.multipath(SLACK);
            longer += check(net, 20);
        }
        System.out.printf("%d networks with slack in %d ms: %d next hops on longer paths%n", SEEDS,
                (System.nanoTime() - start) / 1_000_000, longer);
        assertThat(longer).as("longer paths in use").isPositive();
    }

    @ParameterizedTest(name = "{0} transits")
    @ValueSource(ints = {2, 3, 5})
    void nothingCirclesBetweenJoinedTransits(int transits) {
        int longer = 0;
        for (int seed = 0; seed < 20 / transits; seed++) {
            longer += check(mesh(seed, transits, 1), 0);
        }
        assertThat(longer).as("longer paths in use").isPositive();
    }

    /** Two transits that are joined twice, with two servers each: no server has two ways, and all reach all. */
    @Test
    void nothingCirclesInASextet() {
        for (int seed = 0; seed < 3; seed++) {
            SimNetwork net = network(seed);
            SimRouter one = net.router("t1", RouterKind.TRANSIT, false);
            SimRouter two = net.router("t2", RouterKind.TRANSIT, false);
            net.link(one, two);
            net.link(one, two);
            for (int i = 1; i <= 4; i++) {
                net.link(net.router("s" + i, RouterKind.SERVER, false), i <= 2 ? one : two);
            }
            net.routers().forEach(router -> router.originate(Topology.prefixes(router, 0, 2)));
            check(net, 0);
        }
    }

    /** Each of two joined transits is as near to the server as the other: the one with the lower id goes straight. */
    @Test
    void onlyOneOfTwoTransitsGoesByTheOther() {
        int used = 0;
        for (int seed = 0; seed < 15; seed++) {
            SimNetwork net = mesh(seed, 2, 1);
            Chaos chaos = new Chaos(net);
            chaos.startAll();
            chaos.rest();
            SimRouter server = net.routers().getLast();
            Prefix prefix = (Prefix) Topology.prefixes(server, 0, 1).iterator().next();
            assertThat(nextHops(net.routers().get(0), prefix)).as("the transit with the lower id").isEqualTo(1);
            used += nextHops(net.routers().get(1), prefix) - 1;
        }
        assertThat(used).as("how often the other one goes by it").isPositive();
    }

    private static int nextHops(SimRouter router, Prefix prefix) {
        return router.process() instanceof OurRouter ours ? ours.fib().getOrDefault(prefix, List.of()).size() : 0;
    }
}
