package io.ddm.daemon.observe;

import io.ddm.daemon.http.RefusalObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts every refusal of a listener for operators, and logs them at a limited rate. */
public final class RefusalLog implements RefusalObserver {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");
    private static final PacedLog PACED = new PacedLog(LOG);

    private final Metrics metrics;

    public RefusalLog(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void refused(String listener, String cause, String source) {
        metrics.adminRefused(listener, cause);
        PACED.warn(listener + " " + cause, "admin API, " + listener + ": refused " + source + ": " + cause);
    }
}
