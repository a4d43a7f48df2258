package io.ddm.api.sim;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place in the network: its ports, what it has stored, and the process that runs there, of ours or of the reference.
 */
final class SimRouter {

    private final SimNetwork net;
    private final int number;
    private final RouterId id;
    private final RouterKind kind;
    private final List<SimPort> ports = new ArrayList<>();
    private final Set<Destination> stored = new LinkedHashSet<>();
    private boolean reference;
    private @Nullable Speaker process;
    private int incarnation;

    SimRouter(SimNetwork net, int number, RouterId id, RouterKind kind, boolean reference) {
        this.net = net;
        this.number = number;
        this.id = id;
        this.kind = kind;
        this.reference = reference;
    }

    SimNetwork net() {
        return net;
    }

    int number() {
        return number;
    }

    RouterId id() {
        return id;
    }

    RouterKind kind() {
        return kind;
    }

    /** Whether the reference runs there. */
    boolean isReference() {
        return reference;
    }

    /** Counts the processes that ran here. */
    int incarnation() {
        return incarnation;
    }

    List<SimPort> ports() {
        return ports;
    }

    /** What it originates, also across crashes. */
    Set<Destination> stored() {
        return Collections.unmodifiableSet(stored);
    }

    boolean isAlive() {
        return process != null;
    }

    @Nullable
    Speaker process() {
        return process;
    }

    void whileAlive(Consumer<Speaker> action) {
        Speaker now = process;
        if (now != null) {
            action.accept(now);
        }
    }

    SimPort addPort(SimLink link) {
        SimPort port = new SimPort(this, link, ports.size() + 1);
        ports.add(port);
        return port;
    }

    void start() {
        incarnation++;
        Speaker started = reference ? new Reference(this) : new OurRouter(this);
        process = started;
        started.start();
    }

    void crash() {
        whileAlive(Speaker::end);
        process = null;
        ports.forEach(port -> port.otherEnd().owner().whileAlive(neighbor -> {
            if (neighbor instanceof Reference other) {
                other.link(port.otherEnd()).neighborEnded();
            }
        }));
    }

    /** Another implementation takes over the place, with what was stored. */
    void replace() {
        crash();
        reference = !reference;
        start();
    }

    void originate(Set<? extends Destination> destinations) {
        stored.addAll(destinations);
        whileAlive(process -> process.originate(new LinkedHashSet<>(destinations)));
    }

    void withdraw(Set<? extends Destination> destinations) {
        stored.removeAll(destinations);
        whileAlive(process -> process.withdraw(new LinkedHashSet<>(destinations)));
    }
}
