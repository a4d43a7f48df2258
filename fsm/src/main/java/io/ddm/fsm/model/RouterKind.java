package io.ddm.fsm.model;

/** What a router is for: a server keeps what it hears to itself, a transit passes it on. */
public enum RouterKind {
    /** Originates prefixes and consumes routes; never redistributes. Number 0 on the wire. */
    SERVER,
    /** Redistributes what it imports, with its own id appended to the path. Number 1 on the wire. */
    TRANSIT
}
