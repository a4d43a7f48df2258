package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.table.Walk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The destinations that may be reached in another way since the rank or the delay of a next hop has changed, to be
 * visited one after the other. Ranks come first. A walk for delays is never begun again before it and the others have
 * come to their end, so that a delay that keeps changing holds up nothing.
 */
final class QualityWalks {

    private final SequencedMap<NextHop, Walk<Destination>> ranks = new LinkedHashMap<>();
    private final SequencedMap<NextHop, Walk<Destination>> delays = new LinkedHashMap<>();
    /** What is to be walked over once the walk of the same next hop in {@link #delays} has ended. */
    private final SequencedMap<NextHop, Walk<Destination>> next = new LinkedHashMap<>();

    /** The rank of a next hop has changed, and perhaps its delay. */
    void ranked(NextHop peer, Iterable<Destination> destinations) {
        delays.remove(peer);
        next.remove(peer);
        ranks.put(peer, new Walk<>(Destination.ORDER, destinations));
    }

    /** The delay of a next hop has changed. */
    void delayed(NextHop peer, Iterable<Destination> destinations) {
        (delays.containsKey(peer) ? next : delays).put(peer, new Walk<>(Destination.ORDER, destinations));
    }

    boolean isEmpty() {
        return ranks.isEmpty() && delays.isEmpty();
    }

    /** Whether {@link #poll} is about a rank, and not about a delay alone. */
    boolean isRankNext() {
        return !ranks.isEmpty();
    }

    /** The next destination; empty for none after all. */
    Optional<Destination> poll() {
        boolean isRanked = isRankNext();
        SequencedMap<NextHop, Walk<Destination>> walks = isRanked ? ranks : delays;
        Map.Entry<NextHop, Walk<Destination>> first = walks.firstEntry();
        if (first == null) {
            return Optional.empty();
        }
        NextHop peer = first.getKey();
        Walk<Destination> walk = first.getValue();
        Optional<Destination> polled = walk.hasNext() ? Optional.of(walk.next()) : Optional.empty();
        if (!walk.hasNext()) {
            walks.remove(peer);
            Walk<Destination> again = isRanked ? null : next.remove(peer);
            if (again != null) {
                delays.put(peer, again);
            }
        }
        return polled;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive(archive, "ranks", ranks);
        archive(archive, "delays", delays);
        archive(archive, "next", next);
    }

    private static void archive(Archive archive, String name, SequencedMap<NextHop, Walk<Destination>> walks) {
        archive.parts(name, walks.entrySet(), QualityWalks::archive, one -> walks.put(one.getKey(), one.getValue()));
    }

    private static Map.Entry<NextHop, Walk<Destination>> archive(Archive archive,
            Optional<Map.Entry<NextHop, Walk<Destination>>> now) {
        NextHop peer = archive.optional("peer", NextHop.class, now.map(Map.Entry::getKey)).orElseThrow();
        Walk<Destination> rest = now.map(Map.Entry::getValue).orElseGet(() -> Walk.over(Destination.ORDER));
        return Map.entry(peer, rest.archive("rest", archive, Destination.class));
    }
}
