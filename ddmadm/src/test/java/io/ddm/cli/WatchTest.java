package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ddm.cli.verb.ExitCodes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown again after each event of a daemon. */
final class WatchTest {

    private static final String FRAME = "event: notice\nid: 1\ndata: {}\n\n";

    private final CountDownLatch changed = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;
    private volatile String originated = "[\"fd00:1::/64\"]";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("::1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/originated", exchange -> {
            byte[] body = originated.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            answered.countDown();
        });
        server.createContext("/events", this::stream);
        server.start();
    }

    /** An event at once, another one when something has changed, and the end. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(FRAME.getBytes(UTF_8));
        exchange.getResponseBody().flush();
        try {
            changed.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseBody().write(FRAME.getBytes(UTF_8));
        exchange.close();
    }

    @AfterEach
    void stop() {
        changed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private CompletableFuture<Run> watch(boolean onATerminal, String... more) {
        String[] args = new String[4 + more.length];
        System.arraycopy(new String[]{"-p", Integer.toString(server.getAddress().getPort()), "originated", "--watch"},
                0,
                args, 0, 4);
        System.arraycopy(more, 0, args, 4, more.length);
        return CompletableFuture.supplyAsync(() -> onATerminal ? Run.styled(args) : Run.plain(args), threads);
    }

    private Run afterAChange(CompletableFuture<Run> watch) throws Exception {
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        originated = "[\"fd00:1::/64\",\"fd00:2::/64\"]";
        changed.countDown();
        return watch.get(20, TimeUnit.SECONDS);
    }

    @Test
    void writesALineForEachRecordThatIsNewOrGone() throws Exception {
        Run run = afterAChange(watch(false));
        assertThat(run.out()).isEqualTo("""
                {"schema":"ddm.originated/1","data":{"prefix":"fd00:1::/64"}}
                {"schema":"ddm.originated/1","data":{"prefix":"fd00:2::/64"}}
                """);
        assertThat(run.exit()).as("the daemon ended the stream").isEqualTo(ExitCodes.UNREACHABLE);
    }

    @Test
    void saysWhatIsGone() throws Exception {
        CompletableFuture<Run> watch = watch(false);
        assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
        originated = "[]";
        changed.countDown();
        assertThat(watch.get(20, TimeUnit.SECONDS).out())
                .endsWith("{\"schema\":\"ddm.originated/1\",\"removed\":{\"prefix\":\"fd00:1::/64\"}}\n");
    }

    @Test
    void redrawsATerminalAndKeepsTheOrder() throws Exception {
        Run run = afterAChange(watch(true, "--sort", "-prefix"));
        assertThat(run.out()).startsWith("\u001b[H\u001b[2J");
        String last = run.out().substring(run.out().lastIndexOf("\u001b[2J"));
        assertThat(last.indexOf("fd00:2::/64")).isPositive().isLessThan(last.indexOf("fd00:1::/64"));
    }
}
