package io.ddm.interop.chaos;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a run did and saw, for its last lines. */
final class Tally {

    private final SortedMap<String, Integer> faults = new TreeMap<>();
    private int recoveries;
    private Duration slowest = Duration.ZERO;
    private int slowestRound;
    private int lost;

    void count(Fault fault) {
        faults.merge(fault.kind(), 1, Integer::sum);
    }

    void recovered(int round, Duration after) {
        recoveries++;
        if (after.compareTo(slowest) > 0) {
            slowest = after;
            slowestRound = round;
        }
    }

    void lost(int originations) {
        lost += originations;
    }

    String report() {
        StringBuilder text = new StringBuilder("Faults injected: ")
                .append(faults.values().stream().mapToInt(Integer::intValue).sum())
                .append('\n');
        faults.forEach((kind, count) -> text.append("  %-24s %6d%n".formatted(kind, count)));
        return text + "Recoveries: " + recoveries + ", the slowest after "
                + "%.1f s (round %d)%n".formatted(slowest.toMillis() / 1e3, slowestRound) + "Routes lost: " + lost;
    }
}
