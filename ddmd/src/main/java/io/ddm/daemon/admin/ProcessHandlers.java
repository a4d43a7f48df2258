package io.ddm.daemon.admin;

import io.ddm.daemon.http.HttpCall;

/** The operations on the daemon's process, which came with version 3.0.0 of the admin API. */
public final class ProcessHandlers {

    private final Runnable handOver;

    /**
     * @param handOver begins a hand-over and returns at once
     */
    public ProcessHandlers(Runnable handOver) {
        this.handOver = handOver;
    }

    /** Answers 204, then ends the process; kernel routes and peers stay as they are, for a successor. */
    void handOver(HttpCall call) {
        OperatorLog.changed(call, "hand over");
        call.request().response().endHandler(answered -> handOver.run());
        call.noContent();
    }
}
