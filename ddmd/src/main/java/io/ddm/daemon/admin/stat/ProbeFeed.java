package io.ddm.daemon.admin.stat;

import io.ddm.api.admin.stat.ProbeMessage;
import java.util.function.Consumer;

/** The probes as they finish. Lives on the router's event loop. */
public interface ProbeFeed {

    /** While nothing is probed. */
    ProbeFeed OFF = new ProbeFeed() {
        @Override
        public boolean isProbing() {
            return false;
        }

        @Override
        public long nowMs() {
            return 0;
        }

        @Override
        public void subscribe(Consumer<ProbeMessage.Result> outlet) {
            throw new IllegalStateException("nothing is probed");
        }

        @Override
        public void unsubscribe() {}
    };

    /** Whether probes are sent at all; a link without a peer may have none. */
    boolean isProbing();

    /** Milliseconds on the clock of the results. */
    long nowMs();

    /**
     * Begins to pass on results.
     *
     * @param outlet takes each probe when it is answered or lost, without waiting, on the router's event loop
     */
    void subscribe(Consumer<ProbeMessage.Result> outlet);

    /** No result is passed on any more. */
    void unsubscribe();
}
