package io.ddm.api.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.admin.ApiError;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.events.EventFrame;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.RoundTrip;
import io.ddm.api.client.AdminClientException.Kind;
import io.ddm.fsm.model.Ipv6Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of probes over both transports, from a server that sends what the test says. */
final class FollowTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final ProbeMessage BEGIN = new ProbeMessage.Begin(1, false);
    private static final ProbeMessage LOST = new ProbeMessage.Result(2, "eth1", 3, RoundTrip.UNKNOWN,
            Ipv6Address.parse("fe80::2"), "t1", true);

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<ServerSocketChannel> servers = new ArrayList<>();

    @TempDir
    private Path scratch = Path.of("");

    @AfterEach
    void stop() throws IOException {
        for (ServerSocketChannel server : servers) {
            server.close();
        }
    }

    /** Sends each client these bytes and closes its connection. */
    private SocketAddress serve(ServerSocketChannel server, SocketAddress address, byte[] reply) throws IOException {
        servers.add(server.bind(address));
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try (SocketChannel client = server.accept()) {
                    ByteBuffer request = ByteBuffer.allocate(4096);
                    client.read(request);
                    requests.add(new String(request.array(), 0, request.position(), US_ASCII));
                    client.write(ByteBuffer.wrap(reply));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server.getLocalAddress();
    }

    private AdminClient tcp(byte[] reply) throws IOException {
        SocketAddress bound = serve(ServerSocketChannel.open(),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), reply);
        return new AdminClient("::1", ((InetSocketAddress) bound).getPort(), TIMEOUT, TIMEOUT);
    }

    private AdminClient unix(byte[] reply) throws IOException {
        Path path = scratch.resolve("socket" + servers.size());
        serve(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path), reply);
        return AdminClient.overSocket(path, TIMEOUT);
    }

    private List<AdminClient> both(byte[] reply) throws IOException {
        return List.of(tcp(reply), unix(reply));
    }

    private static byte[] reply(String head, byte[]... body) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes((head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(US_ASCII));
        for (byte[] part : body) {
            reply.writeBytes(part);
        }
        return reply.toByteArray();
    }

    private static byte[] frame(ProbeMessage message) {
        return EventFrame.of(message.kind(), 1, ProbeJson.of(message));
    }

    @Test
    void passesMessagesOnUntilTheReaderHasEnoughOrTheDaemonEnds() throws Exception {
        byte[] stream = reply("HTTP/1.0 200 OK\ncontent-type: text/event-stream", frame(BEGIN),
                EventFrame.comment("keepalive"), EventFrame.of("newer", 2, new byte[]{'?'}), frame(LOST));
        for (AdminClient client : both(stream)) {
            List<ProbeMessage> read = new ArrayList<>();
            assertThatThrownBy(() -> client.followProbes(read::add)).isInstanceOfSatisfying(AdminClientException.class,
                    e -> assertThat(e.kind()).isEqualTo(Kind.ENDED));
            assertThat(read).containsExactly(BEGIN, LOST);
            read.clear();
            client.followProbes(message -> !read.add(message));
            assertThat(read).containsExactly(BEGIN);
        }
        assertThat(requests).hasSize(4)
                .allMatch(request -> request.matches("(?s)GET /stat/probes HTTP/1\\.[01]\r\n.*"))
                .allMatch(request -> request.toLowerCase(java.util.Locale.ROOT).contains("api-version: 3.1.0\r\n"));
    }

    @Test
    void reportsErrorsOfTheDaemon() throws Exception {
        byte[] error = ApiError.of("id", "probing is off").toJson();
        byte[] reply = reply("HTTP/1.1 409 Conflict\nconnection: close\ncontent-length: " + error.length, error);
        for (AdminClient client : both(reply)) {
            fails(client, Kind.REFUSED, "probing is off");
        }
    }

    @Test
    void rejectsOtherServers() throws Exception {
        for (AdminClient client : both("SSH-2.0-x\r\n\r\n".getBytes(US_ASCII))) {
            fails(client, Kind.UNEXPECTED, "");
        }
        for (AdminClient client : both(
                reply("HTTP/1.0 200 OK", "event: probe\ndata: {}\n\n".getBytes(US_ASCII)))) {
            fails(client, Kind.UNEXPECTED, "unable to parse JSON body: missing field `time_ms`");
        }
        for (AdminClient client : both(reply("HTTP/1.0 200 OK", "x".repeat(100_000).getBytes(US_ASCII)))) {
            fails(client, Kind.UNEXPECTED, "a line of the stream is longer than 65536 bytes");
        }
        fails(unix("x".repeat(100_000).getBytes(US_ASCII)), Kind.UNEXPECTED, "the reply is not HTTP");
    }

    private static void fails(AdminClient client, Kind kind, String message) {
        assertThatThrownBy(() -> client.followProbes(any -> true))
                .isInstanceOfSatisfying(AdminClientException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith(message);
    }

    @Test
    void changesTheRoleOfAnInterfaceWhateverItsName() throws Exception {
        AdminClient client = tcp(reply("HTTP/1.1 204 No Content\nconnection: close"));
        client.takeOffline(InterfaceName.parse("eth1"), false);
        client.takeOffline(InterfaceName.parse("a?%+#"), true);
        client.takeOnline(InterfaceName.parse("tfport0_0/ll"));
        client.setStandby(InterfaceName.parse("eth1"), true);
        client.setStandby(InterfaceName.parse("eth1"), false);
        assertThat(requests).extracting(request -> request.substring(0, request.indexOf(" HTTP/1.1\r\n")))
                .containsExactly("PUT /interfaces/eth1/offline", "PUT /interfaces/a%3F%25%2B%23/offline?force=true",
                        "DELETE /interfaces/tfport0_0%2Fll/offline", "PUT /interfaces/eth1/standby",
                        "DELETE /interfaces/eth1/standby");
    }
}
