package io.ddm.daemon.probe;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;

/** A report with round numbers: 310 us from kernel to kernel, 155 us one way, 1 of 200 probes lost, 300 ms. */
public final class SampleReport {

    private static final long DETECTION_TIME = 300_000_000;

    private SampleReport() {}

    /** The report of one peer. */
    public static ProbeReport of(String name, Ipv6Address peer, ProbeState state) {
        return new ProbeReport(DETECTION_TIME, List.of(new ProbeReport.Peer(name, peer, 1, true, state,
                PathDelay.ofMicros(155), false, DETECTION_TIME, new ProbeReport.RoundTrip(310_000, 320_000, 35_000),
                new ProbeReport.RoundTrip(420_999, 400_000, 40_000), 5,
                new ProbeReport.Counts(200, 199, 1, 0, 0, 0, 0, 0, 0, 0), new DelayHistogram(),
                new DelayHistogram())));
    }

    /** A peer that answers solicitations after 1.9 ms, and after 2.1 ms on average. */
    public static PeerAnswers answers(Ipv6Address peer) {
        return new PeerAnswers(peer, 1_900_500, 2_100_000, new DelayHistogram());
    }
}
