package io.ddm.daemon.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.api.admin.AdminApi;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ProgressMonitor;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What slow, silent and greedy clients cost, and that nobody else notices. */
final class AdminLimitsTest {

    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** Long enough for a busy machine, short enough to wait for. */
    private static final ProgressMonitor.Timeouts TIMEOUTS = new ProgressMonitor.Timeouts(SHORT, SHORT,
            Duration.ofSeconds(20), ANSWER, SHORT, SHORT);

    private static final String STATS = "{\"rack_id\":\"4186465a-970d-4936-9637-eff6d513a799\","
            + "\"sled_id\":\"cf6917a3-1f6d-4313-8223-a50f32c24b2c\"}";

    private final List<Socket> clients = new ArrayList<>();

    @TempDir
    private Path scratch = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @SuppressWarnings("NullAway.Init")
    private Path unix;

    @BeforeEach
    void start() throws Exception {
        admin = new PeeredAdmin(scratch, Future::succeededFuture, TIMEOUTS);
        unix = scratch.resolve("admin.sock");
        admin.server()
                .listen(new SocketFile(new AccessConfig.UnixSocket(unix, PosixFilePermissions.fromString("rw-------"))))
                .await();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        admin.close();
    }

    @Test
    void answersLiveOnEveryListenerWhileRouterIsBusy() throws Exception {
        assertThat(admin.request("2.0.0", "POST", "/enable-stats", STATS)).isEqualTo("204");
        CountDownLatch until = new CountDownLatch(1);
        admin.blockLoop(until);
        try {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                assertThat(overUnixSocket("GET /live")).startsWith("HTTP/1.1 503 ").contains("\"live\":false");
                assertThat(ask(admin.server().port(), "GET /live")).startsWith("HTTP/1.1 503 ");
                assertThat(ask(admin.statsPort(), "GET /live")).startsWith("HTTP/1.1 503 ");
            });
            assertThat(ask(admin.server().port(), "GET /metrics")).as("rendered elsewhere").startsWith("HTTP/1.1 200 ");
        } finally {
            until.countDown();
        }
    }

    @Test
    void timesOutCallsWhenRouterDoesNotAnswer() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        admin.blockLoop(until);
        try {
            Map<String, CompletableFuture<String>> calls = new LinkedHashMap<>();
            for (String call : List.of("GET /peers", "GET /originated", "PUT /sync", "DELETE /peers/fe80::1",
                    "GET /ready")) {
                calls.put(call, CompletableFuture.supplyAsync(() -> {
                    try {
                        return ask(admin.server().port(), call);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }, Thread::startVirtualThread));
            }
            calls.forEach((call, reply) -> assertThat(reply.join()).as(call)
                    .startsWith("HTTP/1.1 503 ")
                    .contains("retry-after: 1", "no answer from the router within 15 s"));
        } finally {
            until.countDown();
        }
        await().untilAsserted(() -> assertThat(ask(admin.server().port(), "GET /peers")).startsWith("HTTP/1.1 200 "));
    }

    @Test
    void boundsMemoryAndTimeOfUnfinishedBodies() throws Exception {
        byte[] half = new byte[16 * 1024 * 1024];
        long most = 0;
        int refused = 0;
        for (int i = 0; i < 10; i++) {
            Socket client = connect();
            client.setSoTimeout(200);
            String head = "PUT /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\ncontent-length: "
                    + 2 * half.length + "\r\n\r\n";
            try {
                client.getOutputStream().write(head.getBytes(US_ASCII));
                client.getOutputStream().write(half);
                refused += client.getInputStream().read() < 0 ? 0 : 1;
            } catch (SocketTimeoutException e) {
                // It waits for the rest.
            } catch (IOException e) {
                refused++;
            }
            most = Math.max(most, admin.resources().bodies().used());
        }
        assertThat(most).isBetween((long) half.length - 64 * 1024, (long) AdminResources.MAX_BODY_BYTES);
        assertThat(refused).isPositive();
        assertThat(admin.request("2.0.0", "PUT", "/prefix", "[\"fd00:7::/64\"]")).as("small ones go on")
                .isEqualTo("204");
        await().atMost(Duration.ofSeconds(20)).until(() -> admin.resources().bodies().used() == 0);
    }

    @Test
    void returnsBodyMemoryForEveryHandler() throws Exception {
        String body = " ".repeat(64 * 1024);
        for (String call : List.of("POST " + AdminApi.HAND_OVER, "PUT " + AdminApi.SYNC, "PUT " + AdminApi.PREFIX)) {
            String[] parts = call.split(" ", 2);
            assertThat(admin.request("3.0.0", parts[0], parts[1], body)).as(call).matches("(?s)(204|400).*");
            await().alias(call).until(() -> admin.resources().bodies().used() == 0);
        }
    }

    @Test
    void disconnectsSlowReadersAndReturnsMemory() throws Exception {
        originate(50_000);
        for (int i = 0; i < 200; i++) {
            Socket client = new Socket();
            client.setReceiveBufferSize(4096);
            client.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), admin.server().port()));
            clients.add(client);
            client.getOutputStream().write(get("/originated"));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> admin.resources().replies().used() > 0);
        assertThat(admin.resources().replies().used()).isLessThanOrEqualTo(64L * 1024 * 1024);
        await().atMost(Duration.ofSeconds(30)).until(() -> admin.resources().replies().used() == 0);
        assertThat(ask(admin.server().port(), "GET /originated")).startsWith("HTTP/1.1 200 ").endsWith("]");
        assertThat(admin.refusals()).containsKey("slow client");
    }

    @Test
    void servesSlowButSteadyReaders() throws Exception {
        originate(50_000);
        Socket client = new Socket();
        client.setReceiveBufferSize(32 * 1024);
        client.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), admin.server().port()));
        clients.add(client);
        client.setSoTimeout(10_000);
        client.getOutputStream().write(get("/originated"));
        long began = System.nanoTime();
        StringBuilder reply = new StringBuilder();
        byte[] piece = new byte[8 * 1024];
        for (int n = client.getInputStream().read(piece); n >= 0; n = client.getInputStream().read(piece)) {
            reply.append(new String(piece, 0, n, US_ASCII));
            await().pollDelay(Duration.ofMillis(40)).until(() -> true);
        }
        assertThat(reply.toString()).endsWith("]");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).as("longer than any timeout").isGreaterThan(SHORT);
    }

    @Test
    void disconnectsTricklingHeads() throws Exception {
        Socket client = connect();
        client.setSoTimeout(1);
        await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(10)).until(() -> {
            try {
                client.getOutputStream().write('x');
                return client.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void boundsPipelinedRequestsWithoutReads() throws Exception {
        admin.tell(new Event.Originate(prefixes(500)));
        Socket client = connect();
        byte[] requests = new String(get("/originated"), US_ASCII).replace("connection: close\r\n", "")
                .repeat(500)
                .getBytes(US_ASCII);
        int replies = 500;
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                client.getOutputStream().write(requests);
            } catch (IOException e) {
                // Closed by the server, or at the end of the test.
            }
        });
        // 500 replies are more than 5 MB, far more than the kernel's buffers hold.
        sender.join(Duration.ofSeconds(1));
        int open = 0;
        byte[] piece = new byte[64 * 1024];
        long received = 0;
        client.setSoTimeout(10_000);
        try {
            for (int n = client.getInputStream().read(piece); n >= 0
                    && open < replies; n = client.getInputStream().read(piece)) {
                received += n;
                open += new String(piece, 0, n, US_ASCII).split("HTTP/1.1 200", -1).length - 1;
            }
        } catch (SocketTimeoutException e) {
            // Counted below.
        }
        assertThat(open).as("bytes: %d", received).isEqualTo(replies);
    }

    @Test
    void limitsDynamicInterfaces() throws Exception {
        assertThat(apply(20_000)).startsWith("400 ")
                .contains("too many interfaces: 20000, at most 1024 can be added while the router runs");
        assertThat(apply(1025)).startsWith("400 ");
        assertThat(apply(100)).isEqualTo("204");
        assertThat(apply(0)).isEqualTo("204");
    }

    @Test
    void submitsLargeChangesInSlices() throws Exception {
        assertThat(admin.request("2.0.0", "PUT", "/prefix", list(prefixes(5_000)))).isEqualTo("204");
        assertThat(ask(admin.server().port(), "GET /originated")).contains("\"fd00:0:0:1387::/64\"");
        String reply = admin.send(List.of("DELETE /prefix HTTP/1.1", "api-version: 2.0.0"), list(prefixes(4_000)));
        assertThat(reply).startsWith("HTTP/1.1 204 ").contains("\nddm-changed: 4000\n");
        assertThat(admin.send(List.of("DELETE /prefix HTTP/1.1", "api-version: 2.0.0"), list(prefixes(4_000))))
                .contains("\nddm-changed: 0\n");
    }

    @Test
    void limitsOriginatedDestinations() throws Exception {
        assertThat(admin.request("2.0.0", "PUT", "/prefix", list(prefixes(OriginChanges.MAX_ORIGINATED))))
                .startsWith("400 ")
                .contains("too many destinations: 1 are originated and 250000 requested, at most 250000");
    }

    @Test
    void reportsNumberOfChangedItems() throws Exception {
        assertThat(changed("PUT /prefix", "[\"fd00:1::/64\",\"fd00:8::/64\"]")).isEqualTo("1");
        assertThat(changed("DELETE /prefix", "[\"fd00:1::/64\",\"fd00:9::/64\"]")).isEqualTo("1");
        assertThat(changed("DELETE /peers/fe80::1", "")).isEqualTo("0");
        assertThat(changed("DELETE /peers/" + PeeredAdmin.T1.address(), "")).isEqualTo("1");
        assertThat(changed("POST /ddm/omicron/apply", "{\"ddm_interfaces\":[\"a0\",\"b0\"]}")).isEqualTo("2");
    }

    private String changed(String request, String body) throws IOException {
        String reply = admin.send(List.of(request + " HTTP/1.1", "api-version: 3.0.0"), body);
        assertThat(reply).startsWith("HTTP/1.1 204 ");
        return reply.lines()
                .filter(line -> line.startsWith("ddm-changed: "))
                .findFirst()
                .orElse(reply)
                .replace("ddm-changed: ", "");
    }

    private String apply(int count) throws IOException {
        return admin.request("3.0.0", "POST", "/ddm/omicron/apply", "{\"ddm_interfaces\":["
                + IntStream.range(0, count).mapToObj(i -> "\"x" + i + "\"").collect(Collectors.joining(",")) + "]}");
    }

    private void originate(int count) throws Exception {
        admin.tell(new Event.Originate(prefixes(count)));
    }

    private static Set<Destination> prefixes(int count) {
        Set<Destination> prefixes = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            prefixes.add(Prefix
                    .parse("fd00:0:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::/64"));
        }
        return Collections.unmodifiableSet(prefixes);
    }

    private static String list(Set<Destination> prefixes) {
        return prefixes.stream().map(prefix -> "\"" + prefix + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), admin.server().port());
        clients.add(client);
        return client;
    }

    private static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\nconnection: close\r\n\r\n")
                .getBytes(US_ASCII);
    }

    private static String ask(int port, String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(30_000);
            client.getOutputStream()
                    .write((request + " HTTP/1.1\r\nhost: localhost\r\napi-version: 2.0.0\r\nconnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String overUnixSocket(String request) throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(unix));
            client.write(ByteBuffer.wrap(
                    (request + " HTTP/1.1\r\nhost: any.example\r\nconnection: close\r\n\r\n").getBytes(US_ASCII)));
            return new String(Channels.newInputStream(client).readAllBytes(), UTF_8);
        }
    }
}
