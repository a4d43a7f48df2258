package io.ddm.daemon.link;

import static io.ddm.daemon.linux.Namespace.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.Libc;
import io.ddm.daemon.linux.Namespace;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("namespace")
class LinkMonitorTest {

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;

    /** Records what is reported, like {@code ready a fe80::1} or {@code lost a no carrier}. */
    private static class Notes implements LinkListener {

        final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile int lastIndex;
        private volatile Set<Ipv6Address> ours = Set.of();
        private volatile Set<Prefix> subnets = Set.of();

        @Override
        public void ready(String name, int index, Ipv6Address linkLocal) {
            lastIndex = index;
            lines.add("ready " + name + " " + linkLocal);
        }

        @Override
        public void lost(String name, String reason) {
            lines.add("lost " + name + " " + reason);
        }

        @Override
        public void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected) {
            ours = addresses;
            subnets = connected;
        }

        void expect(String... lines) {
            await().untilAsserted(() -> assertThat(this.lines).containsExactly(lines));
            this.lines.clear();
        }
    }

    /** Keeps the monitor from its work with the first link that is ready, until the storm is over. */
    private static final class BlockingNotes extends Notes {

        private final CountDownLatch storm = new CountDownLatch(1);

        @Override
        public void ready(String name, int index, Ipv6Address linkLocal) {
            super.ready(name, index, linkLocal);
            try {
                storm.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Body {
        void run(Namespace namespace, Notes notes) throws Exception;
    }

    /** With a cable of which one end, {@code a}, is ready as {@code fe80::1} before the monitor starts. */
    private static void withMonitor(Body body) throws Exception {
        Namespace.run(namespace -> {
            namespace.ip("link set dev lo up");
            namespace.cable("a");
            namespace.ip("addr add fe80::1/64 dev a nodad");
            Notes notes = new Notes();
            try (LinkMonitor _ = LinkMonitor.open(notes, _ -> {})) {
                notes.expect("ready a fe80::1");
                assertThat(notes.lastIndex).isEqualTo(namespace.index("a"));
                body.run(namespace, notes);
            }
            assertThat(notes.lines).isEmpty();
        });
    }

    @Test
    void closesWhatIsOpenWhenItCannotStart() throws Exception {
        Set<String> before = sockets();
        AtomicInteger opened = new AtomicInteger();
        assertThatThrownBy(() -> LinkMonitor.open(new Notes(), _ -> {}, groups -> {
            if (opened.incrementAndGet() == 2) {
                throw new NetlinkException("netlink socket", Errno.ENOBUFS);
            }
            return Netlink.open(groups);
        })).isInstanceOf(NetlinkException.class);
        assertThat(opened).hasValue(2);
        assertThat(sockets()).isEqualTo(before);
    }

    /** Sockets and event descriptors of this process. */
    private static Set<String> sockets() throws IOException {
        Set<String> open = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:") || target.contains("eventfd")) {
                        open.add(descriptor.getFileName() + " " + target);
                    }
                }
            }
        }
        return open;
    }

    @Test
    void reportsAllAddressesOfTheMachine() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("addr add fd00:9::1/128 dev lo");
            await().untilAsserted(() -> assertThat(notes.ours).contains(Ipv6Address.parse("fd00:9::1"),
                    Ipv6Address.parse("fe80::1"), Ipv6Address.parse("::1")));
            namespace.ip("addr del fd00:9::1/128 dev lo");
            await().untilAsserted(() -> assertThat(notes.ours).doesNotContain(Ipv6Address.parse("fd00:9::1")));
        });
    }

    @Test
    void reportsConnectedSubnetsAlsoOfPointToPointAddresses() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("addr add fd00:9::1/64 dev lo");
            namespace.ip("addr add fd00:8::1 peer fd00:8::2/127 dev a nodad");
            await().untilAsserted(() -> assertThat(notes.subnets).contains(Prefix.parse("fd00:9::1/64"),
                    Prefix.parse("fd00:8::2/127"), Prefix.parse("fe80::1/64")));
            assertThat(notes.ours).contains(Ipv6Address.parse("fd00:8::1"))
                    .doesNotContain(Ipv6Address.parse("fd00:8::2"));
            namespace.ip("addr del fd00:9::1/64 dev lo");
            await().untilAsserted(() -> assertThat(notes.subnets).doesNotContain(Prefix.parse("fd00:9::1/64")));
        });
    }

    @Test
    void reportsLinkSetDownAndUp() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("link set dev a down");
            notes.expect("lost a link down");
            namespace.ip("link set dev a up");
            namespace.ip("addr add fe80::2/64 dev a nodad");
            notes.expect("ready a fe80::2");
        });
    }

    @Test
    void reportsLostAndRestoredCarrier() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("link set dev a-far down");
            notes.expect("lost a no carrier");
            namespace.ip("link set dev a-far up");
            notes.expect("ready a fe80::1");
        });
    }

    @Test
    void reportsRenamedLinkAsAnother() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("link set dev a name b");
            notes.expect("lost a renamed to b", "ready b fe80::1");
        });
    }

    @Test
    void keepsAddressInUseWhileItExists() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("addr add fe80::0:7/64 dev a nodad");
            namespace.ip("addr add fd00::1/64 dev a nodad");
            // The kernel announces an address a little after the command; the second command waits for its lock.
            await().until(() -> !namespace.ip("addr show dev a tentative").contains("inet6"));
            namespace.ip("link set dev lo up");
            assertThat(notes.lines).isEmpty();
            namespace.ip("addr del fe80::1/64 dev a");
            notes.expect("lost a link-local address changed", "ready a fe80::7");
            namespace.ip("addr del fe80::7/64 dev a");
            notes.expect("lost a no link-local address");
        });
    }

    @Test
    void waitsForTentativeAddress() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("addr del fe80::1/64 dev a");
            notes.expect("lost a no link-local address");
            namespace.ip("addr add fe80::3/64 dev a");
            assertThat(namespace.ip("addr show dev a tentative")).contains("fe80::3");
            assertThat(notes.lines).isEmpty();
            notes.expect("ready a fe80::3");
            assertThat(namespace.ip("addr show dev a tentative")).doesNotContain("fe80::3");
        });
    }

    @Test
    void ignoresDuplicateAddress() throws Exception {
        withMonitor((namespace, notes) -> {
            namespace.ip("addr add fe80::3/64 dev a-far nodad");
            notes.expect("ready a-far fe80::3");
            namespace.ip("addr del fe80::1/64 dev a");
            notes.expect("lost a no link-local address");
            namespace.ip("addr add fe80::3/64 dev a");
            await().untilAsserted(() -> assertThat(namespace.ip("addr show dev a")).contains("dadfailed"));
            assertThat(notes.lines).isEmpty();
        });
    }

    @Test
    void reportsNewIndexOfRecreatedLink() throws Exception {
        withMonitor((namespace, notes) -> {
            int index = notes.lastIndex;
            namespace.ip("link del dev a");
            notes.expect("lost a link down");
            namespace.cable("a");
            namespace.ip("addr add fe80::1/64 dev a nodad");
            notes.expect("ready a fe80::1");
            assertThat(notes.lastIndex).isNotEqualTo(index);
        });
    }

    @Test
    void reportsManyLinksAtOnce() throws Exception {
        withMonitor((namespace, notes) -> {
            for (int i = 0; i < 20; i++) {
                namespace.cable("m" + i);
                namespace.ip("addr add fe80::1/64 dev m" + i + " nodad");
            }
            await().untilAsserted(
                    () -> assertThat(notes.lines).hasSize(20).allMatch(line -> line.startsWith("ready m")));
            notes.lines.clear();
        });
    }

    @Test
    void resynchronizesAfterLostNotifications() throws Exception {
        Namespace.run(namespace -> {
            BlockingNotes notes = new BlockingNotes();
            namespace.cable("a");
            namespace.ip("addr add fe80::1/64 dev a nodad");
            try (LinkMonitor monitor = LinkMonitor.open(notes, _ -> {})) {
                await().until(() -> !notes.lines.isEmpty());
                assertThat(Libc.setsockopt(monitor.notifications().fd(), SOL_SOCKET, SO_RCVBUF, 1)).isZero();
                // Nothing is read now, and the buffer holds a handful of the hundred messages that follow.
                for (int i = 0; i < 10; i++) {
                    namespace.cable("m" + i);
                    namespace.ip("addr add fe80::1/64 dev m" + i + " nodad");
                }
                namespace.ip("link del dev a");
                notes.storm.countDown();
                await().untilAsserted(() -> assertThat(notes.lines).hasSize(12).contains("lost a interface removed"));
            }
        });
    }

    /** The loss of the name where it was must not follow its being ready where it is now. */
    @Test
    void reportsANameThatMovedToALowerIndexAsReady() throws Exception {
        Namespace.run(namespace -> {
            BlockingNotes notes = new BlockingNotes();
            namespace.cable("low");
            namespace.cable("name");
            namespace.ip("addr add fe80::1/64 dev name nodad");
            try (LinkMonitor monitor = LinkMonitor.open(notes, _ -> {})) {
                await().until(() -> !notes.lines.isEmpty());
                assertThat(Libc.setsockopt(monitor.notifications().fd(), SOL_SOCKET, SO_RCVBUF, 1)).isZero();
                for (int i = 0; i < 10; i++) {
                    namespace.cable("m" + i);
                }
                namespace.ip("link set dev name name high");
                namespace.ip("link set dev low name name");
                namespace.ip("addr add fe80::2/64 dev name nodad");
                notes.storm.countDown();
                await().untilAsserted(() -> assertThat(notes.lines).filteredOn(line -> line.contains(" name "))
                        .containsExactly("ready name fe80::1", "lost name renamed to high", "ready name fe80::2"));
                assertThat(namespace.index("name")).isLessThan(namespace.index("high"));
            }
        });
    }

    @Test
    void survivesFailingListener() throws Exception {
        Namespace.run(namespace -> {
            namespace.cable("a");
            namespace.ip("addr add fe80::1/64 dev a nodad");
            Notes notes = new Notes();
            LinkListener failing = new LinkListener() {
                @Override
                public void ready(String name, int index, Ipv6Address linkLocal) {
                    notes.ready(name, index, linkLocal);
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void lost(String name, String reason) {
                    notes.lost(name, reason);
                }

                @Override
                public void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected) {
                    throw new IllegalStateException("on purpose");
                }
            };
            try (LinkMonitor _ = LinkMonitor.open(failing, _ -> {})) {
                notes.expect("ready a fe80::1");
                namespace.ip("link set dev a-far down");
                notes.expect("lost a no carrier");
            }
        });
    }

    @Test
    void neverAppliesOlderNotificationsOverANewerDump() throws Exception {
        Namespace.run(namespace -> {
            BlockingNotes notes = new BlockingNotes();
            namespace.cable("a");
            namespace.ip("addr add fe80::1/64 dev a nodad");
            try (LinkMonitor monitor = LinkMonitor.open(notes, _ -> {})) {
                await().until(() -> !notes.lines.isEmpty());
                assertThat(Libc.setsockopt(monitor.notifications().fd(), SOL_SOCKET, SO_RCVBUF, 64 * 1024)).isZero();
                // Nothing is read now. That the link exists is queued; that it is gone is lost.
                namespace.cable("gone");
                namespace.ip("addr add fe80::5/64 dev gone nodad");
                for (int i = 0; i < 30; i++) {
                    namespace.cable("m" + i);
                }
                namespace.ip("link del dev gone");
                namespace.ip("addr add fe80::1/64 dev m29 nodad");
                notes.storm.countDown();
                await().untilAsserted(() -> assertThat(notes.lines).contains("ready m29 fe80::1"));
                assertThat(notes.lines).noneMatch(line -> line.contains("gone"));
            }
        });
    }

    @Test
    void namesTentativeAndDuplicateAddresses() throws Exception {
        Namespace.run(namespace -> {
            Map<String, LinkDefect> defects = new ConcurrentHashMap<>();
            Notes notes = new Notes() {
                @Override
                public void upToDate(Map<String, LinkDefect> unusable) {
                    defects.clear();
                    defects.putAll(unusable);
                }
            };
            namespace.cable("a");
            namespace.ip("addr add fe80::3/64 dev a-far nodad");
            try (LinkMonitor _ = LinkMonitor.open(notes, _ -> {})) {
                await().untilAsserted(() -> assertThat(defects.get("a"))
                        .isEqualTo(new LinkDefect(LinkDefect.Kind.NO_ADDRESS, "no link-local address")));
                namespace.ip("addr add fe80::7/64 dev a");
                await().untilAsserted(() -> assertThat(defects.get("a")).isNotNull().satisfies(defect -> {
                    assertThat(defect.kind()).isEqualTo(LinkDefect.Kind.TENTATIVE_ADDRESS);
                    assertThat(defect.reason()).contains("fe80::7");
                }));
                namespace.ip("addr del fe80::7/64 dev a");
                namespace.ip("addr add fe80::3/64 dev a");
                await().untilAsserted(() -> assertThat(defects.get("a")).isNotNull().satisfies(defect -> {
                    assertThat(defect.kind()).isEqualTo(LinkDefect.Kind.DUPLICATE_ADDRESS);
                    assertThat(defect.reason()).contains("fe80::3");
                }));
            }
        });
    }

    @Test
    void reportsErrorThatEndsItsThread() throws Exception {
        Namespace.run(namespace -> {
            AtomicReference<Throwable> died = new AtomicReference<>(new IllegalStateException("it has not"));
            LinkListener failing = new Notes() {
                @Override
                public void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected) {
                    throw new AssertionError("on purpose");
                }
            };
            namespace.ip("link set dev lo up");
            try (LinkMonitor _ = LinkMonitor.open(failing, died::set)) {
                await().untilAsserted(
                        () -> assertThat(died.get()).isInstanceOf(AssertionError.class).hasMessage("on purpose"));
            }
        });
    }
}
