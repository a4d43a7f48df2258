package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Answers each path with a fixed body and everything else with 204, and records the requests. */
final class FakeDdmd implements AutoCloseable {

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final List<String> queries = Collections.synchronizedList(new ArrayList<>());
    final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> replies = new HashMap<>();
    private final HttpServer server;
    private int status = 200;
    private int changed = -1;

    FakeDdmd() throws IOException {
        this(HttpServer.create(), "::1");
    }

    /** A server that uses TLS. */
    static FakeDdmd over(SSLContext tls) throws IOException {
        return over(tls, "::1");
    }

    /** A server that uses TLS and listens on this address. */
    static FakeDdmd over(SSLContext tls, String address) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FakeDdmd(server, address);
    }

    private FakeDdmd(HttpServer server, String address) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Answers this path with this body. */
    FakeDdmd with(String path, String reply) {
        replies.put(path, reply);
        return this;
    }

    /** Answers this path with an error. */
    FakeDdmd rejecting(int status, String path, String reply) {
        this.status = status;
        return with(path, reply);
    }

    /** Reports in every answer that the request changed this many items. */
    void reportingChanged(int items) {
        changed = items;
    }

    String port() {
        return Integer.toString(server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().getPath();
        requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
        Optional.ofNullable(exchange.getRequestURI().getRawQuery()).ifPresent(queries::add);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
        if (changed >= 0) {
            exchange.getResponseHeaders().set("ddm-changed", Integer.toString(changed));
        }
        String reply = replies.get(path);
        if (reply == null) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.sendResponseHeaders(status, reply.getBytes(UTF_8).length);
            exchange.getResponseBody().write(reply.getBytes(UTF_8));
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
