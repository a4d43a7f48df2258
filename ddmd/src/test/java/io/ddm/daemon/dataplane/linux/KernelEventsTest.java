package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.dataplane.PlaneEvents;
import io.ddm.daemon.linux.Libc;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.linux.Netlink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("namespace")
class KernelEventsTest {

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;

    @Test
    void countsChangesOfOursByOtherProcesses() throws Exception {
        Namespace.run(namespace -> {
            namespace.cable("a");
            try (KernelEvents events = new KernelEvents(0x7fffffff, _ -> true)) {
                namespace.ip("-6 route add fd00:1::/64 dev a");
                events.read();
                assertThat(events.take().touched()).isFalse();
                namespace.ip("-6 route add fd00:2::/64 dev a proto 221");
                events.read();
                assertThat(events.take().touched()).isTrue();
                assertThat(events.take().touched()).isFalse();
                namespace.ip("nexthop add id 5 via fe80::1 dev a proto 221");
                events.read();
                assertThat(events.take().touched()).isTrue();
            }
        });
    }

    @Test
    void countsLinksOfOursThatGoUpOrDown() throws Exception {
        Namespace.run(namespace -> {
            int index = namespace.cable("a");
            namespace.cable("b");
            try (KernelEvents events = new KernelEvents(0x7fffffff, link -> link == index)) {
                namespace.ip("link set dev b down");
                events.read();
                assertThat(events.take().linkChanged()).isFalse();
                namespace.ip("link set dev a down");
                events.read();
                assertThat(events.take().linkChanged()).isTrue();
                namespace.ip("link set dev a mtu 1400");
                events.read();
                assertThat(events.take().linkChanged()).isFalse();
            }
        });
    }

    @Test
    void assumesAnyChangeAfterLostNotifications() throws Exception {
        Namespace.run(namespace -> {
            namespace.cable("a");
            try (KernelEvents events = new KernelEvents(0x7fffffff, _ -> true)) {
                Libc.setsockopt(events.socket().fd(), SOL_SOCKET, SO_RCVBUF, 1);
                for (int i = 1; i < 20; i++) {
                    namespace.ip("-6 route add fd00:" + i + "::/64 dev a");
                }
                events.read();
                assertThat(events.take().touched()).isTrue();
                namespace.ip("-6 route add fd00:99::/64 dev a");
                events.read();
                assertThat(events.take().touched()).isFalse();
            }
        });
    }

    @Test
    void countsNotificationsOfTheKernelItself() throws Exception {
        Namespace.run(namespace -> {
            int index = namespace.cable("a");
            try (Netlink own = Netlink.open();
                    KernelEvents events = new KernelEvents(own.portId(), link -> link == index)) {
                assertThat(own.portId()).isNotZero();
                // No process asked for it: the other end has lost its carrier, and its message is from port 0.
                namespace.ip("link set dev a-far down");
                Namespace.await().until(() -> {
                    events.read();
                    return events.take().linkChanged();
                });
            }
        });
    }

    @Test
    void discardsNotificationsOlderThanALoss() throws Exception {
        Namespace.run(namespace -> {
            int index = namespace.cable("a");
            try (KernelEvents events = new KernelEvents(0x7fffffff, link -> link == index)) {
                Libc.setsockopt(events.socket().fd(), SOL_SOCKET, SO_RCVBUF, 1);
                // Queued: the link goes down. Lost: it comes up again.
                for (int i = 1; i < 20; i++) {
                    namespace.ip("link set dev a " + (i % 2 == 1 ? "down" : "up"));
                }
                events.read();
                assertThat(events.take()).as("an audit is due, and no old notification counts")
                        .isEqualTo(new PlaneEvents(true, false));
            }
        });
    }

    @Test
    void countsForeignRoutesOnNexthopsOfOurs() throws Exception {
        Namespace.run(namespace -> {
            namespace.cable("a");
            namespace.ip("nexthop add id 221000007 via fe80::1 dev a proto 221");
            try (KernelEvents events = new KernelEvents(0x7fffffff, _ -> true)) {
                namespace.ip("-6 route add fd00:1::/64 nhid 221000007 proto static");
                events.read();
                assertThat(events.take().touched()).isTrue();
            }
        });
    }
}
