package io.ddm.fsm.policy;

/**
 * How many paths one peer may have, out of those that there is room for in all. A peer may have at most
 * {@value #PART} times as many as are left free. So some are always left for another peer, and the peer with most is
 * rejected first: n peers that each offer more than there is room for get 2/(2n + 1) of it each, without a count of
 * peers. An accepted path is not evicted; a peer with more than its part loses it when its whole table is checked
 * again.
 */
public final class PathRoom {

    /** Two thirds for a single peer, two fifths for each of two. */
    private static final int PART = 2;

    private final long max;
    private final long others;
    private long mine;

    /**
     * @param max how many paths all peers may have together
     * @param others how many the other peers have
     * @param mine how many this peer has
     */
    public PathRoom(long max, long others, long mine) {
        this.max = max;
        this.others = others;
        this.mine = mine;
    }

    /** Takes room for one more path; returns whether there was any. */
    public boolean take() {
        if (mine >= PART * (max - others - mine)) {
            return false;
        }
        mine++;
        return true;
    }
}
