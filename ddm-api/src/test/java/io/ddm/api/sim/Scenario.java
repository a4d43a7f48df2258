package io.ddm.api.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What the simulation does to a network, by its seed; the same seed is the same run in every process. */
enum Scenario {
    /** Any small network under any faults. */
    SMALL {
        @Override
        SimNetwork network(long seed, Set<Claim> claims, Optional<MessageDigest> digest) {
            return Topology.random(seed, claims, digest);
        }

        @Override
        void hurt(Chaos chaos) {
            chaos.rage(30, Duration.ofMillis(1500));
        }
    },
    /** Any small network whose routers stop one after the other while everybody changes what it originates. */
    STOPS {
        @Override
        SimNetwork network(long seed, Set<Claim> claims, Optional<MessageDigest> digest) {
            return Topology.random(seed, claims, digest);
        }

        @Override
        void hurt(Chaos chaos) {
            chaos.rest();
            chaos.stops(5);
        }
    },
    /** 200 routers with 2,000 prefixes under loss, delay and crashes. */
    LARGE {
        @Override
        SimNetwork network(long seed, Set<Claim> claims, Optional<MessageDigest> digest) {
            return Topology.twoTiers(seed);
        }

        @Override
        void hurt(Chaos chaos) {
            chaos.crashes(5, Duration.ofSeconds(2));
        }
    };

    private static final Optional<Long> REPLAY = Optional.ofNullable(Long.getLong("ddm.sim.seed"));

    abstract SimNetwork network(long seed, Set<Claim> claims, Optional<MessageDigest> digest);

    abstract void hurt(Chaos chaos);

    /** Runs one seed, compares the network at rest with the oracle, and says in words what happened. */
    String run(long seed, Set<Claim> claims, Optional<MessageDigest> digest) {
        return run(network(seed, claims, digest));
    }

    /** The same with a tape. */
    String run(long seed, Tape tape) {
        SimNetwork net = network(seed, EnumSet.noneOf(Claim.class), Optional.empty());
        net.tape(tape);
        return run(net);
    }

    private String run(SimNetwork net) {
        Chaos chaos = new Chaos(net);
        chaos.startAll();
        hurt(chaos);
        chaos.rest();
        int excused = new Oracle(net).check();
        staysQuiet(net);
        return net.events() + " events, " + net.exchanges() + " exchanges, " + net.paths() + " paths, " + net.bytes()
                + " bytes, " + excused + " differences that are the reference's";
    }

    /** At rest only discovery speaks, and whoever pulls now and then learns nothing new. */
    private static void staysQuiet(SimNetwork net) {
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
    }

    /** Runs the first so many seeds, or the one that is asked for. A failure names its seed. */
    void seeds(int seeds, Class<?> test, Claim... claimed) {
        Set<Claim> claims = EnumSet.noneOf(Claim.class);
        claims.addAll(Set.of(claimed));
        LongStream all = REPLAY.map(LongStream::of).orElseGet(() -> LongStream.range(0, seeds));
        long start = System.nanoTime();
        String last = all.parallel().mapToObj(seed -> {
            try {
                return "seed " + seed + ": " + run(seed, claims, Optional.empty());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name() + " " + claims + ", seed " + seed + "; replay with mvn -q test -pl"
                        + " ddm-api -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test.getSimpleName()
                        + " -Dddm.sim.seed=" + seed, e);
            }
        }).reduce((a, b) -> b).orElse("none was asked for");
        System.out.printf("%d %s networks in %d ms; %s%n", REPLAY.isPresent() ? 1 : seeds, name(),
                (System.nanoTime() - start) / 1_000_000, last);
    }
}
