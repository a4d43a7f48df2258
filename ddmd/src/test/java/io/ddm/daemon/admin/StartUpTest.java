package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.Daemon;
import io.ddm.daemon.FreePort;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.config.AdminConfig;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DataplaneKind;
import io.ddm.daemon.config.LinkConfig;
import io.ddm.daemon.config.StatsConfig;
import io.ddm.daemon.net.NetLimits;
import io.ddm.daemon.store.OriginStore;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A poller that stops at its first error is there before the daemon is. */
class StartUpTest {

    private static final int TRIES = 5;
    private static final int PATIENCE_SECONDS = 30;

    @Test
    void answersFirstConnectionWithStoredState(@TempDir Path directory)
            throws Exception {
        try (OriginStore store = OriginStore.open(directory)) {
            store.add(Set.of(Prefix.parse("fd00:1::/64")));
        }
        for (int i = 0; i < TRIES; i++) {
            int port = FreePort.find();
            CompletableFuture<String> originated = CompletableFuture.supplyAsync(() -> first(port, "/originated"));
            CompletableFuture<String> interfaces = CompletableFuture.supplyAsync(() -> first(port, "/interfaces"));
            Daemon daemon = Daemon.start(new DaemonConfig(RouterConfig.of(new RouterId("s1"), RouterKind.SERVER),
                    new LinkConfig(List.of("later0"), List.of(), false, 1024, Duration.ofSeconds(3), NetLimits.DEFAULT),
                    new AdminConfig(InetAddress.getLoopbackAddress(), port,
                            new StatsConfig(0, false, Optional.empty(), Optional.empty()), AccessConfig.OPEN),
                    directory, DataplaneKind.NONE, Optional.empty()));
            try {
                assertThat(originated.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ")
                        .endsWith("[\"fd00:1::/64\"]");
                assertThat(interfaces.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ")
                        .contains("\"name\":\"later0\"");
            } finally {
                daemon.stop();
            }
        }
    }

    /** Tries to connect until somebody takes the connection, then asks once. */
    private static String first(int port, String path) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(1000);
                socket.getOutputStream()
                        .write(("GET " + path
                                + " HTTP/1.1\r\nhost: localhost\r\napi-version: 3.0.0\r\nconnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (ConnectException e) {
                if (System.nanoTime() > until) {
                    return "nobody took the connection";
                }
                // Often enough to be the first, and without taking the start its processor.
                LockSupport.parkNanos(100_000);
            } catch (IOException e) {
                return "failed: " + e.getMessage();
            }
        }
    }
}
