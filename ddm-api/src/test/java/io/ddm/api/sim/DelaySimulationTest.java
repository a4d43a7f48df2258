package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What noisy delays cost a network of 200 routers and 2,000 prefixes in messages. */
class DelaySimulationTest {

    private static final int SECONDS = Integer.getInteger("ddm.sim.noise", 3);

    private final SimNetwork net = Topology.twoTiers(1);

    /** Pushes of one session in a second, and paths in them. */
    private record Rate(double pushes, double paths) {}

    private Rate under(double factor) {
        net.delayNoise(factor);
        long pushes = net.pushes();
        long paths = net.paths();
        for (SimRouter router : net.routers()) {
            if (router.process() instanceof OurRouter ours) {
                router.ports()
                        .forEach(port -> net.after(net.random().nextInt(1_000_000),
                                () -> ours.measureNoise(port, SECONDS)));
            }
        }
        net.run(Duration.ofSeconds(SECONDS + 1));
        double sessions = 2.0 * net.links().size() * (SECONDS + 1);
        Rate rate = new Rate((net.pushes() - pushes) / sessions, (net.paths() - paths) / sessions);
        System.out.printf(
                "delays that vary by a factor of %.2f: each session has %.3f pushes with %.1f paths a second%n",
                factor, rate.pushes, rate.paths);
        return rate;
    }

    /** How many paths a session has, on average. */
    private double pathsOfSession() {
        return net.routers()
                .stream()
                .flatMap(router -> router.ports().stream())
                .mapToInt(port -> port.owner().process() instanceof OurRouter ours ? ours.holds(port).size() : 0)
                .average()
                .orElse(0);
    }

    @Test
    void noiseMakesNoStorm() {
        Chaos chaos = new Chaos(net);
        chaos.startAll();
        chaos.rest();
        new Oracle(net).check();
        under(1.05);
        // Delays that have just become known take as long to reach every router.
        net.run(Duration.ofSeconds(15));
        assertThat(under(1.05).pushes()).as("within the dead band, once delays are known").isLessThan(0.05);
        assertThat(under(4).paths()).as("each path at most once a second").isBetween(1.0, pathsOfSession());
        chaos.rest();
        long pushes = net.pushes();
        net.run(Duration.ofSeconds(10));
        assertThat(net.pushes()).as("pushes when the noise is over").isEqualTo(pushes);
        new Oracle(net).check();
    }
}
