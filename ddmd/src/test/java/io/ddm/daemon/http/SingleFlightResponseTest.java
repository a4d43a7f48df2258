package io.ddm.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many readers of one large table, over real connections. */
final class SingleFlightResponseTest {

    private static final int READERS = 50;

    private final Vertx vertx = Vertx.vertx();
    private final AdminResources resources = AdminResources
            .of(AdminLoop.open(vertx, vertx.getOrCreateContext()).await(), RefusalObserver.NONE);
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(READERS));
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger rendered = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore renderings = new Semaphore(0);
    @SuppressWarnings("NullAway.Init")
    private Listener listener;

    @BeforeEach
    void serve() {
        SingleFlightResponse<Integer> reply = resources.largeReply(() -> Future.succeededFuture(state.get()),
                this::render);
        Routes routes = new Routes(0).on(HttpMethod.GET, "/table", call -> {
            asked.incrementAndGet();
            reply.to(call);
        });
        listener = new Listener(resources.loop(), "test", Listener.options(), ProgressMonitor.Timeouts.DEFAULT,
                RefusalObserver.NONE, routes::handle).listen(SocketAddress.inetSocketAddress(0, "127.0.0.1")).await();
    }

    @AfterEach
    void end() {
        vertx.close().await();
    }

    private SingleFlightResponse.Rendered render(int shown) {
        renderings.acquireUninterruptibly();
        rendered.incrementAndGet();
        if (shown < 0) {
            throw new IllegalStateException("as the test wants");
        }
        return SingleFlightResponse.Rendered.json(table(shown).getBytes(UTF_8));
    }

    /** More than a megabyte, so that it goes out in pieces. */
    private static String table(int shown) {
        return ("row " + shown + "\n").repeat(150_000);
    }

    @Test
    void concurrentReadersShareOneRendering() {
        Future<String> first = read();
        await(1);
        state.set(1);
        List<Future<String>> others = new ArrayList<>();
        for (int i = 1; i < READERS; i++) {
            others.add(read());
        }
        await(READERS);
        renderings.release(2);

        assertThat(first.await()).isEqualTo(table(0));
        others.forEach(other -> assertThat(other.await()).isEqualTo(table(1)));
        assertThat(rendered).hasValue(2);
    }

    @Test
    void rendersAgainForLaterRequests() {
        renderings.release(2);
        assertThat(read().await()).isEqualTo(table(0));
        state.set(1);
        assertThat(read().await()).isEqualTo(table(1));
    }

    @Test
    void answersFailuresWithoutCachingThem() {
        renderings.release(2);
        state.set(-1);
        assertThat(get().await().statusCode()).isEqualTo(500);
        state.set(2);
        assertThat(read().await()).isEqualTo(table(2));
    }

    private void await(int calls) {
        Awaitility.await().until(() -> asked.get() == calls);
    }

    private Future<String> read() {
        return get().compose(HttpClientResponse::body).map(Buffer::toString);
    }

    private Future<HttpClientResponse> get() {
        return client.request(HttpMethod.GET, listener.port(), "127.0.0.1", "/table")
                .compose(request -> request.send());
    }
}
