package io.ddm.fsm.event;

import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.Slack;
import java.time.Duration;

/**
 * How several paths to a destination are used.
 *
 * @param failureDetectionTime within which a peer that no longer answers probes is out of use; zero for no probes. Too
 *     small: what is only slow counts as failed; too large: packets go to a dead peer for as long
 * @param mode how the traffic is split among several paths
 * @param slack which longer paths are used beside the shortest
 */
public record MultipathConfig(Duration failureDetectionTime, MultipathMode mode, Slack slack) {

    /** The smallest failure detection time: five probes within it are 14 ms apart, as a busy host answers. */
    public static final Duration MIN_FAILURE_DETECTION_TIME = Duration.ofMillis(100);

    /** Probes about 30 ms apart, shares by delay, the shortest paths only. */
    public static final MultipathConfig DEFAULT = new MultipathConfig(Duration.ofMillis(300), MultipathMode.DELAY,
            Slack.NONE);

    /**
     * @throws IllegalArgumentException if the failure detection time is neither zero nor at least
     *     {@link #MIN_FAILURE_DETECTION_TIME}, or if longer paths are to be used by delays that are not measured
     */
    public MultipathConfig {
        if (!failureDetectionTime.isZero() && failureDetectionTime.compareTo(MIN_FAILURE_DETECTION_TIME) < 0) {
            throw new IllegalArgumentException("the failure detection time is 0 ms for no probes, or at least "
                    + MIN_FAILURE_DETECTION_TIME.toMillis() + " ms");
        }
        if (failureDetectionTime.isZero() && slack.isAny()) {
            throw new IllegalArgumentException("multipath slack compares delays, which nothing measures without probes:"
                    + " set a failure detection time or no slack");
        }
    }

    /** Whether peers are probed. */
    public boolean probes() {
        return !failureDetectionTime.isZero();
    }
}
