package io.ddm.daemon.dataplane;

/** What may be removed of that which is ours and not desired. */
public enum Phase {
    /** From the start on: what a predecessor left stays, because a neighbor may offer it again in a moment. */
    ADOPTION,
    /** After the sweep: everything of ours that is not desired is removed, but nothing that others rely on. */
    OWNERSHIP,
    /** During a stop: everything of ours is removed, also if others rely on it. */
    REMOVAL
}
