package io.ddm.interop.bench.growth;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One fleet to measure.
 *
 * @param series which fleets are compared
 * @param prefixes that the servers originate together
 */
record Size(String series, Fabric fabric, int prefixes) {

    /** Up to so many routers times prefixes all servers hold tables. */
    private static final long ALL_FULL = 1_500_000;

    /** Servers of each rack that hold tables in larger fleets. */
    static final int FULL_OF_RACK = 2;

    /** A fleet without routes has settled when nothing changes for so long. */
    private static final long QUIET_MICROS = 3_000_000;

    /** So often a router may read or write its whole table without a change that is seen. */
    private static final int TABLES_AT_ONCE = 4;

    /** So long a fleet is watched at rest, in seconds. */
    private static final int REST_SECONDS = 20;

    /** How many servers of each rack hold tables. */
    int full() {
        return (long) fabric.routers() * prefixes <= ALL_FULL
                ? fabric.servers()
                : Math.min(fabric.servers(), FULL_OF_RACK);
    }

    /** A fleet has settled when nothing changes for so long; a router is busy with a large table for seconds. */
    private long quietMicros() {
        return QUIET_MICROS + TABLES_AT_ONCE * Node.PATH_MICROS * prefixes;
    }

    /**
     * Runs the fleet: all routers start; they rest; one server originates a prefix and withdraws it; an uplink of a
     * leaf is cut and mended.
     *
     * @param all receives what each phase cost as soon as it is over
     */
    void measure(Consumer<Measurement> all) {
        World world = new World(fabric, full());
        Phase start = Phase.of("start", world, () -> world.start(prefixes), quietMicros());
        checkRoutes(world);
        add(all, world, start);
        add(all, world, Phase.of("rest", world, () -> world.run(REST_SECONDS * 1_000_000L), 0));
        Set<Destination> one = Set.of(World.prefix(prefixes));
        Node server = world.servers().getLast();
        add(all, world, Phase.of("originate", world, () -> server.deliver(new Event.Originate(one)), quietMicros()));
        add(all, world, Phase.of("withdraw", world, () -> server.deliver(new Event.Withdraw(one)), quietMicros()));
        Node leaf = server.ports().getFirst().other().owner();
        Port link = leaf.ports()
                .stream()
                .filter(port -> port.other().owner().role() != Role.SERVER)
                .findFirst()
                .orElse(leaf.ports().getFirst());
        add(all, world, Phase.of("cut", world, () -> link.carrier(false), quietMicros()));
        add(all, world, Phase.of("mend", world, () -> link.carrier(true), quietMicros()));
        checkRoutes(world);
    }

    /** Every router reaches every prefix that is not its own. */
    private void checkRoutes(World world) {
        for (Node node : world.nodes()) {
            int routes = node.router().reports().fib().size();
            int expected = prefixes - node.own().size();
            if (node.isFull() && routes != expected) {
                throw new AssertionError(
                        this + ": a " + node.role().text() + " has " + routes + " routes, not " + expected);
            }
        }
    }

    private void add(Consumer<Measurement> all, World world, Phase phase) {
        for (Map.Entry<Role, Tally> entry : phase.tallies().entrySet()) {
            Role role = entry.getKey();
            if (fabric.count(role) == 0) {
                continue;
            }
            Tally tally = entry.getValue();
            double of = world.counted(role);
            boolean isRest = phase.name().equals("rest");
            double memory = isRest && RetainedSize.isPossible() ? memory(world, role) : 0;
            double held = isRest ? world.sample(role).heldPaths() : 0;
            // Of rest, a second.
            double per = isRest ? of * REST_SECONDS : of;
            all.accept(new Measurement(series, fabric.routers(), prefixes, phase.name(), role, fabric.count(role),
                    tally.events / per, tally.messages / per, tally.bytes / per, tally.paths / per, held,
                    tally.nanos / 1e6 / per, memory, phase.routedMicros() / 1e3, phase.quietMicros() / 1e3));
        }
    }

    private static double memory(World world, Role role) {
        return RetainedSize.of(world.sample(role).router());
    }

    List<Measurement> measure() {
        List<Measurement> all = new ArrayList<>();
        measure(all::add);
        return all;
    }

    @Override
    public String toString() {
        return series + ", " + fabric.routers() + " routers, " + prefixes + " prefixes";
    }
}
