package io.ddm.interop.bench.growth;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One interface of a router, the link at it, and the push that is under way over it. */
final class Port {

    private final Node owner;
    private final int index;
    private final String name;
    private final Ipv6Address address;
    private @Nullable Port other;
    private boolean open;
    private boolean carrier = true;
    private final Deque<byte[]> bodies = new ArrayDeque<>();
    private Effect.@Nullable Push push;

    Port(Node owner, int index) {
        this.owner = owner;
        this.index = index;
        this.name = "p" + index;
        this.address = new Ipv6Address(0xfe80L << 48, (long) owner.number() << 16 | index);
    }

    void join(Port peer) {
        other = peer;
        peer.other = this;
    }

    Port other() {
        if (other == null) {
            throw new IllegalStateException("nothing is at the other end of " + name);
        }
        return other;
    }

    Node owner() {
        return owner;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    Ipv6Address address() {
        return address;
    }

    boolean isOpen() {
        return open && carrier;
    }

    void open(boolean now) {
        open = now;
    }

    boolean hasCarrier() {
        return carrier;
    }

    /** The link is cut or mended; both ends see it at once. */
    void carrier(boolean now) {
        for (Port end : new Port[]{this, other()}) {
            end.carrier = now;
            end.push = null;
            end.bodies.clear();
            end.owner.deliver(now
                    ? new Event.InterfaceReady(end.name, end.index, end.address)
                    : new Event.InterfaceLost(end.name, "no carrier"));
        }
    }

    /** A push begins, in these bodies. */
    void begin(Effect.Push begun, Iterable<byte[]> inBodies) {
        push = begun;
        inBodies.forEach(bodies::add);
    }

    /** The next body of the push under way; null if all were sent. */
    byte @Nullable [] nextBody() {
        return bodies.poll();
    }

    Effect.@Nullable Push push() {
        return push;
    }

    void endPush() {
        push = null;
        bodies.clear();
    }
}
