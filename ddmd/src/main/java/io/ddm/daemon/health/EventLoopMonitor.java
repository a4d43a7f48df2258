package io.ddm.daemon.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Measures how late the router's event loop is: the loop beats at a fixed pace, and any thread sees an overdue beat.
 */
public final class EventLoopMonitor {

    /** Time between beats. */
    public static final Duration PACE = Duration.ofMillis(250);

    /** A loop that is later than this counts as hung. */
    private static final Duration HUNG_AFTER = Duration.ofSeconds(1);

    /** A delay above this is reported, for as long as {@link #RECENT}. */
    private static final Duration REPORTED_ABOVE = Duration.ofMillis(250);
    private static final Duration RECENT = Duration.ofMinutes(1);

    /**
     * At the start of a JVM every loop is late, because classes are loaded and code is compiled. That is no sign of
     * load.
     */
    static final Duration WARM_UP = Duration.ofSeconds(15);

    private record Stall(long end, Duration length) {}

    private final LongSupplier nanos;
    private final long counted;
    private volatile long beat;
    private volatile Optional<Stall> last = Optional.empty();

    /** A monitor for a process that has just started. */
    public EventLoopMonitor() {
        this(System::nanoTime, WARM_UP);
    }

    /**
     * @param warmUp how long from now on delays are not remembered
     */
    public EventLoopMonitor(LongSupplier nanos, Duration warmUp) {
        this.nanos = nanos;
        this.beat = nanos.getAsLong();
        this.counted = beat + warmUp.toNanos();
    }

    /** Called by the loop every {@link #PACE}. */
    public void beat() {
        Duration late = now();
        beat = nanos.getAsLong();
        if (late.compareTo(REPORTED_ABOVE) > 0 && beat - counted >= 0) {
            last = Optional.of(new Stall(beat, late));
        }
    }

    /** By how much the beat is overdue; zero if it is not. */
    public Duration now() {
        Duration late = Duration.ofNanos(nanos.getAsLong() - beat).minus(PACE);
        return late.isNegative() ? Duration.ZERO : late;
    }

    /** Whether the loop runs. */
    public boolean isAlive() {
        return now().compareTo(HUNG_AFTER) < 0;
    }

    /** The last noticeable delay of the loop within the last minute. */
    Optional<Duration> recent() {
        return last.filter(stall -> nanos.getAsLong() - stall.end < RECENT.toNanos()).map(Stall::length);
    }
}
