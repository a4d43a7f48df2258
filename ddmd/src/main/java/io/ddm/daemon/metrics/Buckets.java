package io.ddm.daemon.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Upper bounds of the buckets of histograms. */
final class Buckets {

    private Buckets() {}

    static Duration[] ofMillis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
