package io.ddm.daemon.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where bodies are read and written. */
class CodecPoolTest {

    private static final int LARGE = CodecPool.SMALL_BYTES + 1;
    private static final Callable<String> WHERE = () -> Thread.currentThread().getName();

    private final BlockingQueue<Runnable> context = new LinkedBlockingQueue<>();
    private final CodecPool pool = new CodecPool(context::add);

    @Test
    void runsSmallWorkOnCallingThread() throws Exception {
        Future<String> done = pool.async("a", CodecPool.SMALL_BYTES, WHERE);
        assertThat(done.result()).isEqualTo(Thread.currentThread().getName());
        assertThat(pool.await("a", CodecPool.SMALL_BYTES, WHERE)).isEqualTo(Thread.currentThread().getName());
        assertThat(context).isEmpty();
    }

    @Test
    void runsLargeWorkOnWorkersAndCompletesOnContext() throws Exception {
        Future<String> done = pool.async("a", LARGE, WHERE);
        Runnable end = context.poll(10, TimeUnit.SECONDS);
        assertThat(done.isComplete()).as("only the context completes it").isFalse();
        assertThat(end).isNotNull();
        end.run();
        assertThat(done.result()).startsWith("exchange-codec-");
        assertThat(pool.await("a", LARGE, WHERE)).startsWith("exchange-codec-");
    }

    @Test
    void propagatesFailures() {
        Callable<String> failing = () -> {
            throw new IllegalStateException("bad");
        };
        assertThat(pool.async("a", 1, failing).cause()).hasMessage("bad");
        assertThatThrownBy(() -> pool.await("a", LARGE, failing)).isInstanceOf(IllegalStateException.class)
                .hasMessage("bad");
    }

    @Test
    void alternatesBetweenLinksAndBoundsQueues() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Callable<Boolean> blocking = () -> busy.await(30, TimeUnit.SECONDS);
        pool.async("greedy", LARGE, blocking);
        pool.async("greedy", LARGE, blocking);
        Awaitility.await().until(() -> pool.waiting() == 0);
        Queue<String> order = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CodecPool.MAX_WAITING; i++) {
            assertThat(pool.async("greedy", LARGE, () -> order.add("greedy")).failed()).isFalse();
        }
        assertThat(pool.async("greedy", LARGE, () -> order.add("too much")).cause())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("greedy");
        assertThat(pool.async("honest", LARGE, () -> order.add("honest")).failed()).isFalse();
        busy.countDown();
        Awaitility.await().until(() -> order.size() == CodecPool.MAX_WAITING + 1);
        assertThat(List.copyOf(order).indexOf("honest")).isLessThanOrEqualTo(2);
    }
}
