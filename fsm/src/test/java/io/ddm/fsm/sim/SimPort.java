package io.ddm.fsm.sim;

import io.ddm.fsm.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.peer.PeerIdentity;
import org.jspecify.annotations.Nullable;

/** One interface of a router, and what the router has said about its session there. */
final class SimPort {

    private final SimRouter owner;
    private final SimLink link;
    private final String name;
    private final int index;
    private final Ipv6Address address;
    private boolean carrier = true;
    private boolean open;
    private @Nullable PeerIdentity peer;
    private long closedEpoch;
    private boolean pulling;
    private boolean pushing;

    SimPort(SimRouter owner, SimLink link, int index) {
        this.owner = owner;
        this.link = link;
        this.name = "p" + index;
        this.index = index;
        this.address = new Ipv6Address(0xfe80L << 48, (long) owner.number() << 16 | index);
    }

    SimRouter owner() {
        return owner;
    }

    SimLink link() {
        return link;
    }

    SimPort otherEnd() {
        return link.otherEnd(this);
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    Ipv6Address address() {
        return address;
    }

    boolean hasCarrier() {
        return carrier;
    }

    void loseCarrier() {
        carrier = false;
        open = false;
        owner.tell(new Event.InterfaceLost(name, "no carrier"));
    }

    void gainCarrier() {
        if (!carrier) {
            carrier = true;
            owner.tell(new Event.InterfaceReady(name, index, address));
        }
    }

    boolean isOpen() {
        return open;
    }

    void open(boolean now) {
        open = now;
    }

    @Nullable
    PeerIdentity peer() {
        return peer;
    }

    /** The peer of the session, as routes know it. */
    @Nullable
    NextHop nextHop() {
        return peer == null ? null : new NextHop(index, peer.address());
    }

    void peer(@Nullable PeerIdentity now) {
        peer = now;
    }

    boolean isLive(long epoch) {
        return peer != null && epoch > closedEpoch;
    }

    void closed(long epoch) {
        closedEpoch = epoch;
        pulling = false;
        pushing = false;
    }

    /** The process is gone, and what it knew of this port too. */
    void forget() {
        open = false;
        peer = null;
        closed(0);
    }

    boolean isPulling() {
        return pulling;
    }

    void pulling(boolean now) {
        pulling = now;
    }

    boolean isPushing() {
        return pushing;
    }

    void pushing(boolean now) {
        pushing = now;
    }
}
