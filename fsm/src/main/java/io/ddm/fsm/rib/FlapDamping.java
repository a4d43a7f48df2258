package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.replay.DampedState;
import io.ddm.fsm.replay.FlapCount;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.Flat;
import io.ddm.fsm.table.OrderedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what flaps from being announced to other peers each time. What one peer offers to one destination is damped
 * when it has changed more than {@value #MAX_CHANGES} times within 10 s, until it changes no more than that within 10
 * s. While it is damped, a path of it that comes is announced once it has been there for 1 s.
 *
 * <p>Paths that stay are not damped: neither those of other peers nor others of the same peer. So no peer loses its
 * path because a second, shorter one flaps. Withdrawals are never held back, so no peer forwards
 * into a path that is gone, and our own forwarding follows every change.
 *
 * <p>A healthy network does not get there: each lost session is two changes, and new sessions are limited to one per
 * second and link.
 */
public final class FlapDamping {

    /** Changes of what a peer offers to one destination within a window that are passed on undamped. */
    public static final int MAX_CHANGES = 40;

    private static final Duration WINDOW = Duration.ofSeconds(10);

    /**
     * A path that lasts as long is news. Even one that comes and goes each time it does stays below the changes
     * allowed.
     */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** Offers counted or damped at a time, at about 200 bytes each. Changes of any beyond are passed on. */
    static final int MAX_TRACKED = 65_536;

    private record Source(Destination destination, NextHop peer) {
        static final Comparator<Source> ORDER = Comparator.comparing(Source::destination, Destination.ORDER)
                .thenComparing(Source::peer);
    }

    /** What one peer offers to one destination, and flaps. */
    private static final class Hold {
        private final Source source;
        private Instant until;
        private int changes;
        /** Paths that are not announced yet, and since when they are there; the oldest first. */
        private final LinkedHashMap<RouterPath, Instant> fresh = new LinkedHashMap<>();
        private Instant due;

        Hold(Source source, Instant now) {
            this.source = source;
            this.until = now.plus(WINDOW);
            this.due = until;
        }

        Instant next() {
            Iterator<Instant> since = fresh.values().iterator();
            Instant settled = since.hasNext() ? since.next().plus(SETTLED) : until;
            return settled.isBefore(until) ? settled : until;
        }
    }

    /**
     * What is damped at one moment.
     *
     * @param count destinations
     * @param example the first of them
     */
    public record Report(int count, Optional<Destination> example) {}

    private final OrderedMap<Source, Integer> changes = new OrderedMap<>(Source.ORDER);
    private final TreeMap<Destination, TreeMap<NextHop, Hold>> holds = new TreeMap<>(Destination.ORDER);
    private final TreeSet<Hold> byDue = new TreeSet<>(
            Comparator.<Hold, Instant>comparing(hold -> hold.due).thenComparing(hold -> hold.source, Source.ORDER));
    private Instant windowEnds = Instant.MIN;

    /**
     * The paths that a peer offers to a destination have changed.
     *
     * @param before what they were, in the order of {@link RouterPath#ORDER}
     * @param after what they are, in the same order
     */
    public void changed(Destination destination, NextHop peer, List<RouterPath> before, List<RouterPath> after,
            Instant now) {
        Hold hold = find(destination, peer);
        if (hold == null) {
            Source source = new Source(destination, peer);
            if (!isTooMuch(source, now)) {
                return;
            }
            hold = new Hold(source, now);
            holds.computeIfAbsent(destination, key -> new TreeMap<>()).put(peer, hold);
        } else {
            byDue.remove(hold);
            hold.changes++;
        }
        note(hold.fresh, before, after, now);
        hold.due = hold.next();
        byDue.add(hold);
    }

    private boolean isTooMuch(Source source, Instant now) {
        if (!now.isBefore(windowEnds)) {
            changes.clear();
            windowEnds = now.plus(WINDOW);
        }
        int count = changes.getOrDefault(source, 0) + 1;
        if (count > MAX_CHANGES && byDue.size() < MAX_TRACKED) {
            changes.remove(source);
            return true;
        }
        if (count > 1 || changes.size() < MAX_TRACKED) {
            changes.put(source, count);
        }
        return false;
    }

    /** Walks through both lists, which are in one order. */
    private static void note(Map<RouterPath, Instant> fresh, List<RouterPath> before,
            List<RouterPath> after, Instant now) {
        int old = 0;
        for (RouterPath path : after) {
            int order = -1;
            while (old < before.size() && (order = RouterPath.ORDER.compare(before.get(old), path)) < 0) {
                fresh.remove(before.get(old));
                old++;
            }
            if (old < before.size() && order == 0) {
                old++;
            } else {
                fresh.remove(path);
                fresh.put(path, now);
            }
        }
        before.subList(old, before.size()).forEach(fresh::remove);
    }

    /** Whether anything that is offered to a destination is damped. */
    public boolean damps(Destination destination) {
        return holds.containsKey(destination);
    }

    /** Whether a path is not to be announced now to a peer that does not hold it. */
    public boolean holds(Destination destination, RoutePath candidate) {
        Hold hold = find(destination, candidate.nextHop());
        return hold != null && hold.fresh.containsKey(candidate.path());
    }

    /**
     * Releases what has lasted or stopped flapping, as far as the budget goes; the rest follows in later calls.
     *
     * @return the destinations of which there may be more to announce
     */
    public List<Destination> release(Instant now, Budget budget) {
        List<Destination> released = new ArrayList<>();
        while (budget.isLeft() && !now.isBefore(deadline())) {
            budget.spend(1);
            Hold first = byDue.removeFirst();
            Iterator<Instant> since = first.fresh.values().iterator();
            boolean hasSettled = false;
            while (since.hasNext() && !now.isBefore(since.next().plus(SETTLED))) {
                since.remove();
                hasSettled = true;
            }
            boolean ends = !now.isBefore(first.until) && first.changes <= MAX_CHANGES;
            if (hasSettled || (ends && !first.fresh.isEmpty())) {
                released.add(first.source.destination);
            }
            if (ends) {
                end(first.source);
                continue;
            }
            if (!now.isBefore(first.until)) {
                first.until = now.plus(WINDOW);
                first.changes = 0;
            }
            first.due = first.next();
            byDue.add(first);
        }
        return released;
    }

    /** When {@link #release} is to be called; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return byDue.isEmpty() ? Instant.MAX : byDue.first().due;
    }

    /** For operators. */
    public Report report() {
        return new Report(holds.size(), holds.isEmpty() ? Optional.empty() : Optional.of(holds.firstKey()));
    }

    private @Nullable Hold find(Destination destination, NextHop peer) {
        TreeMap<NextHop, Hold> here = holds.get(destination);
        return here == null ? null : here.get(peer);
    }

    private void end(Source source) {
        TreeMap<NextHop, Hold> here = holds.get(source.destination);
        if (here != null && here.remove(source.peer) != null && here.isEmpty()) {
            holds.remove(source.destination);
        }
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("changes", FlapCount.class, counts(), count -> changes
                .put(new Source(count.destination(), count.peer()), Math.toIntExact(count.changes())));
        archive.rows("holds", DampedState.class, archive.isRestoring() ? List.of() : damped(), this::restore);
        windowEnds = archive.instant("windowEnds", windowEnds);
    }

    private Iterable<FlapCount> counts() {
        return Flat.of(changes.snapshot()::entries, entry -> List
                .of(new FlapCount(entry.getKey().destination, entry.getKey().peer, entry.getValue())));
    }

    private List<DampedState> damped() {
        List<DampedState> damped = new ArrayList<>(byDue.size());
        for (Hold hold : byDue) {
            damped.add(new DampedState(new FlapCount(hold.source.destination, hold.source.peer, hold.changes),
                    hold.until, List.copyOf(hold.fresh.keySet()), List.copyOf(hold.fresh.values())));
        }
        return damped;
    }

    private void restore(DampedState damped) {
        Source source = new Source(damped.source().destination(), damped.source().peer());
        Hold hold = new Hold(source, damped.until());
        hold.until = damped.until();
        hold.changes = Math.toIntExact(damped.source().changes());
        for (int i = 0; i < damped.paths().size(); i++) {
            hold.fresh.put(damped.paths().get(i), damped.since().get(i));
        }
        hold.due = hold.next();
        holds.computeIfAbsent(source.destination, key -> new TreeMap<>()).put(source.peer, hold);
        byDue.add(hold);
    }
}
