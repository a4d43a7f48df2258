package io.ddm.fsm.delay;

import java.util.Arrays;

/**
 * The latest probes of one target, by sequence number. Of those that are older nothing is known, so an answer to one
 * counts no more. Nothing is allocated after the ring itself.
 */
final class ProbeRing {

    /** Room for the probes that statistics look at, and a power of two. */
    static final int SIZE = 64;

    /** What became of a probe. */
    enum Fate {
        /** It was never sent, or so long ago that it is forgotten. */
        NONE,
        /** An answer can still come. */
        OUTSTANDING,
        /** No answer came in time. */
        LOST,
        /** It was answered, in time or late. */
        ANSWERED
    }

    private final Fate[] fates = new Fate[SIZE];
    private final long[] sentAt = new long[SIZE];
    private final long[] lostAt = new long[SIZE];
    private final boolean[] postponed = new boolean[SIZE];
    private long next;
    private long oldest;
    private int outstanding;

    ProbeRing() {
        Arrays.fill(fates, Fate.NONE);
    }

    /** The sequence number of the next probe. */
    long next() {
        return next;
    }

    int outstanding() {
        return outstanding;
    }

    /**
     * Adds a probe.
     *
     * @param timeout how long it may be without an answer
     */
    void add(long at, long timeout) {
        int slot = slot(next);
        if (fates[slot] == Fate.OUTSTANDING) {
            throw new IllegalStateException("probe " + (next - SIZE) + " is outstanding");
        }
        fates[slot] = Fate.OUTSTANDING;
        sentAt[slot] = at;
        lostAt[slot] = at + timeout;
        postponed[slot] = false;
        next++;
        outstanding++;
    }

    Fate fate(long sequence) {
        return sequence >= next || sequence < next - SIZE || sequence < 0 ? Fate.NONE : fates[slot(sequence)];
    }

    /** When a probe was sent that is in the ring. */
    long sentAt(long sequence) {
        return sentAt[slot(sequence)];
    }

    /** When a probe that is in the ring is lost without an answer. */
    long lostAt(long sequence) {
        return lostAt[slot(sequence)];
    }

    void answered(long sequence) {
        settle(sequence, Fate.ANSWERED);
    }

    /** The oldest probe that is outstanding; {@link #next()} if there is none. */
    long oldestOutstanding() {
        while (oldest < next && fates[slot(oldest)] != Fate.OUTSTANDING) {
            oldest++;
        }
        return oldest;
    }

    /**
     * Takes the oldest probe for lost if its time is over.
     *
     * @return its sequence number, -1 if there is none
     */
    long takeLost(long now) {
        for (long sequence = oldestOutstanding(); sequence < next; sequence++) {
            if (fates[slot(sequence)] == Fate.OUTSTANDING && now - lostAt[slot(sequence)] >= 0) {
                settle(sequence, Fate.LOST);
                return sequence;
            }
        }
        return -1;
    }

    /** Outstanding probes count as sent now, each once: a host that is always late has to find out at last. */
    void postpone(long now) {
        for (long sequence = oldestOutstanding(); sequence < next; sequence++) {
            int slot = slot(sequence);
            if (fates[slot] == Fate.OUTSTANDING && !postponed[slot]) {
                postponed[slot] = true;
                lostAt[slot] += now - sentAt[slot];
            }
        }
    }

    /** Forgets probes that are outstanding. */
    void abandonOutstanding() {
        for (long sequence = oldestOutstanding(); sequence < next; sequence++) {
            if (fates[slot(sequence)] == Fate.OUTSTANDING) {
                settle(sequence, Fate.NONE);
            }
        }
    }

    private void settle(long sequence, Fate fate) {
        if (fates[slot(sequence)] == Fate.OUTSTANDING) {
            outstanding--;
        }
        fates[slot(sequence)] = fate;
    }

    private static int slot(long sequence) {
        return (int) sequence & (SIZE - 1);
    }
}
