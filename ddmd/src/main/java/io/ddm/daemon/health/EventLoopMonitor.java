package io.ddm.daemon.health;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How late the router's event loop is: it beats at a fixed pace, and anybody on any thread sees when a beat is overdue.
 */
public final class EventLoopMonitor {

    /** Time between beats. */
    public static final Duration PACE = Duration.ofMillis(250);

    /** A loop that is later than this is not alive. */
    private static final Duration DEAD = Duration.ofSeconds(1);

    /** A loop that was later than this is worth telling, for as long as {@link #RECENT}. */
    private static final Duration LONG = Duration.ofMillis(250);
    private static final Duration RECENT = Duration.ofMinutes(1);

    /**
     * The start of a JVM makes every loop late: classes are loaded, code is compiled. It says nothing about the load.
     */
    static final Duration WARM_UP = Duration.ofSeconds(15);

    private record Stall(long end, Duration length) {}

    private final LongSupplier nanos;
    private final long counted;
    private volatile long beat;
    private volatile Optional<Stall> last = Optional.empty();

    /** One of a process that has just begun. */
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

    /** The loop turns; called by it every {@link #PACE}. */
    public void beat() {
        Duration late = now();
        beat = nanos.getAsLong();
        if (late.compareTo(LONG) > 0 && beat - counted >= 0) {
            last = Optional.of(new Stall(beat, late));
        }
    }

    /** How long the beat is overdue; zero if it is not. */
    public Duration now() {
        Duration late = Duration.ofNanos(nanos.getAsLong() - beat).minus(PACE);
        return late.isNegative() ? Duration.ZERO : late;
    }

    /** Whether the loop turns. */
    public boolean isAlive() {
        return now().compareTo(DEAD) < 0;
    }

    /** The last time within the last minute that the loop was noticeably late, and how late it was. */
    Optional<Duration> recent() {
        return last.filter(stall -> nanos.getAsLong() - stall.end < RECENT.toNanos()).map(Stall::length);
    }
}
