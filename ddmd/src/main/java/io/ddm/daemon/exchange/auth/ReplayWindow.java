package io.ddm.daemon.exchange.auth;

/**
 * Anti-replay window of one sender, as in RFC 4303 section 3.4.3: each number passes once, in any order within a window
 * of 64.
 */
final class ReplayWindow {

    private static final int SIZE = Long.SIZE;

    private long highest;

    /** Bit {@code i} is set if {@code highest - i} was used. */
    private long used;

    /** Accepts a number, from 1 on, unless it was used before or is behind the window. */
    boolean pass(long number) {
        if (number > highest) {
            long ahead = number - highest;
            used = ahead < SIZE ? used << ahead | 1 : 1;
            highest = number;
            return true;
        }
        long behind = highest - number;
        if (behind >= SIZE || (used >>> behind & 1) != 0) {
            return false;
        }
        used |= 1L << behind;
        return true;
    }
}
