package io.ddm.fsm.event;

/** Where an interface stands. The legal transitions are in {@code InterfaceFsm}. */
public enum FsmState {
    /** The interface cannot be used yet: absent, down, without a link-local address, or its sockets not open. */
    INIT,
    /** The interface is open and asks for a neighbor. */
    SOLICIT,
    /** A neighbor has answered; prefixes are exchanged with it. */
    EXCHANGE
}
