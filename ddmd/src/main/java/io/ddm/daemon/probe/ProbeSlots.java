package io.ddm.daemon.probe;

import java.util.Arrays;

/**
 * What is needed of the latest probes of a peer to match stamps and replies with them, and to compute their round trip
 * in the network. That needs two stamps of the same clock, in any order: some network cards report that a packet has
 * left when its answer is there already. The network card's stamps are better than the kernel's, which also sees how
 * long packets wait for the card and for an interrupt; the two clocks have nothing to do with each other.
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
    private final long[] leftNicAt = new long[SIZE];
    private final long[] arrivedAtNic = new long[SIZE];
    private final boolean[] measured = new boolean[SIZE];
    private final long[] rtts = new long[SIZE];
    private final int[] clockSteps = new int[SIZE];
    /** Whether the network card stamps requests, so that its stamp of an answered one is worth waiting for. */
    private boolean nicStampsRequests;

    ProbeSlots() {
        Arrays.fill(sequences, UNKNOWN);
    }

    void add(long sequence, long nonce, long at, int steps) {
        // It stamps no more, or drops stamps.
        nicStampsRequests &= !has(sequence - 1) || !isNicAwaited(slot(sequence - 1));
        int slot = slot(sequence);
        sequences[slot] = sequence;
        nonces[slot] = nonce;
        startedAt[slot] = at;
        clockSteps[slot] = steps;
        leftAt[slot] = UNKNOWN;
        arrivedAt[slot] = UNKNOWN;
        leftNicAt[slot] = UNKNOWN;
        arrivedAtNic[slot] = UNKNOWN;
        measured[slot] = false;
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

    /**
     * It left, by the wall clock and by that of the network card; {@link #UNKNOWN} is what this stamp does not say.
     */
    void left(long sequence, long at, long nicAt) {
        int slot = slot(sequence);
        nicStampsRequests |= nicAt != UNKNOWN;
        if (!measured[slot]) {
            leftAt[slot] = at == UNKNOWN ? leftAt[slot] : at;
            leftNicAt[slot] = nicAt == UNKNOWN ? leftNicAt[slot] : nicAt;
        }
    }

    /** The first answer arrived, by the same clocks, and we had it after so long. */
    void arrived(long sequence, long at, long atNic, long rtt) {
        int slot = slot(sequence);
        arrivedAt[slot] = at;
        arrivedAtNic[slot] = atNic;
        rtts[slot] = rtt;
    }

    boolean isClockSet(long sequence, int steps) {
        return clockSteps[slot(sequence)] != steps;
    }

    /** NETRTT, once: {@link #UNKNOWN} before it is known, and from the second call that finds it on. */
    long measure(long sequence) {
        int slot = slot(sequence);
        if (measured[slot]) {
            return UNKNOWN;
        }
        long netRtt = netRtt(sequence);
        measured[slot] = netRtt != UNKNOWN;
        return netRtt;
    }

    /**
     * NETRTT; {@link #UNKNOWN} without both stamps of a clock, while the network card's are worth waiting for, or if
     * they contradict the monotonic clock: nothing can see an answer before the probe left, nor after we do.
     */
    long netRtt(long sequence) {
        int slot = slot(sequence);
        if (leftNicAt[slot] != UNKNOWN && arrivedAtNic[slot] != UNKNOWN) {
            return checked(arrivedAtNic[slot] - leftNicAt[slot], slot);
        }
        boolean hasBoth = leftAt[slot] != UNKNOWN && arrivedAt[slot] != UNKNOWN;
        return hasBoth && !(nicStampsRequests && isNicAwaited(slot))
                ? checked(arrivedAt[slot] - leftAt[slot], slot)
                : UNKNOWN;
    }

    private long checked(long netRtt, int slot) {
        return netRtt >= 0 && netRtt <= rtts[slot] ? netRtt : UNKNOWN;
    }

    private boolean isNicAwaited(int slot) {
        return arrivedAtNic[slot] != UNKNOWN && leftNicAt[slot] == UNKNOWN && !measured[slot];
    }

    private static int slot(long sequence) {
        return (int) sequence & (SIZE - 1);
    }
}
