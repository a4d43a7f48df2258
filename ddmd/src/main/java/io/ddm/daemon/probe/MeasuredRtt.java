package io.ddm.daemon.probe;

import io.ddm.fsm.delay.RttEstimator;

/** What one of the two round-trip times of a peer was last, and half of it, the one-way delay, as a histogram. */
final class MeasuredRtt {

    private final DelayHistogram delays = new DelayHistogram();
    private long latest = ProbeSlots.UNKNOWN;

    void add(long nanos) {
        latest = nanos;
        delays.add(nanos / 2);
    }

    ProbeReport.RoundTrip report(RttEstimator estimator) {
        return ProbeReport.RoundTrip.of(latest, estimator);
    }

    /** One-way delays until now. */
    DelayHistogram delays() {
        return delays.copy();
    }
}
