package io.ddm.daemon.dataplane.linux;

import java.util.function.IntPredicate;

/**
 * Gives out ids of nexthop objects from a range that other processes are unlikely to use: the kernel itself counts from
 * 1 on. An id is given out again only after all others, so a late message about an old object is not taken for a new
 * one.
 */
final class NexthopIds {

    private static final int FIRST = 221_000_000;
    private static final int COUNT = 1_000_000;

    private int given;

    /** Whether an id is of our range, whichever process uses it. */
    static boolean isOurs(int id) {
        return id >= FIRST && id < FIRST + COUNT;
    }

    /** The next id that is not taken. */
    int next(IntPredicate taken) {
        int id;
        do {
            id = FIRST + given++ % COUNT;
            given %= COUNT;
        } while (taken.test(id));
        return id;
    }
}
