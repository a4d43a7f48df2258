package io.ddm.fsm.delay;

/** How many of the latest {@value ProbeTiming#PROBE_STATS_COUNT} probes of a target were lost. */
final class LossWindow {

    private static final long MASK = (1L << ProbeTiming.PROBE_STATS_COUNT) - 1;

    private long bits;
    private int probes;

    void add(boolean lost) {
        bits = (bits << 1 | (lost ? 1 : 0)) & MASK;
        probes = Math.min(probes + 1, ProbeTiming.PROBE_STATS_COUNT);
    }

    /** Lost probes of a thousand, 0 before the first probe. */
    int permille() {
        return probes == 0 ? 0 : Long.bitCount(bits) * 1000 / probes;
    }
}
