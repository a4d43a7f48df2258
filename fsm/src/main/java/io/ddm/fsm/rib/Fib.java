package io.ddm.fsm.rib;

import io.ddm.fsm.delay.DelayWeights;
import io.ddm.fsm.delay.MultipathMode;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.Slack;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.Flat;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The desired forwarding: a function of the {@link Rib}, kept up to date by recomputing what was touched. With
 * {@link Slack} it also depends on what was used before.
 *
 * <p>The rule: the next hops of a network are the peers that offer one of the shortest paths to it, at most
 * {@value #MAX_NEXT_HOPS} of them, lowest first, with weights by the delay of those paths or all the same; a
 * network that we originate has none. Faster paths that are one hop longer come along, as far as {@link Slack} and
 * {@link Rib#oneHopLonger} permit. Paths through peers that are out of use make a network's next hops only if there
 * is no other, so that the last one stays.
 * Destinations that differ in host bits only are one network.
 */
public final class Fib {

    /** The largest number of next hops of a network. */
    public static final int MAX_NEXT_HOPS = 8;

    private final Rib rib;
    private final MultipathMode mode;
    private final Slack slack;
    private final OrderedMap<Prefix, List<WeightedNextHop>> desired = new OrderedMap<>(Prefix::compareTo);
    private List<WeightedNextHop> recent = List.of();

    /**
     * @param mode how the traffic is split among several next hops
     * @param slack which paths one hop longer are used
     */
    public Fib(Rib rib, MultipathMode mode, Slack slack) {
        this.rib = rib;
        this.mode = mode;
        this.slack = slack;
    }

    /** Whether paths longer than the shortest matter, and what was used before. */
    public boolean hasSlack() {
        return slack.isAny();
    }

    /**
     * What became different, sorted.
     *
     * @param urgent what followed from paths that came or went, or from ranks
     * @param byDelay what followed from delays alone: other weights, or other paths that are longer
     */
    public record Refreshed(List<FibChange> urgent, List<ByDelay> byDelay) {}

    /**
     * A change that followed from delays alone.
     *
     * @param programmed what is programmed until the change is
     */
    public record ByDelay(FibChange change, List<WeightedNextHop> programmed) {}

    /** Recomputes the networks of the touched destinations; all that was to be programmed is. */
    public Refreshed refresh(Iterable<? extends Destination> touched) {
        return refresh(touched, network -> Optional.empty());
    }

    /**
     * Recomputes the networks of the touched destinations.
     *
     * @param programmed what is programmed of a network, where that is not yet what was found last
     */
    public Refreshed refresh(Iterable<? extends Destination> touched,
            Function<Prefix, Optional<List<WeightedNextHop>>> programmed) {
        SortedSet<Prefix> networks = new TreeSet<>();
        for (Destination destination : touched) {
            Prefix routed = destination.routedPrefix();
            if (routed != null) {
                networks.add(routed.network());
            }
        }
        Refreshed refreshed = new Refreshed(new ArrayList<>(), new ArrayList<>());
        for (Prefix network : networks) {
            List<WeightedNextHop> now = shared(compute(network));
            List<WeightedNextHop> known = now.isEmpty() ? desired.remove(network) : desired.put(network, now);
            List<WeightedNextHop> before = programmed.apply(network).orElse(known == null ? List.of() : known);
            if (now.equals(before)) {
                continue;
            }
            FibChange change = new FibChange(network, now);
            if (isByDelay(network, before, now)) {
                refreshed.byDelay.add(new ByDelay(change, before));
            } else {
                refreshed.urgent.add(change);
            }
        }
        return refreshed;
    }

    /** Whether what was used before could still be used, and all that has to be used was. */
    private boolean isByDelay(Prefix network, List<WeightedNextHop> before, List<WeightedNextHop> now) {
        if (!slack.isAny() || before.isEmpty() || now.isEmpty()) {
            return WeightedNextHop.differInWeights(before, now);
        }
        List<NextHop> used = before.stream().map(WeightedNextHop::nextHop).toList();
        List<NextHop> shortest = rib.nextHops(network, MAX_NEXT_HOPS);
        List<NextHop> longer = rib.oneHopLonger(network);
        return used.containsAll(shortest)
                && used.stream().allMatch(peer -> shortest.contains(peer) || longer.contains(peer));
    }

    /** The next hops of a network with their weights, sorted; empty for none. */
    public List<WeightedNextHop> compute(Prefix network) {
        List<NextHop> nextHops = nextHops(network);
        int[] weights = weights(network, nextHops);
        List<WeightedNextHop> weighted = new ArrayList<>(nextHops.size());
        for (int i = 0; i < weights.length; i++) {
            weighted.add(new WeightedNextHop(nextHops.get(i), weights[i]));
        }
        return List.copyOf(weighted);
    }

    private List<NextHop> nextHops(Prefix network) {
        List<NextHop> shortest = rib.nextHops(network, MAX_NEXT_HOPS);
        if (!slack.isAny() || shortest.isEmpty()) {
            return shortest;
        }
        PathDelay fastest = fastestOf(network, shortest);
        List<WeightedNextHop> used = desired.getOrDefault(network, List.of());
        Stream<NextHop> longer = rib.oneHopLonger(network)
                .stream()
                .filter(peer -> slack.admits(rib.delay(network, peer), fastest,
                        used.stream().anyMatch(now -> now.nextHop().equals(peer))))
                .limit(MAX_NEXT_HOPS - shortest.size());
        return Stream.concat(shortest.stream(), longer).sorted().toList();
    }

    /** Of those that carry; unknown if any is, since that one may be the fastest. */
    private PathDelay fastestOf(Prefix network, List<NextHop> shortest) {
        NextHopRanks ranks = rib.quality().ranks();
        NextHopRank carries = Collections.min(shortest.stream().map(ranks::of).toList());
        PathDelay fastest = PathDelay.UNKNOWN;
        for (NextHop peer : shortest) {
            if (ranks.of(peer) == carries) {
                PathDelay delay = rib.delay(network, peer);
                if (!delay.isKnown()) {
                    return PathDelay.UNKNOWN;
                }
                fastest = fastest.orLess(delay);
            }
        }
        return fastest;
    }

    private int[] weights(Prefix network, List<NextHop> nextHops) {
        int[] weights = new int[nextHops.size()];
        Arrays.fill(weights, 1);
        if (mode == MultipathMode.DELAY && weights.length > 1) {
            weigh(network, nextHops, false, weights);
            weigh(network, nextHops, true, weights);
        }
        return weights;
    }

    /**
     * Standbys never carry together with others. What is out of use counts if its delay is known, so that a failure
     * changes no weight.
     */
    private void weigh(Prefix network, List<NextHop> nextHops, boolean standbys, int[] weights) {
        NextHopQuality quality = rib.quality();
        int[] places = IntStream.range(0, weights.length)
                .filter(i -> quality.standbys().contains(nextHops.get(i)) == standbys)
                .filter(i -> quality.ranks().of(nextHops.get(i)).isInUse()
                        || rib.delay(network, nextHops.get(i)).isKnown())
                .toArray();
        int[] compared = DelayWeights
                .of(Arrays.stream(places).mapToObj(i -> rib.delay(network, nextHops.get(i))).toList());
        for (int i = 0; i < places.length; i++) {
            weights[places[i]] = compared[i];
        }
    }

    /** Networks that are computed one after the other mostly have the same next hops: one list then serves them all. */
    private List<WeightedNextHop> shared(List<WeightedNextHop> nextHops) {
        if (!nextHops.equals(recent)) {
            recent = nextHops;
        }
        return recent;
    }

    /**
     * Hands its state through where it does not follow from the tables alone, since it has not followed a change of
     * ranks everywhere yet.
     */
    public void archive(Archive archive) {
        archive.rows("desired", FibChange.class,
                Flat.of(desired.snapshot()::entries, entry -> List.of(new FibChange(entry.getKey(), entry.getValue()))),
                row -> desired.put(row.network(), row.nextHops()));
    }

    /** The same as it is now, for readers on any thread; the same object until it changes. */
    public Snapshot<Prefix, List<WeightedNextHop>> snapshot() {
        return desired.snapshot();
    }

    /** The next hops of each network that has any. */
    public Map<Prefix, List<WeightedNextHop>> desired() {
        return Collections.unmodifiableMap(desired);
    }
}
