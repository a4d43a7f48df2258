package io.ddm.interop.bench;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A link between a transit and a server that loses its carrier ten times a second: what the transit holds before and
 * after, and how soon both are right when the link rests. See {@code interop-tests/bench/flap}.
 */
public final class Flap {

    private static final int PREFIXES = 100;
    private static final int WARM_UP_SECONDS = 5;

    /** Ten flaps a second, as far as the machine keeps up. */
    private static final long PERIOD_NANOS = 100_000_000;

    private final Lab lab;
    private final Daemon transit;
    private final Daemon flapping;
    private final Daemon calm;

    private Flap(Lab lab, String... flags) {
        this.lab = lab;
        Usage.tellCollections(lab, "t1");
        this.transit = lab.daemon("t1", flags);
        this.flapping = lab.daemon("s1", flags);
        this.calm = lab.daemon("s2", flags);
    }

    /**
     * Runs it; the exit status is 0 if all was as promised, else 1.
     *
     * @param args seconds, then further flags of the daemons
     */
    public static void main(String... args) throws IOException, InterruptedException {
        String[] flags = List.of(args).subList(1, args.length).toArray(String[]::new);
        boolean held;
        try (Lab lab = Lab.of("t1-s1,t1-s2", Path.of("target/flap"))) {
            held = new Flap(lab, flags).run(Integer.parseInt(args[0]));
        }
        System.exit(held ? 0 : 1);
    }

    private boolean run(int seconds) throws InterruptedException {
        Prefixes.start(transit, flapping, calm);
        Prefixes.change(flapping, "PUT", 0, PREFIXES);
        Prefixes.change(calm, "PUT", PREFIXES, PREFIXES);
        Prefixes.await("the routes come", Duration.ofSeconds(60), this::isRight);
        flap(WARM_UP_SECONDS);
        Duration settled = Prefixes.await("the routes are back", Duration.ofMinutes(3), this::isRight);
        System.out.printf("warmed up: right %.2f s after the link came to rest%n", settled.toMillis() / 1e3);
        Usage before = Usage.of(lab, "t1", transit);
        long lossesBefore = Prefixes.losses(transit);
        double rate = flap(seconds);
        Duration recovery = Prefixes.await("the routes are back", Duration.ofMinutes(3), this::isRight);
        Thread.sleep(WARM_UP_SECONDS * 1000);
        Usage after = Usage.of(lab, "t1", transit);
        System.out.printf(
                "%d s of %.1f flaps a second; right %.2f s after the last; sessions lost %d%nbefore %s%nafter  %s%n",
                seconds, rate, recovery.toMillis() / 1e3, Prefixes.losses(transit) - lossesBefore, before, after);
        boolean noLeak = after.fds() <= before.fds() + 2 && after.threads() <= before.threads() + 2
                && after.rssKib() <= before.rssKib() * 5 / 4;
        System.out.println(noLeak ? "nothing leaked" : "LEAK");
        return noLeak && isRight() && transit.runs() && flapping.runs() && calm.runs();
    }

    /** Whether everybody has the routes of the others and no more. */
    private boolean isRight() {
        return wholeTable(transit.routes(), 2 * PREFIXES) && wholeTable(flapping.routes(), PREFIXES)
                && wholeTable(calm.routes(), PREFIXES);
    }

    private static boolean wholeTable(Map<String, Set<String>> routes, int count) {
        return routes.size() == count && routes.values().stream().allMatch(hops -> hops.size() == 1);
    }

    /** Takes the carrier away and gives it back, ends with it back, and returns how often a second that was. */
    private double flap(int seconds) throws InterruptedException {
        long began = System.nanoTime();
        long ends = began + Duration.ofSeconds(seconds).toNanos();
        int flaps = 0;
        while (System.nanoTime() < ends) {
            lab.shell("s1").run("ip link set to-t1 down");
            sleepUntil(began + flaps * PERIOD_NANOS + PERIOD_NANOS / 2);
            lab.shell("s1").run("ip link set to-t1 up");
            flaps++;
            sleepUntil(began + flaps * PERIOD_NANOS);
        }
        return flaps * 1e9 / (System.nanoTime() - began);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }
}
