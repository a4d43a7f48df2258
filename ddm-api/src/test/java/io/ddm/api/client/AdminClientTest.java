package io.ddm.api.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ddm.api.admin.ApiError;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.StatsRequest;
import io.ddm.api.client.AdminClientException.Kind;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminClientTest {

    /** ::1, whatever the JVM prefers to call its loopback. */
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration PATIENT = Duration.ofSeconds(20);

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private AdminClient client;
    private final List<String> versions = Collections.synchronizedList(new ArrayList<>());
    private int status = 204;
    private String reply = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new AdminClient("::1", server.getAddress().getPort(), PATIENT, PATIENT);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        versions.add(exchange.getRequestHeaders().getFirst("api-version"));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String type = body.isEmpty() ? "" : " " + exchange.getRequestHeaders().getFirst("content-type") + " " + body;
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + type);
        byte[] bytes = reply.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void usesThePathOfEachOperation() throws Exception {
        status = 200;
        reply = "{}";
        assertThat(client.peers()).isEmpty();
        assertThat(client.namedPeers()).isEmpty();
        assertThat(client.prefixes()).isEmpty();
        assertThat(client.interfaces()).isEmpty();
        reply = "[]";
        assertThat(client.originated()).isEmpty();
        assertThat(client.tunnelEndpoints()).isEmpty();
        assertThat(client.originatedTunnelEndpoints()).isEmpty();
        assertThat(requests).containsExactly("GET /peers", "GET /peers", "GET /prefixes", "GET /interfaces",
                "GET /originated", "GET /tunnel_endpoints", "GET /originated_tunnel_endpoints");
        assertThat(versions).containsExactly("2.0.0", "3.0.0", "2.0.0", "3.0.0", "2.0.0", "2.0.0", "2.0.0");
    }

    @Test
    void sendsBodiesAlsoWithDelete() throws Exception {
        client.advertisePrefixes(List.of(Prefix.parse("fd00:1::/64")));
        client.withdrawPrefixes(List.of(Prefix.parse("fd00:1::/64")));
        TunnelOrigin origin = new TunnelOrigin(IpPrefix.parse("::/0"), Ipv6Address.parse("fd00::1"), 7, 0);
        client.advertiseTunnelEndpoints(List.of(origin));
        client.withdrawTunnelEndpoints(List.of(origin));
        client.expirePeer(Ipv6Address.parse("fe80::1"));
        client.sync();
        client.enableStats(new StatsRequest(new UUID(0, 1), new UUID(0, 2)));
        client.disableStats();
        String json = " application/json "
                + "[{\"overlay_prefix\":\"::/0\",\"boundary_addr\":\"fd00::1\",\"vni\":7,\"metric\":0}]";
        assertThat(requests).containsExactly("PUT /prefix application/json [\"fd00:1::/64\"]",
                "DELETE /prefix application/json [\"fd00:1::/64\"]", "PUT /tunnel_endpoint" + json,
                "DELETE /tunnel_endpoint" + json, "DELETE /peers/fe80::1", "PUT /sync",
                "POST /enable-stats application/json {\"rack_id\":\"00000000-0000-0000-0000-000000000001\","
                        + "\"sled_id\":\"00000000-0000-0000-0000-000000000002\"}",
                "POST /disable-stats");
        assertThat(versions).containsOnly("2.0.0");
    }

    @Test
    void reportsErrorsOfTheDaemon() {
        status = 400;
        reply = new String(ApiError.of("id", "no, because").toJson(), UTF_8);
        refused(Kind.REFUSED, "no, because");
        reply = "<html>";
        refused(Kind.UNEXPECTED, "HTTP status 400 without an error body of ddmd");
        status = 302;
        refused(Kind.UNEXPECTED, "HTTP status 302");
        status = 200;
        refused(Kind.UNEXPECTED, "unable to parse JSON body: ");
    }

    @Test
    void reportsFailedConnections() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        refused(Kind.NOT_LISTENING, "connection refused");
        client = new AdminClient("no-such-host.invalid", port, PATIENT, PATIENT);
        refused(Kind.UNKNOWN_HOST, "unknown host");
        try (ServerSocket silent = new ServerSocket(0, 1, LOOPBACK)) {
            client = new AdminClient("::1", silent.getLocalPort(), SOON, SOON);
            refused(Kind.TIMEOUT, "no answer in time");
        }
        try (ServerSocket rude = new ServerSocket(0, 5, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                while (!rude.isClosed()) {
                    try (Socket socket = rude.accept()) {
                        socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            client = new AdminClient("::1", rude.getLocalPort(), PATIENT, PATIENT);
            refused(Kind.UNEXPECTED, "");
        }
    }

    /** The daemon listens on ::1 alone, and many systems list 127.0.0.1 first for localhost. */
    @Test
    void triesAllAddressesOfANameIpv6First() throws Exception {
        status = 200;
        reply = "[]";
        List<InetAddress> addresses = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::2"),
                LOOPBACK);
        HttpTransport transport = new HttpTransport("localhost", server.getAddress().getPort(), SOON, PATIENT,
                AdminCredentials.NONE, name -> addresses);
        assertThat(transport.send(ApiVersion.V2_0_0, "PUT", "/prefix", new byte[]{'[', ']'}).status()).isEqualTo(200);
        assertThat(requests).containsExactly("PUT /prefix application/json []");
    }

    private void refused(Kind kind, String message) {
        assertThatThrownBy(client::peers)
                .isInstanceOfSatisfying(AdminClientException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith(message);
    }

    @Test
    void acceptsAllFormsOfAddresses() {
        for (String host : List.of("::", "::1", "fe80::1%eth0", "fe80::1%2", "127.0.0.1", "localhost")) {
            assertThat(new AdminClient(host, 8000, SOON, SOON)).isNotNull();
        }
        for (String host : List.of("", "a b", "::zz", "x/y", "a@b")) {
            assertThatThrownBy(() -> new AdminClient(host, 8000, SOON, SOON))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new AdminClient("::1", 0, SOON, SOON)).isInstanceOf(IllegalArgumentException.class);
    }
}
