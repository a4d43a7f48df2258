package io.ddm.daemon.probe;

import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.linux.EchoPeer;
import io.ddm.daemon.linux.Namespace;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.model.Ipv6Address;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Probes over cables, whose far ends answer as the kernel does, or as a test wants it. */
@Tag("namespace")
final class ProberTest {

    private static final Ipv6Address NEAR = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("fe80::2");
    private static final Duration DETECTION = Duration.ofMillis(300);

    private final Queue<PeerProbe> reported = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Test
    void measuresDelayOfPeersThatAnswer() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                prober.start("d0", cable(ns, "d0"), NEAR, FAR, 7);
                prober.start("d1", cable(ns, "d1"), NEAR, FAR, 8);
                await().until(() -> reported.stream().filter(probe -> probe.delay().isKnown()).count() >= 2);
                assertThat(reported).extracting(PeerProbe::state).containsOnly(ProbeState.OK);
                assertThat(reported).extracting(probe -> probe.name() + " " + probe.epoch()).contains("d0 7", "d1 8");
                await().until(() -> peer(prober, "d0").counts().acked() > 40);
                ProbeReport.Peer peer = peer(prober, "d0");
                assertThat(peer.net().average()).isBetween(1_000L, 5_000_000L);
                assertThat(peer.net().average()).isLessThan(peer.user().average());
                assertThat(peer.delay()).isEqualTo(PathDelay.ofMicros(Math.max(1, peer.net().average() / 2000)));
                assertThat(peer.counts().lost() + peer.counts().forged() + peer.counts().wrongSize()).isZero();
                assertThat(prober.report().detectionTime()).isEqualTo(DETECTION.toNanos());
                long samples = 0;
                for (int i = 0; i < peer.delays().ranges(); i++) {
                    samples += peer.delays().count(i);
                }
                assertThat(samples).isBetween(peer.counts().acked() - 1, peer.counts().acked());
                assertThat(peer.totals().sum()).isGreaterThan(peer.delays().sum());
            }
        });
    }

    @Test
    void reportsSilentPeerAndItsReturn() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1");
                ns.ip("address del " + FAR + "/64 dev d0-far");
                long start = System.nanoTime();
                awaitState("d0", ProbeState.FAILED);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DETECTION.plusMillis(200));
                assertThat(peer(prober, "d0").counts().lost()).isGreaterThanOrEqualTo(5);
                ns.ip("address add " + FAR + "/64 dev d0-far nodad");
                awaitState("d0", ProbeState.OK);
                assertThat(reported).filteredOn(probe -> probe.name().equals("d1"))
                        .allMatch(probe -> probe.state() == ProbeState.OK);
            }
        });
    }

    @Test
    void reportsGroupFailureWhenAllAreSilent() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1");
                ns.execute("sysctl -qw net.ipv6.icmp.echo_ignore_all=1");
                awaitState("d0", ProbeState.GROUP_FAILED);
                awaitState("d1", ProbeState.GROUP_FAILED);
                assertThat(reported).noneMatch(probe -> probe.state() == ProbeState.FAILED);
            }
        });
    }

    @Test
    void neverFailsPeerThatNeverAnswered() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                int silent = ns.cable("d0");
                ns.ip("address add " + NEAR + "/64 dev d0 nodad");
                prober.start("d0", silent, NEAR, FAR, 7);
                start(ns, prober, "d1");
                await().until(() -> peer(prober, "d0").counts().lost() > 20);
                assertThat(peer(prober, "d0").state()).isEqualTo(ProbeState.UNKNOWN);
                assertThat(reported).noneMatch(probe -> probe.name().equals("d0"));
            }
        });
    }

    @Test
    void ignoresAndCountsForgedReplies() throws Exception {
        Namespace.run(ns -> {
            int near = cable(ns, "d0");
            int far = ns.index("d0-far");
            ns.ip("address add fe80::3/64 dev d0-far nodad");
            try (EchoPeer peer = EchoPeer.open(ns, far, FAR);
                    EchoPeer other = EchoPeer.open(ns, far, Ipv6Address.parse("fe80::3"));
                    Prober prober = open()) {
                prober.start("d0", near, NEAR, FAR, 7);
                for (int i = 0; i < 20; i++) {
                    byte[] request = peer.request();
                    byte[] reply = EchoPeer.reply(request).array();
                    long sequence = ByteBuffer.wrap(request).getLong(16);
                    peer.send(Arrays.copyOf(reply, 20), NEAR);
                    peer.send(EchoPeer.reply(request).putLong(8, 1).array(), NEAR);
                    // Of a probe that is not sent yet.
                    peer.send(EchoPeer.reply(request).putLong(16, sequence + 1).array(), NEAR);
                    other.send(reply, NEAR);
                }
                await().until(() -> peer(prober, "d0").counts().forged() == 60);
                assertThat(peer(prober, "d0").counts().wrongSize()).isEqualTo(20);
                assertThat(peer(prober, "d0").counts().acked()).isZero();
                assertThat(peer(prober, "d0").state()).isEqualTo(ProbeState.UNKNOWN);
                byte[] request = peer.request();
                peer.send(EchoPeer.reply(request).array(), NEAR);
                peer.send(EchoPeer.reply(request).array(), NEAR);
                awaitState("d0", ProbeState.OK);
                await().until(() -> peer(prober, "d0").counts().duplicates() == 1);
                assertThat(peer(prober, "d0").counts().acked() + peer(prober, "d0").counts().late()).isEqualTo(1);
            }
        });
    }

    /** As after an exchange of a router: what was known of the other one is forgotten. */
    @Test
    void replacesPeerOfInterface() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                int index = cable(ns, "d0");
                prober.start("d0", index, NEAR, FAR, 7);
                awaitState("d0", ProbeState.OK);
                prober.start("d0", index, NEAR, Ipv6Address.parse("fe80::3"), 8);
                await().until(() -> peer(prober, "d0").epoch() == 8);
                assertThat(prober.report().peers()).hasSize(1);
                assertThat(peer(prober, "d0").state()).isEqualTo(ProbeState.UNKNOWN);
                prober.stop("d0");
                await().until(() -> prober.report().peers().isEmpty());
                assertThat(openSockets(ns)).isZero();
            }
        });
    }

    @Test
    void probesOtherPeersWhenInterfaceIsGone() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1");
                ns.ip("link del dev d0");
                await().until(() -> !peer(prober, "d0").isProbed());
                long acked = peer(prober, "d1").counts().acked();
                await().until(() -> peer(prober, "d1").counts().acked() > acked + 40);
                assertThat(peer(prober, "d0").state()).as("no probe, no loss").isNotEqualTo(ProbeState.FAILED);
                assertThat(peer(prober, "d0").counts().sendErrors()).isPositive();
                assertThat(peer(prober, "d1").counts().lost()).isZero();
            }
        });
    }

    @Test
    void probesOnceAddressIsThere() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                int index = ns.cable("d0");
                prober.start("d0", index, NEAR, FAR, 7);
                await().until(() -> prober.report().peers().size() == 1);
                assertThat(peer(prober, "d0").isProbed()).isFalse();
                ns.ip("address add " + FAR + "/64 dev d0-far nodad");
                ns.ip("address add " + NEAR + "/64 dev d0 nodad");
                awaitState("d0", ProbeState.OK);
            }
        });
    }

    @Test
    void givesProbesToSubscribers() throws Exception {
        Namespace.run(ns -> {
            Queue<ProbeRecord> records = new ConcurrentLinkedQueue<>();
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1");
                ProbeSubscription subscription = prober.subscribe(records::add);
                await().until(() -> records.size() > 20);
                assertThat(records).filteredOn(record -> record.name().equals("d0"))
                        .isNotEmpty()
                        .allSatisfy(record -> {
                            assertThat(record.acked()).isTrue();
                            assertThat(record.peer()).isEqualTo(FAR);
                        })
                        // The first replies may have no time of the kernel.
                        .filteredOn(record -> record.netRtt() >= 0)
                        .isNotEmpty()
                        .allSatisfy(record -> {
                            assertThat(record.netRtt()).isBetween(1L, record.rtt());
                            assertThat(record.average()).isPositive();
                        });
                ns.execute("sysctl -qw net.ipv6.icmp.echo_ignore_all=1");
                await().until(() -> records.stream().anyMatch(record -> !record.acked()));
                subscription.close();
                ProbeReport.Peer peer = peer(prober, "d0");
                await().until(() -> peer(prober, "d0").counts().lost() > peer.counts().lost() + 5);
                int size = records.size();
                await().until(() -> peer(prober, "d0").counts().lost() > peer.counts().lost() + 20);
                assertThat(records).hasSize(size);
            }
        });
    }

    /** The thread is held up for two seconds, while answers wait in the kernel. */
    @Test
    void failsNothingAfterStall() throws Exception {
        Namespace.run(ns -> {
            AtomicBoolean stalled = new AtomicBoolean();
            CountDownLatch end = new CountDownLatch(1);
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1");
                try (ProbeSubscription subscription = prober.subscribe(record -> {
                    if (!stalled.getAndSet(true)) {
                        stall(end);
                    }
                })) {
                    await().untilTrue(stalled);
                    assertThat(end.await(2, TimeUnit.SECONDS)).isFalse();
                    end.countDown();
                    long acked = peer(prober, "d0").counts().acked();
                    await().until(() -> peer(prober, "d0").counts().acked() > acked + 40);
                    assertThat(subscription).isNotNull();
                }
                assertThat(peer(prober, "d0").counts().lost() + peer(prober, "d1").counts().lost()).isZero();
                assertThat(peer(prober, "d0").net().average()).isLessThan(5_000_000);
                assertThat(reported).extracting(PeerProbe::state).containsOnly(ProbeState.OK);
            }
        });
    }

    /** A thread that is late reads replies that have waited for it, of which their stamps show nothing. */
    @Test
    void blamesHostForRepliesThatWaited() throws Exception {
        Namespace.run(ns -> {
            try (Prober prober = open()) {
                start(ns, prober, "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7");
                CountDownLatch end = new CountDownLatch(1);
                try (ProbeSubscription subscription = prober.subscribe(record -> pause(end))) {
                    await().until(
                            () -> prober.report().peers().stream().anyMatch(peer -> peer.counts().slowHost() > 0));
                    assertThat(subscription).isNotNull();
                    end.countDown();
                }
                assertThat(prober.report().peers()).allMatch(peer -> peer.net().average() < 5_000_000);
                assertThat(reported).extracting(PeerProbe::state).containsOnly(ProbeState.OK);
            }
        });
    }

    /** Nothing of a flood costs another peer a probe, and nothing of it counts. */
    @Test
    void survivesFloodOfReplies() throws Exception {
        Namespace.run(ns -> {
            int flooded = cable(ns, "d0");
            ns.ip("address add fe80::3/64 dev d0-far nodad");
            try (EchoPeer peer = EchoPeer.open(ns, ns.index("d0-far"), Ipv6Address.parse("fe80::3"));
                    Prober prober = open()) {
                ns.execute("sysctl -qw net.ipv6.icmp.echo_ignore_all=0");
                prober.start("d0", flooded, NEAR, FAR, 7);
                start(ns, prober, "d1");
                awaitState("d0", ProbeState.OK);
                byte[] request = new byte[24];
                request[0] = (byte) 128;
                byte[] forged = EchoPeer.reply(request).array();
                long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
                while (System.nanoTime() < end) {
                    peer.send(forged, NEAR);
                }
                long acked = peer(prober, "d0").counts().acked();
                await().until(() -> peer(prober, "d0").counts().acked() > acked + 20);
                assertThat(reported).filteredOn(probe -> probe.name().equals("d1"))
                        .allMatch(probe -> probe.state() == ProbeState.OK);
            }
        });
    }

    @Test
    void probesNothingWithZeroDetectionTime() throws Exception {
        try (Prober prober = Prober.open(Duration.ZERO, reported::addAll, failures::add)) {
            prober.start("lo", 1, NEAR, FAR, 7);
            prober.stop("lo");
            assertThat(prober.report().peers()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("probes"));
        }
    }

    private Prober open() throws Exception {
        return Prober.open(DETECTION, reported::addAll, failures::add);
    }

    /** Cables whose far ends answer. */
    private void start(Namespace ns, Prober prober, String... names) {
        for (String name : names) {
            prober.start(name, cable(ns, name), NEAR, FAR, 7);
        }
        for (String name : names) {
            awaitState(name, ProbeState.OK);
        }
    }

    private static int cable(Namespace ns, String name) {
        int index = ns.cable(name);
        ns.ip("address add " + FAR + "/64 dev " + name + "-far nodad");
        ns.ip("address add " + NEAR + "/64 dev " + name + " nodad");
        return index;
    }

    private static ProbeReport.Peer peer(Prober prober, String name) {
        return prober.report().peers().stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
    }

    /** Waits until the latest report of a peer is of a state. */
    private void awaitState(String name, ProbeState state) {
        await().until(() -> reported.stream()
                .filter(probe -> probe.name().equals(name))
                .reduce((first, second) -> second)
                .filter(probe -> probe.state() == state)
                .isPresent());
        assertThat(failures).isEmpty();
    }

    private static long openSockets(Namespace ns) {
        return List.of(ns.execute("cat /proc/thread-self/net/raw6").split("\n", -1))
                .stream()
                .filter(line -> line.contains(":003A "))
                .count();
    }

    private static void pause(CountDownLatch until) {
        try {
            boolean ended = until.await(15, TimeUnit.MILLISECONDS);
            assertThat(ended || until.getCount() == 1).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stall(CountDownLatch until) {
        try {
            assertThat(until.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
