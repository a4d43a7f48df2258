package io.ddm.daemon.admin;

import io.ddm.daemon.http.HttpCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on the daemon's process, which came with version 3.0.0 of the admin API. */
public final class ProcessHandlers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final Runnable handOver;

    /**
     * @param handOver begins a hand-over and returns at once
     */
    public ProcessHandlers(Runnable handOver) {
        this.handOver = handOver;
    }

    /** Answers 204, then ends the process; kernel routes and peers stay as they are, for a successor. */
    void handOver(HttpCall call) {
        LOG.info("hand-over requested by {}", call.request().remoteAddress());
        call.request().response().endHandler(answered -> handOver.run());
        call.noContent();
    }
}
