package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultPolicyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void doublesPausesUpToTenMinutes() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 8, 100).stream().map(FaultPolicy::pause).map(Duration::toSeconds))
                .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L, 600L);
    }

    @Test
    void suppressesLinksOfRecentFaults() throws Exception {
        FaultLog log = new FaultLog(directory);
        Instant now = Instant.now();
        log.add("eth1", now.minusSeconds(30));
        log.add("eth1", now.minusSeconds(15));
        log.add("eth2", now.minusSeconds(15));
        log.add(FaultLog.NO_LINK, now);
        FaultPolicy policy = new FaultPolicy(log, code -> {});
        assertThat(policy.suppressions(now)).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("eth1");
            assertThat(event.until()).isCloseTo(now.plusSeconds(5),
                    org.assertj.core.api.Assertions.within(10, java.time.temporal.ChronoUnit.MILLIS));
            assertThat(event.reason()).contains("fault 2 within an hour");
        });
    }

    /** Whose event was in hand when memory ended says nothing about who took it. */
    @Test
    void chargesMemoryErrorToHeaviestLink() throws Exception {
        assertThat(charged(new OutOfMemoryError("test"), Optional.of("eth9"))).contains("eth9");
        assertThat(charged(new InternalError("test"), Optional.empty())).isEmpty();
        assertThat(charged(new StackOverflowError("test"), Optional.of("eth9"))).as("comes from the work")
                .contains("eth1");
        assertThat(charged(new IllegalStateException("test"), Optional.of("eth9"))).contains("eth1");
    }

    private Optional<String> charged(Throwable cause, Optional<String> heaviest) throws Exception {
        FaultLog log = new FaultLog(Files.createTempDirectory(directory, "faults"));
        FaultPolicy policy = new FaultPolicy(log, code -> {});
        policy.blame(() -> heaviest);
        policy.event(new Event.PullFailed("eth1", 1, "test"), Optional.empty(), cause);
        return log.recent(Instant.now()).stream().map(FaultLog.Fault::link).findFirst();
    }

    @Test
    void endsItsThreadAndHaltsNothingOnceDisarmed() {
        List<Integer> codes = new CopyOnWriteArrayList<>();
        Set<Thread> before = watchdogs();
        FaultPolicy policy = new FaultPolicy(new FaultLog(directory), codes::add);
        Set<Thread> started = watchdogs();
        started.removeAll(before);
        assertThat(started).hasSize(1);
        policy.disarm();
        await().atMost(10, TimeUnit.SECONDS).until(() -> started.stream().noneMatch(Thread::isAlive));
        policy.thread(new IllegalStateException("after the end"));
        assertThat(codes).isEmpty();
    }

    private static Set<Thread> watchdogs() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().equals("fault"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void haltsInTimeThoughReportHangs() {
        List<Integer> codes = new CopyOnWriteArrayList<>();
        CountDownLatch never = new CountDownLatch(1);
        FaultPolicy policy = new FaultPolicy(new FaultLog(directory), codes::add);
        Throwable hanging = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return "late";
            }
        };
        Thread failing = Thread.ofPlatform()
                .daemon()
                .start(() -> policy.event(new Event.Tick(), Optional.empty(), hanging));
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(codes).containsExactly(70));
        assertThat(failing.isAlive()).isTrue();
        never.countDown();
    }
}
