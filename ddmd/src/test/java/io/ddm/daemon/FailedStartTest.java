package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A start that fails leaves no socket, thread, lock or file, whichever step it is that fails: of a daemon with
 * everything that can be configured, a link that is open, and the routes of a kernel.
 */
final class FailedStartTest {

    /** A link whose other end is in the same namespace. */
    private static final String NETWORK = """
            ip link set lo up
            ip link add ddm0 type veth peer name ddm1
            for end in ddm0 ddm1; do
                ip link set dev "$end" addrgenmode none up
            done
            ip -6 address add fe80::1/64 dev ddm0 nodad
            exec "$@"
            """;

    @TempDir
    private Path scratch = Path.of("");

    /** Each step in turn, then starts for which a port, a file or a lock is not to be had. */
    @ParameterizedTest
    @ValueSource(strings = {"injected", "real"})
    void leavesNothingOpen(String failures) throws Exception {
        if (new ProcessBuilder("unshare", "--net", "true").start().waitFor() != 0) {
            assertThat(System.getenv("CI")).as("network namespaces").isNotEqualTo("true");
            Assumptions.abort("a network namespace needs root");
        }
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "sh", "-ec", NETWORK, "sh"));
        command.addAll(DaemonProcess.java(FailedStarts.class));
        command.addAll(List.of(scratch.toString(), failures));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("nothing is left");
    }

    /** The comparison can fail. */
    @Test
    void noticesWhatIsLeft() throws Exception {
        OpenResources before = OpenResources.now(scratch);
        try (FileInputStream file = new FileInputStream("/proc/self/status")) {
            assertThat(file.read()).isPositive();
            assertThat(OpenResources.now(scratch).descriptors()).contains("/proc/" + ProcessHandle.current().pid()
                    + "/status");
        }
        try (DatagramChannel socket = DatagramChannel.open()) {
            assertThat(socket.isOpen()).isTrue();
            List<String> now = new ArrayList<>(OpenResources.now(scratch).descriptors());
            now.removeAll(before.descriptors());
            assertThat(now).anyMatch(descriptor -> descriptor.startsWith("socket:["));
        }
        CountDownLatch end = new CountDownLatch(1);
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            Thread left = kind.name("left over").start(() -> awaitEnd(end));
            assertThat(OpenResources.now(scratch).threads()).contains("left over");
            left.interrupt();
            left.join();
            assertThat(OpenResources.now(scratch).threads()).doesNotContain("left over");
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
