package io.ddm.fsm.delay;

/** How traffic is split among equally long paths. */
public enum MultipathMode {

    /** A path with half the delay gets twice the traffic; without a measured delay as {@link #EQUAL}. */
    DELAY,
    /** Each gets the same. */
    EQUAL
}
