package io.ddm.fsm.delay;

/** What the traffic of equally long paths is shared by. */
public enum Shares {

    /** A path with half the delay gets twice the traffic; without a measured delay as {@link #EQUAL}. */
    DELAY,
    /** Each gets the same. */
    EQUAL
}
