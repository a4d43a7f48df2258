package io.ddm.daemon.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The thread around the loop. */
class ReconciledDataplaneTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final FibChange CHANGE = new FibChange(Prefix.parse("fd00:1::/64"),
            List.of(WeightedNextHop.equalShare(new NextHop(1, Ipv6Address.parse("fe80::a")))));

    /** A forwarding plane for which a thread can wait. */
    private static class ThreadedPlane extends FakePlane {

        private final Semaphore wakeUps = new Semaphore(0);
        private volatile boolean closed;

        @Override
        public void await(int milliseconds) {
            try {
                if (wakeUps.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void wake() {
            wakeUps.release();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final CompletableFuture<Throwable> died = new CompletableFuture<>();

    @Test
    void worksAsSoonAsChangesAreRequested() throws Exception {
        ThreadedPlane plane = new ThreadedPlane();
        try (Dataplane dataplane = ReconciledDataplane.open(plane, died::complete)) {
            dataplane.apply(List.of(CHANGE));
            assertThat(dataplane.flush().toCompletableFuture()).succeedsWithin(SOON);
            assertThat(dataplane.status().installed()).isEqualTo(1);
            assertThat(dataplane.removeAll().toCompletableFuture()).succeedsWithin(SOON);
            assertThat(dataplane.status().wanted()).isZero();
        }
        assertThat(plane.closed).isTrue();
        assertThat(died).isNotDone();
    }

    @Test
    void readsThePlaneAgainUntilItIsComplete() throws Exception {
        ThreadedPlane plane = new ThreadedPlane() {
            @Override
            public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException {
                interruptDumps(dumps() < 3);
                return super.dump(stop);
            }
        };
        try (Dataplane dataplane = ReconciledDataplane.open(plane, died::complete)) {
            assertThat(plane.dumps()).isGreaterThanOrEqualTo(4);
            dataplane.apply(List.of(CHANGE));
            assertThat(dataplane.flush().toCompletableFuture()).succeedsWithin(SOON);
        }
    }

    @Test
    void closesThePlaneWhenItCannotStart() {
        ThreadedPlane plane = new ThreadedPlane() {
            @Override
            public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException {
                throw new IOException("connection refused");
            }
        };
        assertThatThrownBy(() -> ReconciledDataplane.open(plane, died::complete)).hasMessage("connection refused");
        assertThat(plane.closed).isTrue();
    }

    @Test
    void reportsErrorThatEndsItsThread() throws Exception {
        ThreadedPlane plane = new ThreadedPlane();
        try (Dataplane dataplane = ReconciledDataplane.open(plane, died::complete)) {
            plane.whileBusy(() -> {
                throw new AssertionError("on purpose");
            });
            dataplane.apply(List.of(CHANGE));
            assertThat(died).succeedsWithin(SOON).isInstanceOf(AssertionError.class);
            assertThat(dataplane.flush()).isCompletedExceptionally();
            assertThat(plane.closed).isTrue();
        }
    }

    /** A stop promises 2 s; a forwarding plane may take longer. */
    @Test
    void closesInTimeWhileThePlaneIsSlow() throws Exception {
        ThreadedPlane plane = new ThreadedPlane();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Dataplane dataplane = ReconciledDataplane.open(plane, died::complete);
        plane.whileBusy(() -> {
            busy.countDown();
            awaitLatch(answered);
        });
        dataplane.apply(List.of(CHANGE));
        assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> flush = dataplane.flush().toCompletableFuture();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(dataplane::close);
        assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
        assertThat(flush).isCompletedExceptionally();
        assertThat(plane.closed).as("in use").isFalse();
        answered.countDown();
        Awaitility.await().until(() -> plane.closed);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
