package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.linux.Namespace;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh network namespace, whose loopback interface is down. */
@Tag("namespace")
final class LoopbackProcessTest {

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void endsWithOneLineWhenLoopbackIsDown() throws Exception {
        Namespace.run(namespace -> {
            try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "-a", "x")) {
                assertThat(daemon.awaitEnd()).isEqualTo(1);
                assertThat(daemon.log()).isEqualTo("ddmd: the admin API cannot listen on ::1 port 8000: the loopback"
                        + " interface is down; bring it up with: ip link set lo up\n");
            }
        });
    }

    @Test
    void needsLoopbackBesideOtherInterfaces() throws Exception {
        Namespace.run(namespace -> {
            namespace.cable("a");
            namespace.ip("address add fd00:1::1/64 dev a nodad");
            try (DaemonProcess daemon = DaemonProcess.start(scratch, Map.of(), "-a", "x")) {
                assertThat(daemon.awaitEnd()).isEqualTo(1);
                assertThat(daemon.log())
                        .contains("the loopback interface is down; bring it up with: ip link set lo up");
            }
        });
    }
}
