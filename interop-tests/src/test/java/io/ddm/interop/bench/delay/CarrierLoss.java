package io.ddm.interop.bench.delay;

import io.ddm.interop.bench.Prefixes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long flows are silent when a link loses its carrier. */
final class CarrierLoss implements Part {

    private static final int FLOWS = 64;
    private static final int PER_SECOND = 200;
    private static final int BOUND_MILLIS = 20;

    private static final int CUT_MILLIS = 1500;

    /** A kernel that saw a carrier change within the last second acts on the next change later. */
    private static final int REST_MILLIS = 1500;

    private static final Duration MAX_REPAIR = Duration.ofSeconds(60);

    private final int repeats;

    /** One cut, from before the command that did it. */
    private record Cut(String transit, long beganAt, long endedAt) {}

    CarrierLoss(int repeats) {
        this.repeats = repeats;
    }

    @Override
    public void run(Table table) throws Exception {
        try (Diamond diamond = Diamond.start(false)) {
            int seconds = repeats * 15 + 30;
            Traffic there = Traffic.start(diamond.lab(), "s1", "s2", FLOWS, PER_SECOND, seconds);
            Traffic back = Traffic.start(diamond.lab(), "s2", "s1", FLOWS, PER_SECOND, seconds);
            Thread.sleep(REST_MILLIS);
            List<Cut> cuts = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                cuts.add(cut(diamond, i % 2 == 0 ? "t1" : "t2"));
                Thread.sleep(REST_MILLIS);
            }
            report(diamond, table, "s1 to s2, whose carrier is lost", there.stop(), "s2", cuts);
            report(diamond, table, "s2 to s1, which hears of it from t1 or t2", back.stop(), "s1", cuts);
        }
    }

    private static Cut cut(Diamond diamond, String transit) throws InterruptedException {
        String shown = diamond.lab()
                .shell(transit)
                .run("echo ${EPOCHREALTIME/[.,]/}; ip link set to-s1 down")
                .text()
                .strip();
        if (!shown.matches("\\d+")) {
            throw new IllegalStateException("no cut: " + shown);
        }
        Thread.sleep(CUT_MILLIS);
        long endedAt = NodeProcess.wallNanos();
        Prefixes.carrier(diamond.lab(), transit, "to-s1", true);
        Prefixes.await("both sides carry the same again", MAX_REPAIR, diamond::isEven);
        return new Cut(transit, Long.parseLong(shown) * 1000, endedAt);
    }

    private static void report(Diamond diamond, Table table, String direction, Trace trace, String to, List<Cut> cuts)
            throws IOException {
        Series silence = new Series();
        Series moved = new Series();
        int lost = 0;
        for (Cut cut : cuts) {
            silence.add(trace.silence(cut.beganAt, cut.endedAt));
            lost += trace.lost(cut.beganAt - 100_000_000, cut.endedAt);
            long last = trace.lastMoved(cut.beganAt, cut.endedAt, diamond.index(to, "to-" + cut.transit));
            if (last < 0) {
                throw new IOException("no flow used the link that was cut");
            }
            moved.add(last);
        }
        String cut = "carrier lost, " + direction + ": ";
        table.claim(cut + "longest silence", silence.toString(), "< " + BOUND_MILLIS + " ms",
                silence.max() < BOUND_MILLIS * 1_000_000L);
        table.claim(cut + "command to the last flow moved", moved.toString(), "< " + BOUND_MILLIS + " ms",
                moved.max() < BOUND_MILLIS * 1_000_000L);
        table.note(cut + "packets lost of a cut, of " + FLOWS * PER_SECOND + " a second", "" + lost / cuts.size());
    }
}
