package io.ddm.fsm.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Simulated networks under everything that can go wrong. A failure names its seed: hand it to {@link #small}. */
class SimulationTest {

    private static final int SMALL_SEEDS = Integer.getInteger("ddm.sim.small", 300);
    private static final int LARGE_SEEDS = Integer.getInteger("ddm.sim.large", 1);
    private static final Optional<Long> REPLAY = Optional.ofNullable(Long.getLong("ddm.sim.seed"));

    @Test
    void anySmallNetworkUnderAnyFaultsComesToRestWithShortestPathsEverywhere() {
        forEachSeed("small", SMALL_SEEDS, SimulationTest::small);
    }

    @Test
    void twoHundredRoutersWithTwoThousandPrefixesUnderLossDelayAndCrashesConverge() {
        forEachSeed("large", LARGE_SEEDS, SimulationTest::large);
    }

    private static String small(long seed) {
        SimNetwork net = Topology.random(seed, 3 + (int) (seed % 6), 4 + (int) (seed % 5), 5);
        Chaos chaos = new Chaos(net);
        chaos.startAll();
        chaos.rage(30, Duration.ofMillis(1500));
        chaos.rest();
        Oracle oracle = new Oracle(net);
        oracle.checkLinks();
        oracle.check();
        return staysQuiet(net);
    }

    private static String large(long seed) {
        SimNetwork net = Topology.twoTiers(seed);
        Chaos chaos = new Chaos(net);
        chaos.startAll();
        chaos.crashes(5, Duration.ofSeconds(2));
        chaos.rest();
        new Oracle(net).check();
        return staysQuiet(net);
    }

    /** At rest only discovery speaks, and whoever pulls now and then learns nothing new. */
    private static String staysQuiet(SimNetwork net) {
        long pushes = net.pushes();
        long exchanges = net.exchanges();
        net.run(Duration.ofSeconds(15));
        assertThat(net.pushes()).as("pushes at rest").isEqualTo(pushes);
        if (net.pullInterval().isZero()) {
            assertThat(net.exchanges()).as("exchanges at rest").isEqualTo(exchanges);
        } else {
            assertThat(net.exchanges()).as("exchanges at rest").isGreaterThan(exchanges);
            new Oracle(net).check();
        }
        return net.events() + " events, " + net.exchanges() + " exchanges, " + net.paths() + " paths";
    }

    private interface Scenario {
        String run(long seed);
    }

    private static void forEachSeed(String name, int seeds, Scenario scenario) {
        LongStream all = REPLAY.map(LongStream::of).orElseGet(() -> LongStream.range(0, seeds));
        long start = System.nanoTime();
        String last = all.parallel().mapToObj(seed -> {
            try {
                return "seed " + seed + ": " + scenario.run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + " network, seed " + seed + "; replay with mvn -q -pl fsm test"
                        + " -Dtest=SimulationTest -Dddm.sim.seed=" + seed, e);
            }
        }).reduce((a, b) -> b).orElse("none was asked for");
        System.out.printf("%d %s networks in %d ms; %s%n", REPLAY.isPresent() ? 1 : seeds, name,
                (System.nanoTime() - start) / 1_000_000, last);
    }
}
