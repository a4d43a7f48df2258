package io.ddm.fsm.delay;

/** What an answer to a probe is worth. */
public enum AckResult {

    /** The first answer, in time. */
    ACCEPTED,
    /** The first answer, to a probe that counts as lost: the target is there, but slow. */
    LATE,
    /** Answered before. */
    DUPLICATE,
    /** No such probe was sent, or it is forgotten. */
    UNKNOWN
}
