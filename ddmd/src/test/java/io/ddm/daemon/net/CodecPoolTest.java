package io.ddm.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where bodies are read and written. */
class CodecPoolTest {

    private static final int LARGE = CodecPool.SMALL_BYTES + 1;
    private static final Callable<String> WHERE = () -> Thread.currentThread().getName();

    private final BlockingQueue<Runnable> context = new LinkedBlockingQueue<>();
    private final CodecPool pool = new CodecPool(context::add);

    @Test
    void doesSmallWorkOnTheSpot() throws Exception {
        Future<String> done = pool.async(CodecPool.SMALL_BYTES, WHERE);
        assertThat(done.result()).isEqualTo(Thread.currentThread().getName());
        assertThat(pool.await(CodecPool.SMALL_BYTES, WHERE)).isEqualTo(Thread.currentThread().getName());
        assertThat(context).isEmpty();
    }

    @Test
    void doesLargeWorkElsewhereAndEndsOnTheContext() throws Exception {
        Future<String> done = pool.async(LARGE, WHERE);
        Runnable end = context.poll(10, TimeUnit.SECONDS);
        assertThat(done.isComplete()).as("only the context completes it").isFalse();
        assertThat(end).isNotNull();
        end.run();
        assertThat(done.result()).startsWith("exchange-codec-");
        assertThat(pool.await(LARGE, WHERE)).startsWith("exchange-codec-");
    }

    @Test
    void passesFailuresOn() {
        Callable<String> failing = () -> {
            throw new IllegalStateException("bad");
        };
        assertThat(pool.async(1, failing).cause()).hasMessage("bad");
        assertThatThrownBy(() -> pool.await(LARGE, failing)).isInstanceOf(IllegalStateException.class).hasMessage(
                "bad");
    }
}
