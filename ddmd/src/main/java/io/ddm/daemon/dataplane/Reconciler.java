package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The desired routes, and what makes a forwarding plane have them. Used by one thread at a time.
 *
 * <p>{@link #change} does only what the changes touch; {@link #audit} reads the forwarding plane and repairs every
 * difference.
 */
final class Reconciler {

    /** A failed next hop waits for so many changes at most, some 20 ms. */
    private static final int BATCH = 1024;

    private final ForwardingPlane plane;
    private final Supplier<NextHopRanks> newest;
    private final Map<Prefix, List<WeightedNextHop>> desired = new HashMap<>();
    private final Map<NextHop, String> refusedNextHops = new LinkedHashMap<>();
    private final Map<Prefix, String> refused = new HashMap<>();
    private NextHopRanks ranks = NextHopRanks.NONE;
    private Phase phase = Phase.ADOPTION;
    private boolean read;
    private int adopted;
    private boolean swept;
    private boolean removed;
    private long driftRepairs;
    private @Nullable String lastError;

    /**
     * @param newest the ranks at the moment, which may belong to changes that wait
     */
    Reconciler(ForwardingPlane plane, Supplier<NextHopRanks> newest) {
        this.plane = plane;
        this.newest = newest;
    }

    /**
     * Whether the forwarding plane was read completely at least once. Until then nothing may be changed, since it is
     * unknown what a predecessor left there.
     */
    boolean isPlaneKnown() {
        return read;
    }

    /** How many routes of a predecessor the first audit found. */
    int adopted() {
        return adopted;
    }

    /** From now on {@link #audit} removes what is not desired. */
    void sweep() {
        if (phase == Phase.ADOPTION) {
            phase = Phase.OWNERSHIP;
        }
    }

    /**
     * Desires no route any more, so that the next {@link #audit} removes everything.
     *
     * @return false if that was so already
     */
    boolean forgetAll() {
        boolean first = phase != Phase.REMOVAL;
        phase = Phase.REMOVAL;
        desired.clear();
        refused.clear();
        return first;
    }

    /** Whether an audit since {@link #forgetAll} has found that nothing of ours is left. */
    boolean isAllRemoved() {
        return removed;
    }

    /**
     * Carries out changes. Next hops whose rank becomes worse are taken out of use first, at once for all networks, and
     * the others are given back last: a next hop whose rank is forgotten because the changes remove it must not carry
     * again until they are made. What has become worse meanwhile does not wait for the end of many changes.
     *
     * @param latest the ranks of next hops once these changes are made
     * @return false if something was refused that was not known to be, so that an audit is due
     * @throws IOException if it is unknown which changes were made, so that an audit is due
     */
    boolean change(List<FibChange> changes, NextHopRanks latest) throws IOException {
        List<List<FibChange>> batches = batches(changes, desired);
        for (FibChange change : changes) {
            refused.remove(change.network());
            if (change.nextHops().isEmpty()) {
                desired.remove(change.network());
            } else {
                desired.put(change.network(), change.nextHops());
            }
        }
        boolean known = rank(worse(ranks, latest));
        for (List<FibChange> batch : batches) {
            known &= rank(worse(ranks, newest.get()));
            known &= record(plane.apply(batch, phase));
        }
        return rank(worse(latest, newest.get())) && known;
    }

    /** New weights are one batch, so that they become one change of a set of next hops; others are small ones. */
    private static List<List<FibChange>> batches(List<FibChange> changes, Map<Prefix, List<WeightedNextHop>> present) {
        List<FibChange> weights = new ArrayList<>();
        List<FibChange> others = new ArrayList<>();
        for (FibChange change : changes) {
            List<WeightedNextHop> before = present.getOrDefault(change.network(), List.of());
            (WeightedNextHop.differInWeights(before, change.nextHops()) ? weights : others).add(change);
        }
        List<List<FibChange>> batches = new ArrayList<>();
        for (int from = 0; from < others.size(); from += BATCH) {
            batches.add(others.subList(from, Math.min(from + BATCH, others.size())));
        }
        if (!weights.isEmpty()) {
            batches.add(weights);
        }
        return batches;
    }

    private boolean rank(NextHopRanks latest) throws IOException {
        if (latest.equals(ranks)) {
            return true;
        }
        ranks = latest;
        return record(plane.rank(latest, phase));
    }

    /** The worse rank of both for each next hop. */
    private static NextHopRanks worse(NextHopRanks one, NextHopRanks other) {
        SortedMap<NextHop, NextHopRank> worse = new TreeMap<>(one.ranks());
        other.ranks()
                .forEach((nextHop, rank) -> worse.merge(nextHop, rank,
                        (first, second) -> first.compareTo(second) > 0 ? first : second));
        return new NextHopRanks(worse);
    }

    /**
     * Reads the forwarding plane and repairs what is not as desired. If it cannot be read completely, nothing is
     * changed.
     *
     * @param linkChanged whether differences are known to come from a link that changed, so that they are no drift
     * @param mayStop whether to stop reading when the rank of a next hop becomes worse, which must not wait
     * @return how many routes were repaired that another process had changed; empty if it was stopped
     * @throws IOException if the forwarding plane cannot be read, or it is unknown which repairs were made
     */
    OptionalInt audit(boolean linkChanged, boolean mayStop) throws IOException {
        if (!plane.installsRoutes()) {
            read = true;
            removed = phase == Phase.REMOVAL;
            return OptionalInt.of(0);
        }
        Optional<Map<Prefix, List<WeightedNextHop>>> actual = plane.dump(() -> mayStop && read && isWorse());
        if (actual.isEmpty()) {
            return OptionalInt.empty();
        }
        Map<Prefix, List<WeightedNextHop>> drifted = new HashMap<>();
        List<FibChange> repairs = repairs(actual.get(), drifted);
        boolean countsDrift = read && !linkChanged;
        adopted = read ? adopted : actual.get().size();
        read = true;
        refusedNextHops.clear();
        refused.clear();
        Outcome outcome = repair(batches(repairs, actual.get()));
        boolean nothingLeft = plane.removeLeftovers(phase);
        removed = phase == Phase.REMOVAL && nothingLeft && outcome.refused().isEmpty();
        swept = phase != Phase.ADOPTION;
        int repaired = countsDrift ? repaired(drifted, outcome) : 0;
        driftRepairs += repaired;
        return OptionalInt.of(repaired);
    }

    private Outcome repair(List<List<FibChange>> repairs) throws IOException {
        Map<Prefix, String> refusedRepairs = new LinkedHashMap<>();
        Map<NextHop, String> refusedHops = new LinkedHashMap<>();
        for (List<FibChange> batch : repairs) {
            rank(worse(ranks, newest.get()));
            Outcome outcome = plane.apply(batch, phase);
            record(outcome);
            refusedRepairs.putAll(outcome.refused());
            refusedHops.putAll(outcome.refusedNextHops());
        }
        return new Outcome(refusedRepairs, refusedHops);
    }

    /** Whether a next hop has become worse than the forwarding plane knows. */
    private boolean isWorse() {
        return !worse(ranks, newest.get()).equals(ranks);
    }

    boolean hasRefusals() {
        return !refused.isEmpty() || !refusedNextHops.isEmpty();
    }

    void failed(String error) {
        lastError = error;
    }

    DataplaneStatus status() {
        int networks = desired.size();
        Map<String, String> nextHops = new LinkedHashMap<>();
        refusedNextHops.forEach((nextHop, reason) -> nextHops.put(plane.describe(nextHop), reason));
        return new DataplaneStatus(networks, plane.installsRoutes() ? networks - refused.size() : 0, 0, refused,
                nextHops, driftRepairs, Optional.ofNullable(lastError), plane.findings());
    }

    /**
     * The changes that make the forwarding plane as desired.
     *
     * @param drifted is filled with those networks that another process must have changed, and their actual next hops
     */
    private List<FibChange> repairs(Map<Prefix, List<WeightedNextHop>> actual,
            Map<Prefix, List<WeightedNextHop>> drifted) {
        List<FibChange> repairs = new ArrayList<>();
        desired.forEach((network, nextHops) -> {
            List<WeightedNextHop> present = actual.get(network);
            if (!ranks.carrying(nextHops).equals(present)) {
                repairs.add(new FibChange(network, nextHops));
                List<WeightedNextHop> known = present == null ? List.of() : present;
                if (!refused.containsKey(network) && !carrying(nextHops).equals(known)) {
                    drifted.put(network, known);
                }
            }
        });
        if (phase == Phase.ADOPTION) {
            return repairs;
        }
        for (Prefix network : actual.keySet()) {
            if (!desired.containsKey(network)) {
                repairs.add(new FibChange(network, List.of()));
                if (swept && phase == Phase.OWNERSHIP) {
                    drifted.put(network, actual.getOrDefault(network, List.of()));
                }
            }
        }
        return repairs;
    }

    /** How many of the networks that drifted are as desired now, or as near to it as refused next hops allow. */
    private int repaired(Map<Prefix, List<WeightedNextHop>> drifted, Outcome outcome) {
        int repaired = 0;
        for (Map.Entry<Prefix, List<WeightedNextHop>> drift : drifted.entrySet()) {
            List<WeightedNextHop> nextHops = desired.get(drift.getKey());
            boolean isChanged = nextHops == null || !carrying(nextHops).equals(drift.getValue());
            repaired += isChanged && !outcome.refused().containsKey(drift.getKey()) ? 1 : 0;
        }
        return repaired;
    }

    /** Those of the next hops that carry, as none does that is refused. */
    private List<WeightedNextHop> carrying(List<WeightedNextHop> nextHops) {
        return ranks.carrying(refusedNextHops.isEmpty()
                ? nextHops
                : nextHops.stream().filter(weighted -> !refusedNextHops.containsKey(weighted.nextHop())).toList());
    }

    /** Remembers what was refused; returns whether all of it follows from refusals that are known. */
    private boolean record(Outcome outcome) {
        boolean known = true;
        for (Map.Entry<NextHop, String> nextHop : outcome.refusedNextHops().entrySet()) {
            known &= refusedNextHops.put(nextHop.getKey(), nextHop.getValue()) != null;
            failed(nextHop.getValue());
        }
        for (Map.Entry<Prefix, String> network : outcome.refused().entrySet()) {
            List<WeightedNextHop> nextHops = desired.get(network.getKey());
            if (nextHops != null) {
                refused.put(network.getKey(), network.getValue());
            }
            if (nextHops == null || !carrying(nextHops).isEmpty()) {
                known = false;
                failed(network.getValue());
            }
        }
        return known;
    }
}
