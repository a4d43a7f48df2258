package io.ddm.daemon.metrics;

import io.ddm.daemon.http.RefusalObserver;
import io.ddm.daemon.log.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts each rejection by a listener of the admin API, and logs them at a limited rate. */
public final class RefusalLog implements RefusalObserver {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");
    private static final RateLimitedLog PACED = new RateLimitedLog(LOG);

    private final Metrics metrics;

    public RefusalLog(Metrics metrics) {
        this.metrics = metrics;
    }

    /** The text of a cause, which itself is a label of a metric. */
    private static String reason(String cause) {
        return switch (cause) {
            case "role" -> "the role of its token or certificate does not permit it (403)";
            case "unauthenticated" -> "missing or invalid credential (401)";
            case "TLS handshake" -> "the TLS handshake failed";
            case "slow event reader" -> "a reader of /events is too slow: messages to it were dropped";
            case "too many event readers" -> "/events has as many readers as are permitted (503)";
            default -> cause;
        };
    }

    @Override
    public void refused(String listener, String cause, String source) {
        metrics.adminRefused(listener, cause);
        PACED.warn(listener + " " + cause, "admin API, listener " + listener + ": rejected a request of "
                + PrintableAddress.bracketed(source) + ": " + reason(cause));
    }
}
