package io.ddm.interop.bench;

import io.ddm.daemon.core.Driver;
import io.ddm.daemon.core.MonotonicClock;
import io.ddm.daemon.core.Recorder;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What the recorder costs: a transit imports a table and then changes, and passes all of it on to a second peer, in
 * turn without a recorder and with one. See {@code interop-tests/bench/recorder}.
 */
public final class RecorderCost {

    private static final int CHANGES = 200;
    private static final int PATHS_OF_CHANGE = 500;
    private static final PeerIdentity ORIGIN = peer("fe80::b", "s1");
    private static final PeerIdentity OTHER = peer("fe80::c", "t2");
    private static final PeerCapabilities EXTENSIONS = new PeerCapabilities(1 << 20, true, "bench");

    /**
     * One network's life.
     *
     * @param loop of the event loop's processor, ms
     * @param longest of one event, ms
     * @param recorder of the recorder's thread, ms
     * @param kept what the recorder keeps, MiB
     * @param heap the largest heap after a collection, or now, MiB
     * @param lost events that were not recorded
     */
    private record Run(double loop, double longest, double recorder, double kept, double heap, double lost) {}

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private long cpu;
    private long longest;
    private Optional<Recorder> recorder = Optional.empty();
    private Driver driver;

    /**
     * Runs it.
     *
     * @param args how many prefixes, how many pairs of runs
     */
    public static void main(String... args) throws Exception {
        int prefixes = Integer.parseInt(args[0]);
        int pairs = Integer.parseInt(args[1]);
        List<Run> without = new ArrayList<>();
        List<Run> with = new ArrayList<>();
        for (int i = 0; i <= pairs; i++) {
            boolean isFirstWithout = i % 2 == 0;
            Run first = new RecorderCost(!isFirstWithout).run(prefixes, !isFirstWithout);
            Run second = new RecorderCost(isFirstWithout).run(prefixes, isFirstWithout);
            if (i > 0) { // the first pair warms up
                without.add(isFirstWithout ? first : second);
                with.add(isFirstWithout ? second : first);
            }
        }
        System.out.printf(
                "%,d prefixes, %d changes of %d, 2 peers; medians of %d runs each, in turn (lowest to highest)%n%n",
                prefixes, CHANGES, PATHS_OF_CHANGE, pairs);
        System.out.println("| figure | without recorder | with | ratio |\n|---|---|---|---|");
        row("processor of the event loop, ms", without, with, Run::loop);
        row("longest event, ms", without, with, Run::longest);
        row("processor of the recorder's thread, ms", without, with, Run::recorder);
        row("kept by the recorder, MiB", without, with, Run::kept);
        row("heap at the end, before a collection, MiB", without, with, Run::heap);
        row("events not recorded", without, with, Run::lost);
        System.exit(0);
    }

    private static void row(String name, List<Run> without, List<Run> with, ToDoubleFunction<Run> figure) {
        double[] a = without.stream().mapToDouble(figure).sorted().toArray();
        double[] b = with.stream().mapToDouble(figure).sorted().toArray();
        System.out.printf("| %s | %s | %s | %s |%n", name, text(a), text(b),
                median(a) == 0 ? "" : "%.2f".formatted(median(b) / median(a)));
    }

    private static String text(double[] sorted) {
        return "%.1f (%.1f to %.1f)".formatted(median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).limit(2 - sorted.length % 2).average().orElseThrow();
    }

    private RecorderCost(boolean isRecorded) {
        RouterConfig config = RouterConfig.of(new RouterId("t1"), RouterKind.TRANSIT);
        MonotonicClock clock = new MonotonicClock();
        driver = new Driver(vertx, context, new Router(config), clock, new Driver.Observer() {
            @Override
            public void event(Event event) {
                // What it costs is known when it is done.
            }

            @Override
            public void done(String work, long nanos) {
                cpu += nanos;
                longest = Math.max(longest, nanos);
            }
        }, this::carryOut, (event, working, cause) -> {
            cause.printStackTrace();
            System.exit(1);
        });
        if (isRecorded) {
            recorder = Optional.of(new Recorder(config, Instant.now(), () -> driver.capture(), Optional.empty()));
            driver.record(recorder.get());
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Push push -> driver.submit(new Event.PushCompleted(push.name(), push.epoch()));
            case Effect.Pull pull -> driver.submit(new Event.PullUnchanged(pull.name(), pull.epoch(), EXTENSIONS));
            default -> {
                // Nothing waits for it.
            }
        }
    }

    private Run run(int prefixes, boolean isRecorded) throws Exception {
        connect("eth0", 2, ORIGIN);
        connect("eth1", 3, OTHER);
        for (int i = 0; i < prefixes; i += 10_000) {
            push(new Update(paths(i, Math.min(10_000, prefixes - i)), List.of()));
        }
        for (int i = 0; i < CHANGES; i++) {
            List<PathVector> changed = paths(i / 2 * PATHS_OF_CHANGE % prefixes, PATHS_OF_CHANGE);
            push(i % 2 == 0 ? new Update(List.of(), changed) : new Update(changed, List.of()));
        }
        double heap = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6 / 1.048576;
        if (isRecorded) {
            recorder.get().kept().get(60, TimeUnit.SECONDS);
        }
        Run run = new Run(cpu / 1e6, longest / 1e6, threadMillis("ddm-recorder"),
                recorder.map(Recorder::keptBytes).orElse(0L) / 1e6 / 1.048576, heap,
                recorder.map(Recorder::lostEvents).orElse(0L));
        driver.end();
        recorder.ifPresent(Recorder::close);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        System.gc();
        return run;
    }

    private void connect(String name, int index, PeerIdentity peer) throws Exception {
        submit(new Event.InterfaceConfigured(name));
        submit(new Event.InterfaceReady(name, index, Ipv6Address.parse("fe80::a")));
        submit(new Event.InterfaceOpened(name, 1));
        submit(new Event.PacketReceived(name, peer, false, true));
    }

    private long requests;

    /** Until the router has nothing left to do. */
    private void push(Update update) throws Exception {
        submit(new Event.PushReceived("eth0", ORIGIN.address(), update, ++requests));
        for (boolean isIdle = false; !isIdle;) {
            long before = cpu;
            Thread.sleep(2);
            CompletableFuture<Boolean> seen = new CompletableFuture<>();
            context.runOnContext(ignored -> seen.complete(cpu == before));
            isIdle = seen.get(60, TimeUnit.SECONDS);
        }
    }

    private void submit(Event event) throws Exception {
        driver.submit(event).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static double threadMillis(String name) {
        var threads = ManagementFactory.getThreadMXBean();
        for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(name)) {
                return threads.getThreadCpuTime(info.getThreadId()) / 1e6;
            }
        }
        return 0;
    }

    private static List<PathVector> paths(int from, int count) {
        List<PathVector> paths = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            long spread = i * 0x9E3779B1L & 0xFFFFFFFFL;
            paths.add(new PathVector(new Prefix(new Ipv6Address(0xfd00L << 48 | spread << 8, 0), 64),
                    RouterPath.of(ORIGIN.id())));
        }
        return paths;
    }

    private static PeerIdentity peer(String address, String id) {
        return new PeerIdentity(Ipv6Address.parse(address), new RouterId(id), RouterKind.TRANSIT, ProtocolVersion.V2);
    }
}
