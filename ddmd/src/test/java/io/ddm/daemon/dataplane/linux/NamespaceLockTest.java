package io.ddm.daemon.dataplane.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.linux.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("namespace")
class NamespaceLockTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    /** Takes the name that all daemons once had, as a user with no rights or as ourselves, and says so. */
    private static final String HOLDER = """
            import os, socket, sys
            name = chr(0) + sys.argv[3]
            if sys.argv[1] != "own":
                os.setgid(65534); os.setuid(65534)
            s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM); s.bind(name)
            if sys.argv[2] == "listen":
                s.listen(5)
            if sys.argv[2] == "full":
                s.listen(0)
                clients = []
                try:
                    while True:
                        c = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM); c.setblocking(False)
                        c.connect(name); clients.append(c)
                except BlockingIOError:
                    pass
            print("held", flush=True)
            sys.stdin.read()
            """;

    private record Holder(Process process) implements AutoCloseable {

        /** A holder in the namespace of the calling thread. */
        static Holder start(String user, String how, String name) throws IOException {
            Process process = new ProcessBuilder("python3", "-c", HOLDER, user, how, name).redirectErrorStream(true)
                    .start();
            Holder holder = new Holder(process);
            String said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
            assertThat(said).isEqualTo("held");
            return holder;
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind", "full", "listen"})
    void ignoresUserWithoutRights(String how) throws Exception {
        Namespace.run(namespace -> {
            try (Holder stranger = Holder.start("nobody", how, NamespaceLock.PREFIX)) {
                NamespaceLock.acquire(SHORT).close();
                assertThat(stranger.process().isAlive()).isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind", "full", "listen"})
    void respectsOurOwnUserInAnyState(String how) throws Exception {
        Namespace.run(namespace -> {
            try (Holder other = Holder.start("own", how, NamespaceLock.PREFIX)) {
                String who = how.equals("listen")
                        ? "process " + other.process().pid() + " (python3"
                        : "a process of user 0";
                assertThatThrownBy(() -> NamespaceLock.acquire(SHORT)).isInstanceOf(IOException.class)
                        .hasMessageContaining("another ddmd already programs")
                        .hasMessageContaining(who);
            }
            NamespaceLock.acquire(SHORT).close();
        });
    }

    @Test
    void seesSecondDaemonWhileAnotherUserHoldsTheName() throws Exception {
        Namespace.run(namespace -> {
            try (Holder stranger = Holder.start("nobody", "bind", NamespaceLock.PREFIX)) {
                try (NamespaceLock first = NamespaceLock.acquire(SHORT)) {
                    assertThat(first).isNotNull();
                    assertThatThrownBy(() -> NamespaceLock.acquire(SHORT))
                            .hasMessageContaining("process " + ProcessHandle.current().pid());
                }
                NamespaceLock.acquire(SHORT).close();
                assertThat(stranger.process().isAlive()).isTrue();
            }
        });
    }

    /** However many start at one time, at most one has it. */
    @Test
    void admitsOneOfManyAtOneTime() throws Exception {
        Namespace.run(namespace -> {
            int contenders = 4;
            CountDownLatch begin = new CountDownLatch(1);
            List<NamespaceLock> held = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < contenders; i++) {
                // A thread is born in the namespace of the one that starts it.
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        begin.await();
                        NamespaceLock lock = NamespaceLock.acquire(Duration.ofSeconds(3));
                        synchronized (held) {
                            held.add(lock);
                        }
                    } catch (IOException | InterruptedException _) {
                        // Another one has it.
                    }
                }));
            }
            begin.countDown();
            for (Thread thread : threads) {
                assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
            }
            assertThat(held).hasSize(1);
            held.getFirst().close();
        });
    }
}
