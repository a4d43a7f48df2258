package io.ddm.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.PeerCapabilities;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time from an update to the kernel, with a data plane that answers when the test says so. */
final class ConvergenceTest {

    private static final Event TABLE = new Event.PullCompleted("eth0", 1, List.of(), PeerCapabilities.NONE);
    private static final Effect PROGRAM = new Effect.Program(List.of());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Queue<CompletableFuture<Void>> flushes = new ArrayDeque<>();
    private long now;
    private final Convergence convergence = new Convergence(registry, () -> {
        CompletableFuture<Void> flush = new CompletableFuture<>();
        flushes.add(flush);
        return flush;
    }, Runnable::run, () -> now);

    @Test
    void measuresUntilKernelHasRoutes() {
        convergence.event(TABLE);
        now = 10;
        convergence.effect(PROGRAM);
        convergence.settled();
        now = 30;
        flushes.remove().complete(null);
        assertThat(total()).isEqualTo(30);
        assertThat(count()).isOne();
    }

    @Test
    void ignoresUpdateThatChangesNoRoute() {
        convergence.event(TABLE);
        convergence.settled();
        assertThat(flushes).isEmpty();
        assertThat(count()).isZero();
    }

    @Test
    void measuresOverlappingUpdatesTogether() {
        convergence.event(TABLE);
        convergence.effect(PROGRAM);
        convergence.settled();
        now = 20;
        convergence.event(TABLE);
        convergence.effect(PROGRAM);
        now = 25;
        flushes.remove().complete(null);
        assertThat(flushes).as("the router still works").isEmpty();
        convergence.settled();
        now = 60;
        flushes.remove().complete(null);
        assertThat(total()).isEqualTo(60);
        assertThat(count()).isOne();
    }

    @Test
    void ignoresFlushThatFails() {
        convergence.event(TABLE);
        convergence.effect(PROGRAM);
        convergence.settled();
        flushes.remove().completeExceptionally(new IllegalStateException("closed"));
        assertThat(count()).isZero();
        convergence.event(TABLE);
        convergence.effect(PROGRAM);
        convergence.settled();
        flushes.remove().complete(null);
        assertThat(count()).isOne();
    }

    private long count() {
        return registry.get("ddm.convergence").timer().count();
    }

    private double total() {
        return registry.get("ddm.convergence").timer().totalTime(TimeUnit.NANOSECONDS);
    }
}
