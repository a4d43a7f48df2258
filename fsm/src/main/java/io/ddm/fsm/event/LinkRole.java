package io.ddm.fsm.event;

/** What an operator uses a link for. */
public enum LinkRole {

    /** Carries traffic. */
    ACTIVE,
    /** Carries traffic when no active link is left. */
    STANDBY,
    /** Carries no traffic while any other link is left, as before it is unplugged. */
    OFFLINE
}
