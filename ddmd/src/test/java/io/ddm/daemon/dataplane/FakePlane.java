package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A forwarding plane in memory that misbehaves on request: it refuses, loses notifications, interrupts dumps, fails in
 * the middle of a batch, takes its time, and is edited by a foreign hand. It has no thread and no clock.
 */
class FakePlane implements ForwardingPlane {

    private final Map<Prefix, List<WeightedNextHop>> contents = new TreeMap<>();
    private final Map<Prefix, List<WeightedNextHop>> routes = new TreeMap<>();
    private NextHopRanks ranks = NextHopRanks.NONE;
    private final Set<NextHop> downNextHops = new HashSet<>();
    private final Map<NextHop, String> knownRefusals = new HashMap<>();
    private final Set<Prefix> refusedNetworks = new HashSet<>();
    private final List<String> log = new ArrayList<>();
    private boolean touched;
    private boolean linkChanged;
    private boolean losesNotifications;
    private boolean interruptsDumps;
    private boolean leftovers;
    private int failsAfter = Integer.MAX_VALUE;
    private int dumps;
    private Runnable whileBusy = () -> {};
    private Runnable whileDumping = () -> {};

    /** The routes it has now. */
    Map<Prefix, List<WeightedNextHop>> routes() {
        return Map.copyOf(routes);
    }

    /**
     * What it did since the last call, such as {@code put fd00:1::/64}, {@code remove fd00:2::/64}, or {@code rank} for
     * all networks.
     */
    List<String> takeLog() {
        List<String> taken = List.copyOf(log);
        log.clear();
        return taken;
    }

    int dumps() {
        return dumps;
    }

    /** A foreign process changes a route, or removes it if it has no next hops. */
    void edit(Prefix network, WeightedNextHop... nextHops) {
        if (nextHops.length == 0) {
            routes.remove(network);
        } else {
            routes.put(network, List.of(nextHops));
        }
        touched |= !losesNotifications;
    }

    void leave() {
        leftovers = true;
    }

    boolean hasLeftovers() {
        return leftovers;
    }

    void loseNotifications(boolean lose) {
        losesNotifications = lose;
    }

    void interruptDumps(boolean interrupt) {
        interruptsDumps = interrupt;
    }

    void refuse(Prefix network, boolean refuse) {
        if (refuse) {
            refusedNetworks.add(network);
        } else {
            refusedNetworks.remove(network);
        }
    }

    /** The next apply ends with an exception after so many changes. */
    void failAfter(int changes) {
        failsAfter = changes;
    }

    /** What happens elsewhere while it is busy with a batch. */
    void whileBusy(Runnable action) {
        whileBusy = action;
    }

    /** What happens elsewhere while it is read. */
    void whileDumping(Runnable action) {
        whileDumping = action;
    }

    /** A link goes down: next hops on it leave their routes, and are refused until it is up again. */
    void linkDown(NextHop nextHop) {
        downNextHops.add(nextHop);
        routes.replaceAll((network, nextHops) -> accepted(nextHops));
        routes.values().removeIf(List::isEmpty);
        linkEvent();
    }

    void linkUp(NextHop nextHop) {
        downNextHops.remove(nextHop);
        linkEvent();
    }

    private void linkEvent() {
        touched |= !losesNotifications;
        linkChanged |= !losesNotifications;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Optional<Map<Prefix, List<WeightedNextHop>>> dump(BooleanSupplier stop) throws IOException {
        dumps++;
        whileDumping.run();
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        if (interruptsDumps) {
            throw new IncompleteDumpException("dump interrupted");
        }
        knownRefusals.clear();
        return Optional.of(routes());
    }

    @Override
    public Outcome apply(List<FibChange> changes, Phase phase) throws IOException {
        whileBusy.run();
        Map<Prefix, String> refused = new TreeMap<>();
        Map<NextHop, String> refusedNextHops = new TreeMap<>();
        List<FibChange> ordered = new ArrayList<>(changes);
        // Puts before removals.
        ordered.sort((one, other) -> Boolean.compare(one.nextHops().isEmpty(), other.nextHops().isEmpty()));
        for (FibChange change : ordered) {
            if (failsAfter-- == 0) {
                failsAfter = Integer.MAX_VALUE;
                throw new IOException("connection reset");
            }
            String reason = apply(change, refusedNextHops);
            if (reason != null) {
                refused.put(change.network(), reason);
            }
        }
        return new Outcome(refused, refusedNextHops);
    }

    @Override
    public Outcome rank(NextHopRanks latest, Phase phase) throws IOException {
        whileBusy.run();
        ranks = latest;
        if (failsAfter-- == 0) {
            failsAfter = Integer.MAX_VALUE;
            throw new IOException("connection reset");
        }
        log.add("rank");
        routes.replaceAll((network, nextHops) -> usable(contents.getOrDefault(network, nextHops)));
        routes.values().removeIf(List::isEmpty);
        return Outcome.ACCEPTED;
    }

    private @Nullable String apply(FibChange change, Map<NextHop, String> newlyRefused) {
        Prefix network = change.network();
        contents.put(network, change.nextHops());
        if (refusedNetworks.contains(network)) {
            return "table full";
        }
        for (WeightedNextHop weighted : change.nextHops()) {
            NextHop nextHop = weighted.nextHop();
            if (downNextHops.contains(nextHop) && knownRefusals.put(nextHop, "link down") == null) {
                newlyRefused.put(nextHop, "link down");
            }
        }
        List<WeightedNextHop> usable = usable(change.nextHops());
        if (usable.isEmpty()) {
            if (routes.remove(network) != null) {
                log.add("remove " + network);
            }
            return change.nextHops().isEmpty() ? null : "no usable next hop";
        }
        if (!usable.equals(routes.put(network, usable))) {
            log.add("put " + network);
        }
        return null;
    }

    private List<WeightedNextHop> usable(List<WeightedNextHop> nextHops) {
        return ranks.carrying(accepted(nextHops));
    }

    private List<WeightedNextHop> accepted(List<WeightedNextHop> nextHops) {
        return nextHops.stream().filter(weighted -> !downNextHops.contains(weighted.nextHop())).toList();
    }

    @Override
    public boolean removeLeftovers(Phase phase) {
        leftovers &= phase == Phase.ADOPTION;
        return routes.isEmpty() && !leftovers;
    }

    @Override
    public PlaneEvents takeEvents() {
        PlaneEvents taken = new PlaneEvents(touched, linkChanged);
        touched = false;
        linkChanged = false;
        return taken;
    }

    @Override
    public void await(int milliseconds) {
        throw new UnsupportedOperationException("no thread waits in a deterministic test");
    }

    @Override
    public void wake() {
        // Nothing waits.
    }

    @Override
    public void close() {
        log.add("close");
    }
}
