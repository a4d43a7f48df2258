package io.ddm.daemon.dataplane;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line when lasting refusals begin, and one when they end, however many there are. When a link goes down, its
 * next hops are refused a moment before the routes over it are withdrawn: that is expected and not reported.
 */
final class RefusedRoutesLog {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** Shorter refusals are not reported. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final int MAX_EXAMPLES = 3;

    private final LongSupplier nanoTime;
    private boolean refusing;
    private long since;
    private boolean reported;

    RefusedRoutesLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * To be called after all work; while something is refused, work is repeated soon.
     *
     * @param any whether anything is refused
     * @param status says what
     */
    void update(boolean any, DataplaneStatus status) {
        long now = nanoTime.getAsLong();
        if (any && !refusing) {
            since = now;
        }
        refusing = any;
        if (any && !reported && now - since >= GRACE.toNanos()) {
            reported = true;
            LOG.warn("data plane: {} networks and {} next hops are refused{}; retrying",
                    status.refused().size(), status.refusedNextHops().size(), examples(status));
        } else if (!any && reported) {
            reported = false;
            LOG.info("data plane: no route is refused any more");
        }
    }

    private static String examples(DataplaneStatus status) {
        Map<?, String> reasons = status.refusedNextHops().isEmpty() ? status.refused() : status.refusedNextHops();
        String text = reasons.entrySet()
                .stream()
                .limit(MAX_EXAMPLES)
                .map(refused -> refused.getKey() + ": " + refused.getValue())
                .collect(Collectors.joining("; "));
        return text.isEmpty() ? "" : ", such as " + text;
    }
}
