package io.ddm.api.admin.stat;

import java.util.OptionalLong;

/**
 * Times of an echo there and back, in microseconds, unsigned; each empty if it is not known.
 *
 * @param net from this kernel to the peer's kernel and back
 * @param total with the time that this process took
 * @param average smoothed average of {@code net}
 * @param deviation smoothed deviation from the average
 */
public record RoundTrip(OptionalLong net, OptionalLong total, OptionalLong average, OptionalLong deviation) {

    /** Nothing is known. */
    public static final RoundTrip UNKNOWN = new RoundTrip(OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.empty(), OptionalLong.empty());
}
