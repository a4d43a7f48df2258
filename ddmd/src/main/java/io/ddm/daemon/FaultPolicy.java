package io.ddm.daemon;

import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens after a failure that no code expects: an exception or error in the router, in an effect, or one that
 * ends a thread. State may be half changed then, so nothing continues: the failure is logged, its link is recorded in
 * the data directory, and the process ends with {@link #EXIT_CODE} within {@link #MAX_REPORT}. Kernel routes and
 * sessions stay as they are, as after a hand-over; the supervisor starts a successor, which suppresses that link for a
 * while, so that the input of one neighbor is not a crash loop.
 */
final class FaultPolicy {

    /** EX_SOFTWARE of sysexits.h. */
    static final int EXIT_CODE = 70;

    /** Upper bound on the time from the fault to the end of the process. */
    static final Duration MAX_REPORT = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);

    /** A stack overflow has a thousand frames. */
    private static final int MAX_FRAMES = 30;

    private static final int MAX_TEXT = 300;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    private final FaultLog log;
    private final IntConsumer halt;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final CountDownLatch failing = new CountDownLatch(1);
    private final Thread watchdog;
    private volatile Supplier<Optional<String>> heaviest = Optional::empty;
    private volatile Step keeping = () -> {};

    /**
     * @param halt ends the process at once with an exit code
     */
    FaultPolicy(FaultLog log, IntConsumer halt) {
        this.log = log;
        this.halt = halt;
        // Started now: without memory there are no new threads.
        this.watchdog = Thread.ofPlatform().daemon().name("fault").start(this::haltInTime);
    }

    /**
     * Handling an event, or carrying out what followed from it, failed.
     *
     * @param working the link whose peer's tables were worked on then, which matters more than the event
     */
    void event(Event event, Optional<String> working, Throwable cause) {
        fail(isOutOfMemory(cause) ? heaviest.get() : working.or(() -> link(event)),
                () -> "event " + describe(event) + working.map(name -> ", working on " + name).orElse(""), cause);
    }

    /** What takes most memory from now on: the link whose peer offers most paths. Any thread asks. */
    void blame(Supplier<Optional<String>> takesMost) {
        heaviest = takesMost;
    }

    /** What is kept of the time before a fault, written down once the fault has been reported. */
    void keep(Step recording) {
        keeping = recording;
    }

    /**
     * Where memory ends says nothing about who took it. An overflow of the stack comes from the work in hand, the other
     * errors of the virtual machine do not.
     */
    private static boolean isOutOfMemory(Throwable cause) {
        return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
    }

    /** The process ends as planned: what fails from now on, since others have been closed, is no fault. */
    void disarm() {
        if (failed.compareAndSet(false, true)) {
            watchdog.interrupt();
        }
    }

    /** The current thread is ended by an error. */
    void thread(Throwable cause) {
        fail(isOutOfMemory(cause) ? heaviest.get() : Optional.empty(),
                () -> "thread " + Thread.currentThread().getName(), cause);
    }

    /** Suppressions that the faults of predecessors ask for. */
    List<Event.SuppressLink> suppressions(Instant now) {
        return log.recent(now).stream().map(FaultPolicy::suppression).filter(s -> now.isBefore(s.until())).toList();
    }

    /** How long a link is suppressed after its n-th fault: 10 s, doubling up to 10 minutes. */
    static Duration pause(int faults) {
        int doublings = Math.min(faults - 1, 10);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        return pause.compareTo(MAX_PAUSE) < 0 ? pause : MAX_PAUSE;
    }

    private static Event.SuppressLink suppression(FaultLog.Fault fault) {
        return new Event.SuppressLink(fault.link(), fault.last().plus(pause(fault.count())),
                "an event of this link ended the daemon at " + fault.last() + ", fault " + fault.count()
                        + " within an hour");
    }

    private interface Description {
        String text();
    }

    /** Each step may fail, for example for lack of memory; the next one is executed anyway. */
    private void fail(Optional<String> link, Description what, Throwable cause) {
        if (!failed.compareAndSet(false, true)) {
            return;
        }
        failing.countDown();
        attempt(() -> log.add(link.orElse(FaultLog.NO_LINK), Instant.now()));
        attempt(() -> LOG.error("{} failed; ending with code {}, kernel routes and peers stay: {}", what.text(),
                EXIT_CODE, trace(cause)));
        attempt(keeping);
        halt.accept(EXIT_CODE);
    }

    /** Something that a fault is to leave behind. */
    interface Step {
        /**
         * Does it.
         *
         * @throws IOException if it could not be done, which is logged
         */
        void run() throws IOException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            try {
                LOG.error("a fault cannot be reported: {}", e.toString());
            } catch (Throwable worse) {
                // The end of the process says enough.
                return;
            }
        }
    }

    private void haltInTime() {
        try {
            failing.await();
            TimeUnit.MILLISECONDS.sleep(MAX_REPORT.toMillis());
            halt.accept(EXIT_CODE);
        } catch (InterruptedException disarmed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The link whose neighbor, or whose own state, an event is about. */
    private static Optional<String> link(Event event) {
        return switch (event) {
            case Event.InterfaceReady e -> Optional.of(e.name());
            case Event.InterfaceLost e -> Optional.of(e.name());
            case Event.InterfaceOpened e -> Optional.of(e.name());
            case Event.InterfaceOpenFailed e -> Optional.of(e.name());
            case Event.PacketReceived e -> Optional.of(e.name());
            case Event.PullReceived e -> Optional.of(e.name());
            case Event.PushReceived e -> Optional.of(e.name());
            case Event.PullCompleted e -> Optional.of(e.name());
            case Event.PullUnchanged e -> Optional.of(e.name());
            case Event.PullFailed e -> Optional.of(e.name());
            case Event.PushCompleted e -> Optional.of(e.name());
            case Event.PushFailed e -> Optional.of(e.name());
            case Event.PeerUnauthenticated e -> Optional.of(e.name());
            default -> Optional.empty();
        };
    }

    /** In a few words, however much an event holds. */
    private static String describe(Event event) {
        return event.getClass().getSimpleName() + link(event).map(name -> " on " + name).orElse("") + switch (event) {
            case Event.PacketReceived e -> " from " + e.sender().address();
            case Event.PullReceived e -> " from " + e.source();
            case Event.PushReceived e -> " from " + e.source() + " with " + e.update().announce().size()
                    + " announced and " + e.update().withdraw().size() + " withdrawn, the first "
                    + cut(e.update()
                            .announce()
                            .stream()
                            .findFirst()
                            .or(() -> e.update().withdraw().stream().findFirst())
                            .map(Object::toString)
                            .orElse("none"));
            case Event.PullCompleted e -> " with " + e.table().size() + " paths, the first "
                    + cut(e.table().stream().findFirst().map(Object::toString).orElse("none"));
            case Event.Originate e -> " of " + e.destinations().size() + " destinations";
            case Event.Withdraw e -> " of " + e.destinations().size() + " destinations";
            default -> "";
        };
    }

    private static String trace(Throwable cause) {
        StringBuilder text = new StringBuilder(cut(cause.toString()));
        StackTraceElement[] frames = cause.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            text.append(" at ").append(frames[i]);
        }
        if (cause.getCause() != null) {
            text.append(" caused by ").append(cut(cause.getCause().toString()));
        }
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
