package io.ddm.api.admin.stat;

import io.ddm.fsm.model.Ipv6Address;

/** A message of {@code GET /stat/probes}. */
public sealed interface ProbeMessage {

    /** Milliseconds since the daemon's probing started, unsigned. */
    long timeMs();

    /** Its kind, as in the field {@code event}. */
    String kind();

    /**
     * The first message of a stream, and the next one after results were left out.
     *
     * @param timeMs when the stream began
     * @param isResync whether results were left out before it, since the reader was too slow
     */
    record Begin(long timeMs, boolean isResync) implements ProbeMessage {

        /** The value of {@link ProbeMessage#kind}. */
        public static final String KIND = "begin";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A probe that was answered, or lost.
     *
     * @param timeMs when it was sent
     * @param interfaceName the interface that it was sent on
     * @param number its number on that interface, unsigned
     * @param roundTrip what it has measured; a lost one has an average and a deviation at most
     * @param target the peer's address
     * @param host the peer's router id
     * @param isLost whether no answer came in time
     */
    record Result(long timeMs, String interfaceName, long number, RoundTrip roundTrip, Ipv6Address target, String host,
            boolean isLost) implements ProbeMessage {

        /** The value of {@link ProbeMessage#kind}. */
        public static final String KIND = "probe";

        @Override
        public String kind() {
            return KIND;
        }
    }
}
