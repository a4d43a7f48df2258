package io.ddm.interop.bench;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Slower flaps would not be what the bench is about; a busy machine may miss some. */
    private static final double MIN_FLAPS_A_SECOND = 5;

    /** A link may begin so many sessions at once, and one a second after that. */
    private static final int MAX_SESSIONS_AT_ONCE = 5;

    /** What the heap may have grown by, since garbage is not collected at once. */
    private static final int MAX_GROWTH_KIB = 8 * 1024;

    private final Lab lab;
    private final Daemon transit;
    private final Daemon flapping;
    private final Daemon calm;

    private Flap(Lab lab, String... flags) {
        this.lab = lab;
        Usage.logCollections(lab, "t1");
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
        Prefixes.await("the routes come", Duration.ofSeconds(60), () -> wrongRoutes().isEmpty());
        flap(WARM_UP_SECONDS);
        Duration settled = Prefixes.await("the routes are back", Duration.ofMinutes(3), () -> wrongRoutes().isEmpty());
        System.out.printf("warmed up: right %.2f s after the link came to rest%n", settled.toMillis() / 1e3);
        // The peer that was lost last is still being forgotten.
        Thread.sleep(WARM_UP_SECONDS * 1000);
        Usage before = Usage.of(lab, "t1", transit);
        long lossesBefore = Prefixes.losses(transit);
        double rate = flap(seconds);
        Duration recovery = Prefixes.await("the routes are back", Duration.ofMinutes(3),
                () -> wrongRoutes().isEmpty());
        Thread.sleep(WARM_UP_SECONDS * 1000);
        Usage after = Usage.of(lab, "t1", transit);
        long losses = Prefixes.losses(transit) - lossesBefore;
        System.out.printf(
                "%d s of %.1f flaps a second; right %.2f s after the last; sessions lost %d%nbefore %s%nafter  %s%n",
                seconds, rate, recovery.toMillis() / 1e3, losses, before, after);
        List<String> wrong = wrong(seconds, rate, losses, before, after);
        System.out.println(wrong.isEmpty() ? "nothing leaked, all routes are right" : "BROKE: " + wrong);
        return wrong.isEmpty();
    }

    /** What is not as promised. */
    private List<String> wrong(int seconds, double rate, long losses, Usage before, Usage after) {
        List<String> wrong = new ArrayList<>();
        check(wrong, rate >= MIN_FLAPS_A_SECOND, "%.1f flaps a second, too few to say anything".formatted(rate));
        check(wrong, losses > 0, "no session was lost: the link did not flap");
        check(wrong, losses <= seconds + 1 + MAX_SESSIONS_AT_ONCE, losses + " sessions lost, more than one a second");
        check(wrong, after.fds() <= before.fds() + 2, "file descriptors grew by " + (after.fds() - before.fds()));
        check(wrong, after.threads() <= before.threads() + 2,
                "threads grew by " + (after.threads() - before.threads()));
        check(wrong, after.rssKib() <= before.rssKib() + MAX_GROWTH_KIB,
                "resident memory grew by %d KiB".formatted(after.rssKib() - before.rssKib()));
        wrong.addAll(wrongRoutes());
        for (Map.Entry<String, Daemon> node : Map.of("t1", transit, "s1", flapping, "s2", calm).entrySet()) {
            check(wrong, node.getValue().runs(), "the daemon of " + node.getKey() + " has ended");
        }
        return wrong;
    }

    private static void check(List<String> wrong, boolean isRight, String otherwise) {
        if (!isRight) {
            wrong.add(otherwise);
        }
    }

    /** The nodes that do not have exactly the routes of the others, each by one way; empty if all do. */
    private List<String> wrongRoutes() {
        List<String> wrong = new ArrayList<>();
        check(wrong, "t1", transit.routes(), 2 * PREFIXES);
        check(wrong, "s1", flapping.routes(), PREFIXES);
        check(wrong, "s2", calm.routes(), PREFIXES);
        return wrong;
    }

    private static void check(List<String> wrong, String node, Map<String, Set<String>> routes, int count) {
        long single = routes.values().stream().filter(hops -> hops.size() == 1).count();
        check(wrong, routes.size() == count && single == count,
                "%s has %d routes, %d of them with one next hop, not %d".formatted(node, routes.size(), single, count));
    }

    /** Takes the carrier away and gives it back, ends with it back, and returns how often a second that was. */
    private double flap(int seconds) throws InterruptedException {
        long began = System.nanoTime();
        long ends = began + Duration.ofSeconds(seconds).toNanos();
        int flaps = 0;
        while (System.nanoTime() < ends) {
            Prefixes.carrier(lab, "s1", "to-t1", false);
            sleepUntil(began + flaps * PERIOD_NANOS + PERIOD_NANOS / 2);
            Prefixes.carrier(lab, "s1", "to-t1", true);
            flaps++;
            sleepUntil(began + flaps * PERIOD_NANOS);
        }
        return flaps * 1e9 / (System.nanoTime() - began);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }
}
