package io.ddm.interop.bench;

import io.ddm.interop.netns.Daemon;
import io.ddm.interop.netns.Lab;
import io.ddm.interop.netns.Shell;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Changes of many prefixes that must be acknowledged, and what follows from them. */
public final class Prefixes {

    private Prefixes() {}

    /** Originates or withdraws {@code fd00:0:0:FROM::/64} and so many more in one request. */
    static void change(Daemon daemon, String method, int from, int count) {
        String body = Daemon
                .list(IntStream.range(from, from + count).mapToObj(i -> "fd00:0:0:%x::/64".formatted(i)).toList());
        Daemon.Reply reply = daemon.change(method, "/prefix", body);
        if (reply.status() != 204) {
            throw new IllegalStateException(method + " /prefix was answered with " + reply);
        }
    }

    /** Takes the carrier of a node's interface away, or gives it back. */
    public static void carrier(Lab lab, String node, String link, boolean up) {
        Shell.Output done = lab.shell(node).run("ip link set " + link + (up ? " up" : " down"));
        if (done.status() != 0) {
            throw new IllegalStateException("ip link set " + link + " on " + node + ": " + done.text().strip());
        }
    }

    /** How many peers a daemon has lost so far, over all interfaces. */
    public static long losses(Daemon daemon) {
        Daemon.Reply metrics = daemon.request("GET", "/metrics");
        if (metrics.status() != 200) {
            throw new IllegalStateException("GET /metrics was answered with " + metrics);
        }
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith("ddm_peer_expirations_total"))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    /**
     * Waits until something is so.
     *
     * @return how long that took
     * @throws IllegalStateException if it is not so in time
     */
    public static Duration await(String what, Duration most, BooleanSupplier isSo) throws InterruptedException {
        long began = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - began > most.toNanos()) {
                throw new IllegalStateException("not within " + most.toSeconds() + " s: " + what);
            }
            Thread.sleep(20);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Starts daemons together and waits until all admin APIs answer. */
    public static void start(Daemon... daemons) throws InterruptedException {
        for (Daemon daemon : daemons) {
            daemon.start();
        }
        for (Daemon daemon : daemons) {
            await("the daemon serves", Duration.ofMinutes(5), () -> daemon.request("GET", "/peers").status() == 200);
        }
    }
}
