package io.ddm.daemon.exchange.auth;

/**
 * Which numbers of one sender have been used: each passes once, in any order as long as none is overtaken by 64 or
 * more, as in RFC 4303 section 3.4.3.
 */
final class ReplayWindow {

    private static final int SIZE = Long.SIZE;

    private long highest;

    /** Bit {@code i} is set if {@code highest - i} was used. */
    private long used;

    /** Whether a number, from 1 on, was not used before; if so, it has been now. */
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
