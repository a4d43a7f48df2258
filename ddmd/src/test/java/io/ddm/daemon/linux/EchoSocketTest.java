package io.ddm.daemon.linux;

import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.linux.EchoSocket.Reply;
import io.ddm.daemon.linux.EchoSocket.Stamp;
import io.ddm.fsm.model.Ipv6Address;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Echo requests over a cable, most of them to the kernel at its far end. */
@Tag("namespace")
final class EchoSocketTest {

    private static final Ipv6Address NEAR = Ipv6Address.parse("fe80::1");
    private static final Ipv6Address FAR = Ipv6Address.parse("fe80::2");
    private static final Ipv6Address OTHER = Ipv6Address.parse("fe80::3");
    private static final long NONCE = 0xfedc_ba98_7654_3210L;

    private static final int MAX_UNSTAMPED = 16;

    @Test
    void measuresRoundTripInKernel() throws Exception {
        Namespace.run(ns -> {
            WallClock clock = new WallClock();
            try (EchoSocket socket = EchoSocket.open(cable(ns, "d0"), NEAR, FAR)) {
                assertThat(socket.isRaw()).isTrue();
                int unstamped = 0;
                for (long sequence = 0x1_0000; sequence < 0x1_0100; sequence++) {
                    long before = clock.nanos();
                    assertThat(socket.send(NONCE + sequence, sequence)).isZero();
                    await().until(() -> socket.readReply() == Reply.ECHO);
                    await().until(() -> socket.readStamp() == Stamp.SENT);
                    assertThat(socket.nonce()).isEqualTo(NONCE + sequence);
                    assertThat(socket.sequence()).isEqualTo(sequence);
                    assertThat(socket.stampedSequence()).isEqualTo(sequence);
                    // The kernel switches its clock for packets on with the first socket that asks, a little later.
                    boolean isStamped = socket.receivedAt() >= 0;
                    unstamped += isStamped ? 0 : 1;
                    assertThat(List.of(before, socket.sentAt(), isStamped ? socket.receivedAt() : clock.nanos(),
                            clock.nanos())).isSorted();
                }
                assertThat(unstamped).as("replies without a time, of 256").isLessThan(MAX_UNSTAMPED);
                assertThat(socket.readReply()).isEqualTo(Reply.NONE);
                assertThat(socket.readStamp()).isEqualTo(Stamp.NONE);
            }
        });
    }

    /** What a process without CAP_NET_RAW has. */
    @Test
    void measuresByPingSocketWhereItIsPermitted() throws Exception {
        Namespace.run(ns -> {
            int near = cable(ns, "d0");
            assertThatThrownBy(() -> EchoOptions.openPing(near, NEAR)).hasMessageContaining("CAP_NET_RAW")
                    .hasMessageContaining("net.ipv4.ping_group_range");
            // One argument each, so no blank.
            ns.execute("sysctl -qw net.ipv4.ping_group_range=0\t0");
            try (EchoSocket socket = new EchoSocket(EchoOptions.openPing(near, NEAR), FAR, near)) {
                assertThat(socket.isRaw()).isFalse();
                for (long sequence = 0; sequence < 10; sequence++) {
                    assertThat(socket.send(NONCE, sequence)).isZero();
                    await().until(() -> socket.readReply() == Reply.ECHO);
                    await().until(() -> socket.readStamp() == Stamp.SENT);
                    assertThat(socket.sequence()).isEqualTo(sequence);
                    long received = socket.receivedAt();
                    assertThat(received < 0 || socket.sentAt() <= received).as("%d to %d", socket.sentAt(), received)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void numbersStampsAgainAfterFailedSend() throws Exception {
        Namespace.run(ns -> {
            ns.execute("nft add table inet t");
            ns.execute("nft add chain inet t out { type filter hook output priority 0 ; }");
            try (EchoSocket socket = EchoSocket.open(cable(ns, "d0"), NEAR, FAR)) {
                socket.send(NONCE, 1);
                await().until(() -> socket.readStamp() == Stamp.SENT);
                ns.execute("nft add rule inet t out icmpv6 type echo-request drop");
                assertThat(socket.send(NONCE, 2)).isEqualTo(Errno.EPERM);
                assertThat(socket.send(NONCE, 3)).isEqualTo(Errno.EPERM);
                ns.execute("nft flush chain inet t out");
                for (long sequence = 4; sequence < 100; sequence++) {
                    assertThat(socket.send(NONCE, sequence)).isZero();
                    await().until(() -> socket.readStamp() == Stamp.SENT);
                    assertThat(socket.stampedSequence()).isEqualTo(sequence);
                }
            }
        });
    }

    @Test
    void tellsForgedRepliesApart() throws Exception {
        Namespace.run(ns -> {
            int near = cable(ns, "d0");
            int far = ns.index("d0-far");
            ns.ip("address add " + OTHER + "/64 dev d0-far nodad");
            try (EchoSocket socket = EchoSocket.open(near, NEAR, FAR);
                    EchoPeer peer = EchoPeer.open(ns, far, FAR);
                    EchoPeer other = EchoPeer.open(ns, far, OTHER)) {
                socket.send(NONCE, 5);
                byte[] request = peer.request();
                byte[] reply = EchoPeer.reply(request).array();
                expect(socket, peer, Reply.WRONG_SIZE, Arrays.copyOf(reply, reply.length - 1));
                expect(socket, peer, Reply.WRONG_SIZE, Arrays.copyOf(reply, 8));
                expect(socket, peer, Reply.WRONG_SIZE, Arrays.copyOf(reply, reply.length + 1));
                expect(socket, peer, Reply.WRONG_SIZE, Arrays.copyOf(reply, 1400));
                expect(socket, peer, Reply.WRONG_SIZE, EchoPeer.reply(request).put(1, (byte) 1).array());
                short identifier = EchoPeer.reply(request).getShort(4);
                expect(socket, peer, Reply.OTHER_PROGRAM,
                        EchoPeer.reply(request).putShort(4, (short) (identifier + 1)).array());
                expect(socket, other, Reply.WRONG_SOURCE, reply);
                expect(socket, peer, Reply.ECHO, EchoPeer.reply(request).putShort(6, (short) 6).array());
                assertThat(socket.sequence()).as("sequence numbers contradict").isEqualTo(-1);
                expect(socket, peer, Reply.ECHO, EchoPeer.reply(request).putLong(8, 0).array());
                assertThat(socket.nonce()).isZero();
                expect(socket, peer, Reply.ECHO, reply);
                assertThat(socket.nonce()).isEqualTo(NONCE);
                assertThat(socket.sequence()).isEqualTo(5);
            }
        });
    }

    @Test
    void readsNothingOfOtherInterfaces() throws Exception {
        Namespace.run(ns -> {
            try (EchoSocket first = EchoSocket.open(cable(ns, "d0"), NEAR, FAR);
                    EchoSocket second = EchoSocket.open(cable(ns, "d1"), NEAR, FAR)) {
                second.send(NONCE, 5);
                await().until(() -> second.readReply() == Reply.ECHO);
                assertThat(first.readReply()).isEqualTo(Reply.NONE);
            }
        });
    }

    /** The kernel queues what it cannot send yet, so an unresolved neighbor costs stamps, not sends. */
    @Test
    void sendsToUnresolvedNeighborWithoutStamp() throws Exception {
        Namespace.run(ns -> {
            try (EchoSocket socket = EchoSocket.open(cable(ns, "d0"), NEAR, OTHER)) {
                assertThat(socket.send(NONCE, 1)).isZero();
                assertThat(socket.readStamp()).isEqualTo(Stamp.NONE);
                ns.ip("address add " + OTHER + "/64 dev d0-far nodad");
                socket.send(NONCE, 2);
                await().until(() -> socket.readReply() == Reply.ECHO);
                await().until(() -> socket.readStamp() == Stamp.SENT);
            }
        });
    }

    @Test
    void reportsInterfaceThatIsDownOrGone() throws Exception {
        Namespace.run(ns -> {
            try (EchoSocket socket = EchoSocket.open(cable(ns, "d0"), NEAR, FAR)) {
                ns.ip("link set dev d0 down");
                assertThat(socket.send(NONCE, 1)).isPositive();
                ns.ip("link del dev d0");
                assertThat(socket.send(NONCE, 2)).isPositive();
                assertThat(socket.readStamp()).isIn(Stamp.NONE, Stamp.FAILED);
            }
        });
    }

    @Test
    void opensNoneWithoutItsAddress() throws Exception {
        Namespace.run(ns -> {
            int near = cable(ns, "d0");
            assertThatThrownBy(() -> EchoSocket.open(near, OTHER, FAR)).isInstanceOf(NetlinkException.class)
                    .hasMessageContaining("bind to fe80::3");
            assertThatThrownBy(() -> EchoSocket.open(9999, NEAR, FAR)).isInstanceOf(NetlinkException.class);
        });
    }

    @Test
    void waitsForWakerSocketAndTime() throws Exception {
        Namespace.run(ns -> {
            try (EchoSocket socket = EchoSocket.open(cable(ns, "d0"), NEAR, FAR);
                    Waker waker = new Waker();
                    PollSet set = new PollSet(waker)) {
                set.add(7, socket);
                long start = System.nanoTime();
                assertThat(set.await(20_500_000)).isZero();
                assertThat(System.nanoTime() - start).isBetween(20_500_000L, 1_000_000_000L);
                waker.wake();
                assertThat(set.await(5_000_000_000L)).isZero();
                socket.send(NONCE, 1);
                assertThat(set.await(5_000_000_000L)).isEqualTo(1);
                assertThat(set.index(0)).isEqualTo(7);
                await().until(() -> set.await(0) == 1 && set.hasStamps(0) && set.hasReplies(0));
                assertThat(socket.readStamp()).isEqualTo(Stamp.SENT);
                assertThat(set.await(0)).isEqualTo(1);
                assertThat(set.hasStamps(0)).isFalse();
                assertThat(set.hasReplies(0)).isTrue();
                set.clear();
                assertThat(set.await(0)).isZero();
                assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
            }
        });
    }

    private static void expect(EchoSocket socket, EchoPeer peer, Reply expected, byte[] packet) {
        peer.send(packet, NEAR);
        Reply[] read = new Reply[1];
        await().until(() -> {
            read[0] = socket.readReply();
            return read[0] != Reply.NONE;
        });
        assertThat(read[0]).isEqualTo(expected);
    }

    /** A cable with a neighbor at its far end. */
    private static int cable(Namespace ns, String name) {
        int index = ns.cable(name);
        ns.ip("address add " + NEAR + "/64 dev " + name + " nodad");
        ns.ip("address add " + FAR + "/64 dev " + name + "-far nodad");
        return index;
    }
}
