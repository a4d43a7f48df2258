package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.DataplaneStatus;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when refusals begin that last, and one when they end, however many there are. When a link goes down the
 * kernel refuses its next hops a moment before the routes over it are withdrawn: that is no news, and passes by itself.
 */
final class KernelRefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** What is refused for less is not reported. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final int MAX_EXAMPLES = 3;

    private final LongSupplier nanoTime;
    private boolean refusing;
    private long since;
    private boolean reported;

    KernelRefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * To be called after all work; while something is refused that comes again soon.
     *
     * @param any whether anything is refused
     */
    void look(boolean any, DataplaneStatus status) {
        long now = nanoTime.getAsLong();
        if (any && !refusing) {
            since = now;
        }
        refusing = any;
        if (any && !reported && now - since >= GRACE.toNanos()) {
            reported = true;
            LOG.warn("data plane: the kernel refuses {} networks and {} next hops{}; trying again",
                    status.refused().size(), status.refusedNextHops().size(), examples(status));
        } else if (!any && reported) {
            reported = false;
            LOG.info("data plane: nothing is refused any more");
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
