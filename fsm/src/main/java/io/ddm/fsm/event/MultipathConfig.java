package io.ddm.fsm.event;

import io.ddm.fsm.delay.Shares;
import java.time.Duration;

/**
 * How several paths to a destination are used.
 *
 * @param failureDetectionTime within which a peer that no longer answers probes is out of use; zero for no probes. Too
 *     small: what is only slow counts as failed; too large: packets go to a dead peer for as long
 * @param shares what the traffic of equally long paths is shared by
 */
public record MultipathConfig(Duration failureDetectionTime, Shares shares) {

    /** The smallest time of detection: five probes within it are 14 ms apart, about what a busy host answers in. */
    public static final Duration MIN_FAILURE_DETECTION_TIME = Duration.ofMillis(100);

    /** Probes about 30 ms apart, shares by delay. */
    public static final MultipathConfig DEFAULT = new MultipathConfig(Duration.ofMillis(300), Shares.DELAY);

    /**
     * @throws IllegalArgumentException if the time of detection is neither zero nor at least
     *     {@link #MIN_FAILURE_DETECTION_TIME}
     */
    public MultipathConfig {
        if (!failureDetectionTime.isZero() && failureDetectionTime.compareTo(MIN_FAILURE_DETECTION_TIME) < 0) {
            throw new IllegalArgumentException("the failure detection time is 0 ms for no probes, or at least "
                    + MIN_FAILURE_DETECTION_TIME.toMillis() + " ms");
        }
    }

    /** Whether peers are probed. */
    public boolean probes() {
        return !failureDetectionTime.isZero();
    }
}
