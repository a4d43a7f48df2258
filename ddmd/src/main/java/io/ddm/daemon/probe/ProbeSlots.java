package io.ddm.daemon.probe;

import java.util.Arrays;

/**
 * What is needed of the latest probes of a peer to match stamps and replies with them, and to compute their round trip
 * in the network. That needs two stamps, in any order: some network cards report that a packet has left when its answer
 * is there already.
 */
final class ProbeSlots {

    /** As many as the detector knows of. */
    private static final int SIZE = 64;

    /** A time that is not known. */
    static final long UNKNOWN = -1;

    private final long[] sequences = new long[SIZE];
    private final long[] nonces = new long[SIZE];
    private final long[] startedAt = new long[SIZE];
    private final long[] leftAt = new long[SIZE];
    private final long[] arrivedAt = new long[SIZE];
    private final long[] rtts = new long[SIZE];
    private final int[] clockSteps = new int[SIZE];

    ProbeSlots() {
        Arrays.fill(sequences, UNKNOWN);
    }

    void add(long sequence, long nonce, long at, int steps) {
        int slot = slot(sequence);
        sequences[slot] = sequence;
        nonces[slot] = nonce;
        startedAt[slot] = at;
        clockSteps[slot] = steps;
        leftAt[slot] = UNKNOWN;
        arrivedAt[slot] = UNKNOWN;
        rtts[slot] = UNKNOWN;
    }

    boolean has(long sequence) {
        return sequence >= 0 && sequences[slot(sequence)] == sequence;
    }

    boolean matches(long sequence, long nonce) {
        return has(sequence) && nonces[slot(sequence)] == nonce;
    }

    /** When it was sent, by the monotonic clock. */
    long startedAt(long sequence) {
        return startedAt[slot(sequence)];
    }

    /** RTT, {@link #UNKNOWN} before the answer. */
    long rtt(long sequence) {
        return rtts[slot(sequence)];
    }

    boolean isStamped(long sequence) {
        return leftAt[slot(sequence)] != UNKNOWN;
    }

    /** The kernel sent it, by the wall clock. */
    void left(long sequence, long at) {
        leftAt[slot(sequence)] = at;
    }

    /** The kernel received the first answer, by the wall clock, and we had it after so long. */
    void arrived(long sequence, long at, long rtt) {
        arrivedAt[slot(sequence)] = at;
        rtts[slot(sequence)] = rtt;
    }

    boolean isClockSet(long sequence, int steps) {
        return clockSteps[slot(sequence)] != steps;
    }

    /**
     * NETRTT; {@link #UNKNOWN} without both stamps, or if they contradict the monotonic clock: the kernel cannot see an
     * answer before the probe left, nor after we do.
     */
    long netRtt(long sequence) {
        int slot = slot(sequence);
        if (leftAt[slot] == UNKNOWN || arrivedAt[slot] == UNKNOWN) {
            return UNKNOWN;
        }
        long netRtt = arrivedAt[slot] - leftAt[slot];
        return netRtt >= 0 && netRtt <= rtts[slot] ? netRtt : UNKNOWN;
    }

    private static int slot(long sequence) {
        return (int) sequence & (SIZE - 1);
    }
}
