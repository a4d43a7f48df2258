package io.ddm.interop.wire;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** How long after their time frames left, in us. One thread adds, any may read; adding allocates nothing. */
final class Lateness {

    /** Later frames count as this late; only {@link #maxMicros()} is exact. */
    static final int MAX_MICROS = 20_000;

    private final AtomicIntegerArray frames = new AtomicIntegerArray(MAX_MICROS + 1);
    private final AtomicLong maxNanos = new AtomicLong();

    void add(long nanos) {
        frames.incrementAndGet((int) Math.min(nanos / 1000, MAX_MICROS));
        if (nanos > maxNanos.get()) {
            maxNanos.set(nanos);
        }
    }

    /** The us within which such a part of the frames left, 0 to 1; 0 if there was none. */
    int micros(double part) {
        long all = 0;
        for (int i = 0; i <= MAX_MICROS; i++) {
            all += frames.get(i);
        }
        long rank = (long) Math.ceil(all * part);
        long seen = 0;
        for (int i = 0; i <= MAX_MICROS; i++) {
            seen += frames.get(i);
            if (seen >= rank) {
                return i;
            }
        }
        return MAX_MICROS;
    }

    long maxMicros() {
        return maxNanos.get() / 1000;
    }
}
