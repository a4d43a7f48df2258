package io.ddm.interop.chaos;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.interop.chaos.Network.Condition;
import io.ddm.interop.chaos.Network.Link;
import io.ddm.interop.chaos.Network.Medium;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Draws faults from a seed. It knows nothing of the lab: what was drawn is taken for done, so the same seed gives the
 * same topology, faults and pauses whatever the machine does.
 */
final class Plan {

    private static final int MAX_DEAD = 3;
    private static final int MAX_BROKEN_LINKS = 3;
    /** So that a run of hours does not become one of growing tables. */
    private static final int MAX_ENTRIES = 1500;
    private static final int FEW = 8;
    private static final int MANY = 400;

    private final SplittableRandom random;
    private final boolean silence;
    private final String links;
    private final Network network;

    /**
     * @param silence whether links may lose packets silently
     */
    Plan(long seed, boolean silence) {
        this.random = new SplittableRandom(seed);
        this.silence = silence;
        this.links = Network.random(random);
        this.network = new Network(links);
    }

    /** The topology, as the lab takes it. */
    String links() {
        return links;
    }

    /** What is left after all that was drawn. */
    Network network() {
        return network;
    }

    /** What every router originates to begin with: some prefixes and some tunnels. */
    List<Fault> beginning() {
        List<Fault> changes = new ArrayList<>();
        for (String node : network.nodes()) {
            changes.add(new Fault.Change(node, true, prefixes(node, 0, FEW)));
            changes.add(new Fault.Change(node, true, tunnels(node, 0, FEW)));
        }
        changes.forEach(this::apply);
        return changes;
    }

    /** The faults of one round. */
    int faultsOfRound() {
        return random.nextInt(4, 11);
    }

    /** How long to wait after a fault. */
    Duration pause() {
        return Duration.ofMillis(random.nextInt(4) == 0 ? 0 : random.nextInt(1500));
    }

    /** The next fault, which the network now has suffered. */
    Fault next() {
        for (;;) {
            Optional<Fault> fault = draw();
            if (fault.isPresent()) {
                apply(fault.get());
                return fault.get();
            }
        }
    }

    /** What ends a round: nobody stays paused, and about half of what is broken is mended. */
    List<Fault> peace() {
        List<Fault> mending = new ArrayList<>();
        network.nodes(Condition.PAUSED::equals).forEach(node -> mending.add(new Fault.Resume(node)));
        network.nodes(condition -> !condition.hasProcess())
                .stream()
                .filter(node -> random.nextBoolean())
                .forEach(node -> mending.add(new Fault.Start(node)));
        network.links(medium -> medium != Medium.GOOD)
                .stream()
                .filter(link -> random.nextBoolean())
                .forEach(link -> mending.add(new Fault.Heal(link)));
        mending.forEach(this::apply);
        return mending;
    }

    /** A fault that is possible now; nothing if the kind that was drawn is not. */
    private Optional<Fault> draw() {
        boolean mayDie = network.nodes(condition -> !condition.hasProcess()).size() < MAX_DEAD;
        boolean mayBreak = network.links(medium -> medium != Medium.GOOD).size() < MAX_BROKEN_LINKS;
        List<String> alive = network.nodes(Condition::hasProcess);
        List<String> running = network.nodes(Condition.RUNNING::equals);
        List<Link> good = network.links(Medium.GOOD::equals);
        return switch (random.nextInt(20)) {
            case 0 -> mayDie ? one(alive).map(Fault.Kill::new) : Optional.empty();
            case 1 -> mayDie
                    ? one(running).map(
                            node -> new Fault.KillDuringChange(change(node), Duration.ofMillis(random.nextInt(40))))
                    : Optional.empty();
            case 2 -> mayDie ? one(running).map(node -> stop(node, running)) : Optional.empty();
            case 3, 4, 5 -> one(network.nodes(condition -> !condition.hasProcess())).map(Fault.Start::new);
            case 6 -> one(running).map(Fault.Pause::new);
            case 7 -> one(network.nodes(Condition.PAUSED::equals)).map(Fault.Resume::new);
            case 8 -> mayBreak ? one(good).map(Fault.Cut::new) : Optional.empty();
            case 9 -> mayBreak && silence ? one(good).map(Fault.Silence::new) : Optional.empty();
            case 10, 11 -> one(network.links(medium -> medium != Medium.GOOD)).map(Fault.Heal::new);
            case 12 -> one(good).map(link -> new Fault.Flap(link, random.nextInt(1, 6)));
            case 13 -> one(running).map(node -> new Fault.DeleteRoute(node, anyNetwork()));
            case 14 -> one(running).map(node -> new Fault.ReplaceRoute(node, anyNetwork()));
            case 15 -> one(running).map(Fault.FlushRoutes::new);
            default -> one(running).map(this::change);
        };
    }

    /** Half of the stops come while another router changes what it originates. */
    private Fault stop(String node, List<String> running) {
        List<String> others = running.stream().filter(other -> !other.equals(node)).toList();
        return others.isEmpty() || random.nextBoolean()
                ? new Fault.Stop(node)
                : new Fault.StopDuringChange(node, change(others.get(random.nextInt(others.size()))),
                        Duration.ofMillis(random.nextInt(60)));
    }

    private Fault.Change change(String node) {
        int count = random.nextInt(5) == 0 ? MANY : random.nextInt(1, FEW);
        int from = random.nextInt(MAX_ENTRIES - count);
        Set<Destination> entries = random.nextInt(4) == 0
                ? tunnels(node, from, Math.min(count, FEW))
                : prefixes(node, from, count);
        return new Fault.Change(node, random.nextInt(5) < 3, entries);
    }

    private <T> Optional<T> one(List<T> of) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
    }

    /** A prefix that somebody originates, or not any more. */
    private Prefix anyNetwork() {
        String node = network.nodes().get(random.nextInt(network.nodes().size()));
        return (Prefix) prefixes(node, random.nextInt(FEW), 1).iterator().next();
    }

    private Set<Destination> prefixes(String node, int from, int count) {
        Set<Destination> prefixes = new LinkedHashSet<>();
        for (int i = from; i < from + count; i++) {
            prefixes.add(new Prefix(new Ipv6Address(0xfd00L << 48 | number(node) << 16 | i, 0), 64));
        }
        return prefixes;
    }

    private Set<Destination> tunnels(String node, int from, int count) {
        Set<Destination> tunnels = new LinkedHashSet<>();
        for (int i = from; i < from + count; i++) {
            tunnels.add(new TunnelOrigin(IpPrefix.parse("10." + number(node) + "." + i % 256 + ".0/24"),
                    new Ipv6Address(0xfd99L << 48, number(node)), 100, i / 256));
        }
        return tunnels;
    }

    private long number(String node) {
        return network.nodes().indexOf(node) + 1L;
    }

    private void apply(Fault fault) {
        switch (fault) {
            case Fault.Kill f -> network.set(f.node(), Condition.KILLED);
            case Fault.KillDuringChange f -> {
                apply(f.change());
                network.set(f.change().node(), Condition.KILLED);
            }
            case Fault.Stop f -> network.set(f.node(), Condition.STOPPED);
            case Fault.StopDuringChange f -> {
                apply(f.change());
                network.set(f.node(), Condition.STOPPED);
            }
            case Fault.Start f -> network.set(f.node(), Condition.RUNNING);
            case Fault.Pause f -> network.set(f.node(), Condition.PAUSED);
            case Fault.Resume f -> network.set(f.node(), Condition.RUNNING);
            case Fault.Cut f -> network.set(f.link(), Medium.CUT);
            case Fault.Silence f -> network.set(f.link(), Medium.SILENT);
            case Fault.Heal f -> network.set(f.link(), Medium.GOOD);
            case Fault.Change f -> f.applyTo(network.originated(f.node()));
            case Fault.Flap f -> {
            }
            case Fault.DeleteRoute f -> {
            }
            case Fault.ReplaceRoute f -> {
            }
            case Fault.FlushRoutes f -> {
            }
        }
    }
}
