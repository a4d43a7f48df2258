package io.ddm.daemon.admin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.http.ProgressMonitor;
import io.ddm.fsm.event.Effect;
import io.vertx.core.Future;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the stream of events, how many at a time, and how it ends. */
final class EventAdmissionTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final ProgressMonitor.Timeouts TIMEOUTS = new ProgressMonitor.Timeouts(SHORT, SHORT, SHORT,
            Duration.ofSeconds(15), SHORT, SHORT);
    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final String READER = "reader-0123456789";

    private final List<EventClient> clients = new ArrayList<>();

    @TempDir
    private Path scratch = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @BeforeEach
    void start() throws Exception {
        admin = new PeeredAdmin(scratch, Future::succeededFuture, TIMEOUTS, AdminAccess.OPEN, HEARTBEAT);
    }

    @AfterEach
    void stop() {
        clients.forEach(EventClient::close);
        admin.close();
    }

    private EventClient open(String... headers) throws IOException {
        EventClient client = EventClient.tcp(admin.server().port(), headers);
        clients.add(client);
        return client;
    }

    @Test
    void servesOnlyGetFromVersion310On() throws Exception {
        assertThat(admin.request("3.0.0", "GET", "/events", "")).startsWith("404 ");
        assertThat(admin.send(List.of("GET /events HTTP/1.1"), "")).startsWith("HTTP/1.1 400 ");
        for (String method : List.of("HEAD", "POST", "DELETE")) {
            assertThat(admin.send(List.of(method + " /events HTTP/1.1", "api-version: 3.1.0"), ""))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\nallow: GET\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"accept: application/json", "accept: text/html, text/plain", "accept: text/event-stream;q=0",
                    "accept: */*; q=0.0"})
    void rejectsClientsThatDoNotAcceptAStream(String accept) throws Exception {
        String reply = admin.send(List.of("GET /events HTTP/1.1", "api-version: 3.1.0", accept), "");
        assertThat(reply).startsWith("HTTP/1.1 406 Not Acceptable")
                .contains("the Accept header excludes text/event-stream, the only type of /events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"accept: text/event-stream", "accept: application/json, Text/*;q=0.1", "accept: */*", "accept:",
                    "x-none: 1"})
    void servesClientsThatAcceptAStream(String accept) throws Exception {
        assertThat(open(accept).next().event()).isEqualTo("snapshot");
    }

    /** Longer than any timeout of a request. */
    @Test
    void keepsAnIdleStreamAliveWithComments() throws Exception {
        EventClient client = open();
        client.next();
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        int comments = 0;
        for (; System.nanoTime() < end; comments++) {
            assertThat(client.nextOrComment().event()).isEqualTo("comment");
        }
        assertThat(comments).as("15 on an idle machine").isGreaterThan(2);
        admin.onRouter(() -> admin.events().effect(new Effect.Notice("to-t1", "still there")));
        assertThat(client.next().text("/message")).isEqualTo("still there");
    }

    @Test
    void limitsReadersAndKeepsSomeForTheUnixSocket() throws Exception {
        Path unix = scratch.resolve("admin.sock");
        admin.server()
                .listen(new SocketFile(new AccessConfig.UnixSocket(unix, PosixFilePermissions.fromString("rw-------"))))
                .await();
        int most = EventStream.MAX_READERS - EventStream.RESERVED_READERS;
        for (int i = 0; i < most; i++) {
            assertThat(open().status()).isEqualTo(200);
        }
        assertThat(admin.request("3.1.0", "GET", "/events", "")).startsWith("503 ")
                .contains("too many readers of /events: at most 24 at a time");
        assertThat(admin.request("3.1.0", "GET", "/metrics", ""))
                .contains("ddm_admin_refused_total{cause=\"too many event readers\",listener=\"admin\"} 1.0");
        try (EventClient local = EventClient.unix(unix)) {
            assertThat(local.next().event()).isEqualTo("snapshot");
        }
        clients.removeFirst().close();
        await().untilAsserted(() -> assertThat(open().status()).isEqualTo(200));
    }

    /** Without a reader no message crosses to the admin loop. */
    @Test
    void forgetsReadersThatDisconnect() throws Exception {
        for (int i = 0; i < 3 * EventStream.MAX_READERS; i++) {
            try (EventClient client = EventClient.tcp(admin.server().port())) {
                assertThat(client.status()).isIn(200, 503);
            }
        }
        await().untilAsserted(() -> {
            AtomicInteger left = new AtomicInteger();
            admin.onRouter(() -> left.set(admin.events().subscribers()));
            assertThat(left).hasValue(0);
        });
        // The server sees a little later that the last reader has gone.
        await().untilAsserted(() -> assertThat(admin.resources().replies().used()).isZero());
    }

    @Test
    void needsARoleAndEndsWhenTheTokenIsWithdrawn() throws Exception {
        Path tokens = secret("tokens", READER);
        AccessConfig config = new AccessConfig(Optional.empty(), Optional.of(tokens), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty());
        Path directory = Files.createDirectory(scratch.resolve("guarded"));
        try (PeeredAdmin guarded = new PeeredAdmin(directory, Future::succeededFuture,
                ProgressMonitor.Timeouts.DEFAULT, AdminAccess.of(config), HEARTBEAT)) {
            int port = guarded.server().port();
            assertThat(guarded.request("3.1.0", "GET", "/events", "")).startsWith("401 ");
            try (EventClient client = EventClient.tcp(port, "authorization: Bearer " + READER)) {
                assertThat(client.status()).isEqualTo(200);
                client.next();
                Files.move(secret("next", "another-0123456789"), tokens, StandardCopyOption.REPLACE_EXISTING);
                assertThatThrownBy(client::next).isInstanceOf(EOFException.class).hasMessage("the last chunk");
            }
        }
    }

    private Path secret(String name, String token) throws IOException {
        Path file = Files.writeString(scratch.resolve(name), "read-only " + token + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
