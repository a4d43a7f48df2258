package io.ddm.daemon.observe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warnings that a neighbour can cause, as many as it likes: of each kind the first is logged at once, then one a minute
 * that says how many were left out.
 */
public final class PacedLog {

    /** Time between two lines of one kind. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private record Kind(long loggedAt, long leftOut) {}

    private final Logger log;
    private final LongSupplier nanos;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

    public PacedLog(Logger log) {
        this(log, System::nanoTime);
    }

    PacedLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    /**
     * Warns, or counts.
     *
     * @param kind what lines are alike; of a bounded set, such as an interface and a reason
     * @param line the line; never a secret
     */
    public void warn(String kind, String line) {
        long now = nanos.getAsLong();
        AtomicReference<String> due = new AtomicReference<>();
        kinds.compute(kind, (key, known) -> {
            if (known != null && now - known.loggedAt < PAUSE.toNanos()) {
                return new Kind(known.loggedAt, known.leftOut + 1);
            }
            long leftOut = known == null ? 0 : known.leftOut;
            due.set(leftOut == 0 ? line : line + " (and " + leftOut + " more like this)");
            return new Kind(now, 0);
        });
        String text = due.get();
        if (text != null) {
            log.warn("{}", text);
        }
    }
}
