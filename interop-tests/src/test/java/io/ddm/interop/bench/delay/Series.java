package io.ddm.interop.bench.delay;

import java.util.ArrayList;
import java.util.List;

/** Times in nanoseconds, measured again and again. */
final class Series {

    private final List<Long> sorted = new ArrayList<>();

    void add(long nanos) {
        sorted.add(nanos);
        sorted.sort(null);
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    long median() {
        return sorted.get(sorted.size() / 2);
    }

    long max() {
        return sorted.getLast();
    }

    @Override
    public String toString() {
        return "median %.0f ms, max %.0f ms of %d".formatted(median() / 1e6, max() / 1e6, sorted.size());
    }
}
