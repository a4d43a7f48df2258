package io.ddm.api.sim;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;

/** One interface of a router. */
final class SimPort {

    private final SimRouter owner;
    private final SimLink link;
    private final String name;
    private final int index;
    private final Ipv6Address address;
    private boolean carrier = true;

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

    /** The other end as our routes know it. */
    NextHop nextHop() {
        return new NextHop(index, otherEnd().address());
    }

    boolean hasCarrier() {
        return carrier;
    }

    void loseCarrier() {
        carrier = false;
        owner.whileAlive(process -> process.lost(this));
    }

    void gainCarrier() {
        if (!carrier) {
            carrier = true;
            owner.whileAlive(process -> process.ready(this));
        }
    }

    /** Sends a datagram to whoever is at the other end. */
    void send(byte[] payload) {
        SimNetwork net = owner.net();
        if (!net.chance(net.weather().packetLoss())) {
            SimPort to = otherEnd();
            net.after(net.delay(), () -> to.owner().whileAlive(process -> {
                if (link.isUp() && process.listens(to)) {
                    process.packet(to, payload);
                }
            }));
        }
    }
}
