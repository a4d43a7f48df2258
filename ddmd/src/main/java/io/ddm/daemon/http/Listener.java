package io.ddm.daemon.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A listener for operators on the {@link AdminLoop}: bounded in what a slow or silent client costs, before any handler.
 */
public final class Listener {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    /**
     * The kernel accepts at most twice this much of a reply before the client has read it, in bytes. Larger buffers
     * would hide a client that reads slowly, and one that has stopped.
     */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    private static final int TLS_HANDSHAKE_SECONDS = 5;

    private final AdminLoop loop;
    private final Handler<HttpServerRequest> handler;
    private final ProgressMonitor monitor;
    private final HttpServer server;
    private long check = -1;

    /**
     * @param name what it is called in logs and metrics
     * @param options what {@link #options} returned, secured
     */
    public Listener(AdminLoop loop, String name, HttpServerOptions options, ProgressMonitor.Timeouts timeouts,
            RefusalObserver observer, Handler<HttpServerRequest> handler) {
        this.loop = loop;
        this.handler = handler;
        this.monitor = new ProgressMonitor(name, timeouts, observer);
        this.server = loop.vertx().createHttpServer(options).requestHandler(this::handle).exceptionHandler(e -> {
            if (e instanceof SSLException || e.getCause() instanceof SSLException) {
                observer.refused(name, "TLS handshake", "a client");
            }
        });
        monitor.watch(server);
    }

    /** Options of every listener for operators. */
    public static HttpServerOptions options() {
        return ConnectionGuard.options()
                .setSendBufferSize(SEND_BUFFER_BYTES)
                .setSslHandshakeTimeout(TLS_HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Starts to listen; completes on the loop. */
    public Future<Listener> listen(SocketAddress address) {
        return loop.call(() -> server.listen(address).map(listening -> {
            check = loop.vertx().setPeriodic(CHECK_INTERVAL.toMillis(), ignored -> monitor.check());
            return this;
        }))
                .recover(e -> Future.failedFuture(isLoopback(address) && isLoopbackDown()
                        ? new IOException("the loopback interface is down; bring it up with: ip link set lo up", e)
                        : e));
    }

    private static boolean isLoopback(SocketAddress address) {
        return address.isInetSocket() && InetAddress.ofLiteral(address.hostAddress()).isLoopbackAddress();
    }

    /** Whether this network namespace has its loopback interface down, as each has at first; Java then sees none. */
    private static boolean isLoopbackDown() {
        try {
            NetworkInterface loopback = NetworkInterface.getByName("lo");
            return loopback == null || !loopback.isUp();
        } catch (SocketException _) {
            return true;
        }
    }

    /** The TCP port on which it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Stops to listen and closes all connections. */
    public Future<Void> close() {
        return loop.call(() -> {
            loop.vertx().cancelTimer(check);
            return server.close();
        });
    }

    /** Whether a request came through the unix socket. */
    public static boolean isUnixSocket(HttpServerRequest request) {
        return request.connection().localAddress().isDomainSocket();
    }

    /** Who sent a request, for people. */
    public static String source(HttpServerRequest request) {
        return source(request.remoteAddress());
    }

    static String source(@Nullable SocketAddress address) {
        return address == null || address.isDomainSocket() ? "unix socket" : address.hostAddress();
    }

    private void handle(HttpServerRequest request) {
        monitor.request(request);
        HttpServerResponse response = request.response();
        if (!response.writeQueueFull()) {
            handler.handle(request);
            return;
        }
        // The client sends requests and reads no answers: the next one waits until it does.
        request.pause();
        response.drainHandler(drained -> {
            response.drainHandler(null);
            request.resume();
            handler.handle(request);
        });
    }
}
