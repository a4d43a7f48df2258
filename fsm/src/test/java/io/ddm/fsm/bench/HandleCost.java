package io.ddm.fsm.bench;

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
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Processor time of each call of {@link Router#handle} while large tables come and go, as a histogram. Started by hand:
 * {@code java -XX:TieredStopAtLevel=1 ... io.ddm.fsm.bench.HandleCost [prefixes [peers]]}.
 */
public final class HandleCost {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Router router = new Router(RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT));
    private final List<Long> nanos = new ArrayList<>();
    private final Deque<Event> answers = new ArrayDeque<>();
    private final long[] epochs;
    private List<Effect> effects = List.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long requests;
    private long lastPushed;

    private HandleCost(int peers) {
        this.epochs = new long[peers + 1];
    }

    public static void main(String[] args) {
        int prefixes = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int peers = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        for (boolean collide : new boolean[]{false, true}) {
            System.out.printf("%,d %s prefixes, %d peers; ms of processor time per call%n", prefixes,
                    collide ? "colliding" : "random", peers);
            System.out.printf("%-34s %8s %9s %9s %9s %9s%n", "", "calls", "total", "median", "p99.9", "most");
            new HandleCost(peers).run(collide ? Prefixes.colliding(prefixes, 1) : Prefixes.random(prefixes, 1), peers);
        }
    }

    private void run(List<Prefix> prefixes, int peers) {
        List<PathVector> theirs = Prefixes.offered(prefixes, "far", "near");
        for (int i = 1; i <= peers; i++) {
            open(i);
        }
        phase("sessions begin, a pull each", () -> {
            for (int i = 1; i <= peers; i++) {
                hear(i);
                tell(new Event.PullCompleted(name(i), epochs[i], theirs, new PeerCapabilities(1 << 20, true, "i" + i)));
                settle();
            }
        });
        phase("the same tables again", () -> {
            tell(new Event.Synchronize());
            for (int i = 1; i <= peers; i++) {
                tell(new Event.PullCompleted(name(i), epochs[i], theirs, new PeerCapabilities(1 << 20, true, "i" + i)));
            }
            settle();
        });
        phase("answer to a pull", () -> pull(1, Optional.empty()));
        phase("report, with both tables", () -> {
            long begun = THREADS.getCurrentThreadCpuTime();
            router.reports().imported();
            router.reports().originated();
            router.reports().all();
            nanos.add(THREADS.getCurrentThreadCpuTime() - begun);
        });
        phase("a push withdraws all", () -> {
            tell(new Event.PushReceived(name(1), address(1), new Update(List.of(), theirs), ++requests));
            settle();
        });
        phase("a push announces all", () -> {
            tell(new Event.PushReceived(name(1), address(1), new Update(theirs, List.of()), ++requests));
            settle();
        });
        phase("a peer is lost", () -> {
            tell(new Event.ExpirePeer(address(1)));
            settle();
        });
        phase("and is back, as another instance", () -> {
            hear(1);
            tell(new Event.PullCompleted(name(1), epochs[1], theirs, new PeerCapabilities(1 << 20, true, "other")));
            settle();
        });
        phase("all are lost", () -> {
            for (int i = 1; i <= peers; i++) {
                tell(new Event.ExpirePeer(address(i)));
            }
            settle();
        });
        phase("originate", () -> {
            tell(new Event.Originate(new TreeSet<>(prefixes)));
            settle();
        });
        phase("tell a peer all of it", () -> {
            hear(1);
            settle();
        });
        phase("withdraw", () -> {
            tell(new Event.Withdraw(new TreeSet<>(prefixes)));
            settle();
        });
        System.out.println(router.reports().fib().size() + " networks left, " + lastPushed + " paths pushed");
    }

    private void phase(String name, Runnable work) {
        nanos.clear();
        work.run();
        long[] sorted = nanos.stream().mapToLong(n -> n).sorted().toArray();
        System.out.printf(Locale.ROOT, "%-34s %8d %9.1f %9.3f %9.3f %9.3f%n", name, sorted.length,
                Arrays.stream(sorted).sum() / 1e6, sorted[sorted.length / 2] / 1e6,
                sorted[(int) Math.min(sorted.length - 1L, sorted.length * 999L / 1000)] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private void open(int peer) {
        tell(new Event.InterfaceConfigured(name(peer)));
        tell(new Event.InterfaceReady(name(peer), peer, Ipv6Address.parse("fe80::" + peer)));
        for (Effect effect : List.copyOf(effects)) {
            if (effect instanceof Effect.OpenInterface e) {
                tell(new Event.InterfaceOpened(e.name(), e.epoch()));
            }
        }
    }

    private void hear(int peer) {
        PeerIdentity identity = new PeerIdentity(address(peer), new RouterId("near" + peer), RouterKind.TRANSIT,
                ProtocolVersion.V2);
        tell(new Event.PacketReceived(name(peer), identity, false, true));
    }

    private void pull(int peer, Optional<TableDigest> held) {
        tell(new Event.PullReceived(name(peer), address(peer), new PeerCapabilities(1 << 20, true, "i" + peer), held,
                ++requests));
        settle();
    }

    /** Until there is nothing left to do; every push is acknowledged. */
    private void settle() {
        while (router.isBusy() || !answers.isEmpty()) {
            tell(answers.isEmpty() ? new Event.Tick() : answers.remove());
        }
    }

    private void tell(Event event) {
        now = now.plus(Duration.ofNanos(1000));
        long begun = THREADS.getCurrentThreadCpuTime();
        effects = router.handle(event, now);
        nanos.add(THREADS.getCurrentThreadCpuTime() - begun);
        for (Effect effect : effects) {
            if (effect instanceof Effect.Push e) {
                lastPushed += e.update().size();
                answers.add(new Event.PushCompleted(e.name(), e.epoch()));
            } else if (effect instanceof Effect.Pull e) {
                epochs[Integer.parseInt(e.name().substring(3))] = e.epoch();
            }
        }
    }

    private static String name(int peer) {
        return "eth" + peer;
    }

    private static Ipv6Address address(int peer) {
        return Ipv6Address.parse("fe80::1:" + peer);
    }
}
