package io.ddm.daemon.dataplane;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the forwarding plane is to be audited: every 5 s or, if there are so many routes that audits take long, after 20
 * times what the last one took, a minute at most; on request at once; and after a refusal or a failure with growing
 * pauses that requests do not shorten. Used by one thread at a time.
 */
final class AuditSchedule {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Audits that find nothing take at most one part in so many of a processor's time. */
    private static final int COST_PARTS = 20;
    /** Next hops that keep failing do not put off an audit more often. */
    private static final int MAX_POSTPONEMENTS = 3;
    /** A pause of this process during an audit, or many repairs, count as its time too. */
    private static final long LAST_PERIOD_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Audits that fail for so long are reported to operators. */
    private static final Duration UNREADABLE_AFTER = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private long next;
    private long beganAt;
    private int postponements;
    private long retry = FIRST_RETRY_NANOS;
    private boolean requested;
    private Optional<String> failure = Optional.empty();
    private long failingSince;

    AuditSchedule(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.beganAt = nanoTime.getAsLong();
        this.next = beganAt + PERIOD_NANOS;
    }

    /** An audit is due as soon as audits do not fail. */
    void request() {
        requested = true;
    }

    /** An audit is due now, also while they fail. */
    void requestNow() {
        requested = true;
        next = nanoTime.getAsLong();
    }

    /** What was refused may be accepted now: pauses begin to grow again from the shortest one. */
    void resetRetry() {
        retry = FIRST_RETRY_NANOS;
    }

    boolean isDue() {
        return nanoTime.getAsLong() - next >= 0 || (requested && failure.isEmpty());
    }

    /** An audit begins. */
    void begin() {
        beganAt = nanoTime.getAsLong();
    }

    /** Whether an audit may be stopped for something more urgent. */
    boolean mayBePostponed() {
        return postponements < MAX_POSTPONEMENTS;
    }

    /** An audit was stopped for something more urgent; it stays due. */
    void postponed() {
        postponements++;
    }

    /**
     * @param refused whether something was refused, so that the next audit is soon
     */
    void succeeded(boolean refused) {
        failure = Optional.empty();
        requested = false;
        schedule(refused);
    }

    /** It is unknown which routes are installed. */
    void failed(String reason) {
        if (failure.isEmpty()) {
            failingSince = nanoTime.getAsLong();
        }
        failure = Optional.of(reason);
        schedule(true);
    }

    boolean isFailing() {
        return failure.isPresent();
    }

    /** Why no audit has succeeded for 30 s or more; empty while they do. */
    Optional<String> unreadable() {
        Duration failing = Duration.ofNanos(nanoTime.getAsLong() - failingSince);
        return failing.compareTo(UNREADABLE_AFTER) < 0
                ? Optional.empty()
                : failure.map(reason -> "no complete audit for " + failing.toSeconds() + " s: " + reason);
    }

    /** How long to wait if nothing else happens, in milliseconds. */
    int millisUntilDue() {
        long nanos = next - nanoTime.getAsLong();
        return nanos <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    private void schedule(boolean soon) {
        long now = nanoTime.getAsLong();
        postponements = 0;
        next = now + (soon ? retry : Math.clamp(COST_PARTS * (now - beganAt), PERIOD_NANOS, LAST_PERIOD_NANOS));
        retry = soon ? Math.min(2 * retry, LAST_RETRY_NANOS) : FIRST_RETRY_NANOS;
    }
}
