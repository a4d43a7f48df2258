package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import io.ddm.interop.netns.WireLink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long flows are silent when all packets of one side are dropped and its carrier stays, and when it carries again.
 */
final class SilentFailure implements Part {

    private static final int FLOWS = 64;
    private static final int PER_SECOND = 200;

    /** Detected long before, and the session, which ends after 5 s of silence, goes on. */
    private static final int LOSS_MILLIS = 1000;

    /** The next repeat begins so long after both sides carry. */
    private static final int REST_MILLIS = 500;

    private static final Duration MAX_REPAIR = Duration.ofSeconds(90);

    private final int detection;
    private final int bound;
    private final int repeats;

    /** One failure: when the loss was asked for, and when it was over. */
    record Event(String transit, long beganAt, long lossEndedAt, long endedAt) {}

    /**
     * @param detection the failure detection time, ms
     * @param bound of the longest silence, ms
     */
    SilentFailure(int detection, int bound, int repeats) {
        this.detection = detection;
        this.bound = bound;
        this.repeats = repeats;
    }

    @Override
    public void run(Table table) throws Exception {
        try (Diamond diamond = Diamond.start(true, "--failure-detection-time", "" + detection)) {
            int seconds = repeats * 15 + 30;
            Traffic there = Traffic.start(diamond.lab(), "s1", "s2", FLOWS, PER_SECOND, seconds);
            Traffic back = Traffic.start(diamond.lab(), "s2", "s1", FLOWS, PER_SECOND, seconds);
            Thread.sleep(REST_MILLIS);
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                // In turn, since a side that fails often is used again later.
                events.add(fail(diamond, i % 2 == 0 ? "t1" : "t2", LOSS_MILLIS));
                Thread.sleep(REST_MILLIS);
            }
            report(diamond, table, "s1 to s2, next to the failure", there.stop(), "s2", events);
            report(diamond, table, "s2 to s1, where t1 or t2 withdraws", back.stop(), "s1", events);
        }
    }

    /** All packets between s1 and one of the transits are lost for so long; ends when both sides carry again. */
    static Event fail(Diamond diamond, String transit, int lossMillis) throws InterruptedException {
        WireLink wire = diamond.lab().wire(transit + "-s1");
        long beganAt = NodeProcess.wallNanos();
        wire.loss(100);
        Thread.sleep(lossMillis);
        wire.loss(0);
        long lossEndedAt = NodeProcess.wallNanos();
        Prefixes.await("both sides carry the same again", MAX_REPAIR, diamond::isEven);
        return new Event(transit, beganAt, lossEndedAt, NodeProcess.wallNanos());
    }

    private void report(Diamond diamond, Table table, String direction, Trace trace, String to, List<Event> events)
            throws IOException {
        Series silence = new Series();
        Series repair = new Series();
        long pause = 0;
        for (Event event : events) {
            silence.add(trace.silence(event.beganAt, event.lossEndedAt));
            pause = Math.max(pause, trace.pause(event.beganAt, event.lossEndedAt));
            long repaired = trace.firstBy(event.lossEndedAt, diamond.index(to, "to-" + event.transit));
            if (repaired < 0) {
                throw new IOException(event.transit + " never carried again");
            }
            repair.add(repaired);
        }
        String detected = "detection time %d ms, %s: ".formatted(detection, direction);
        table.claim(detected + "longest silence", silence + (pause > 2e7
                ? ", sender paused %.0f".formatted(pause / 1e6)
                : ""), "< " + bound + " ms", silence.max() < bound * 1_000_000L);
        table.note(detected + "carries again after", repair.toString());
    }
}
