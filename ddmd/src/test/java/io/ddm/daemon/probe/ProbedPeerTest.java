package io.ddm.daemon.probe;

import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.linux.EchoSocket;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.linux.PollSet;
import io.ddm.daemon.linux.Waker;
import io.ddm.daemon.linux.WallClock;
import io.ddm.fsm.delay.FailureDetector;
import io.ddm.fsm.delay.ProbeTiming;
import io.ddm.fsm.model.Ipv6Address;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A socket to the kernel at the far end of a cable, and a process that reads from it when the test says so. */
@Tag("namespace")
final class ProbedPeerTest {

    private static final Ipv6Address NEAR = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("fe80::2");
    private static final Duration BUSY = Duration.ofMillis(60);

    private final FailureDetector detector = new FailureDetector(
            new ProbeTiming(Duration.ofMillis(300).toNanos(), 1));
    private final WallClock wall = new WallClock();
    private final ClockSteps clock = new ClockSteps(wall::nanos, System::nanoTime);

    /** RTT shows the wait, NETRTT does not, and this host is blamed. */
    @Test
    void networkTimeLeavesOutWhatRepliesWaitForABusyProcess() throws Exception {
        Namespace.run(ns -> {
            int index = ns.cable("d0");
            ns.ip("address add " + NEAR + "/64 dev d0 nodad");
            ns.ip("address add " + FAR + "/64 dev d0-far nodad");
            try (ProbedPeer peer = new ProbedPeer(new ProbeLoop.Start("d0", index, NEAR, FAR, 7), detector, clock,
                    new ProbeSubscribers(), System.nanoTime());
                    Waker waker = new Waker();
                    PollSet replies = new PollSet(waker)) {
                peer.open(System.nanoTime());
                EchoSocket socket = Objects.requireNonNull(peer.socket());
                replies.add(0, socket);
                // The kernel begins to stamp packets a little after the first socket asks for it.
                await().until(() -> {
                    probe(peer, replies);
                    assertThat(peer.readAll()).isTrue();
                    return peer.report().net().latest() >= 0;
                });
                ProbeReport.Peer before = peer.report();

                probe(peer, replies);
                long waiting = System.nanoTime();
                await().pollDelay(BUSY).until(() -> System.nanoTime() - waiting >= BUSY.toNanos());
                assertThat(peer.readAll()).isTrue();

                ProbeReport.Peer after = peer.report();
                assertThat(after.counts().acked()).isEqualTo(before.counts().acked() + 1);
                assertThat(after.user().latest()).isGreaterThanOrEqualTo(BUSY.toNanos());
                assertThat(after.net().latest()).as("the reply was there before the wait began")
                        .isBetween(0L, after.user().latest() - BUSY.toNanos());
                assertThat(after.net().average()).isLessThan(BUSY.toNanos() / 2);
                assertThat(after.counts().slowHost()).isEqualTo(before.counts().slowHost() + 1);
            }
        });
    }

    /** Sends a probe; returns when the kernel has its stamp and its reply. */
    private void probe(ProbedPeer peer, PollSet replies) {
        clock.look();
        peer.send(42);
        await().until(() -> replies.await(0) == 1 && replies.hasStamps(0) && replies.hasReplies(0));
    }
}
