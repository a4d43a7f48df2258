package io.ddm.fsm.rib;

import io.ddm.fsm.delay.PathDelay;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
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

    /**
     * What one peer offers to one destination, and flaps. It is replaced and never changed, so that the state of the
     * router can refer to it.
     *
     * @param until when it is looked at again
     * @param changes since it is damped, or since it was looked at
     * @param fresh paths that are not announced yet, and since when they are there; the oldest first
     */
    private record Hold(Source source, Instant until, int changes, SequencedMap<RouterPath, Instant> fresh) {

        Instant due() {
            Instant settled = fresh.isEmpty() ? until : fresh.firstEntry().getValue().plus(SETTLED);
            return settled.isBefore(until) ? settled : until;
        }

        DampedState toState() {
            return new DampedState(new FlapCount(source.destination, source.peer, changes), until,
                    List.copyOf(fresh.keySet()), List.copyOf(fresh.values()));
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
    /** By destination, one for each peer. */
    private final OrderedMap<Destination, List<Hold>> holds = new OrderedMap<>(Destination.ORDER);
    private final TreeSet<Hold> byDue = new TreeSet<>(
            Comparator.comparing(Hold::due).thenComparing(Hold::source, Source.ORDER));
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
            if (isTooMuch(source, now)) {
                add(new Hold(source, now.plus(WINDOW), 0, note(new LinkedHashMap<>(), before, after, now)));
            }
            return;
        }
        remove(hold);
        add(new Hold(hold.source, hold.until, hold.changes + 1,
                note(new LinkedHashMap<>(hold.fresh), before, after, now)));
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
    private static SequencedMap<RouterPath, Instant> note(SequencedMap<RouterPath, Instant> fresh,
            List<RouterPath> before, List<RouterPath> after, Instant now) {
        int old = 0;
        for (RouterPath path : after) {
            int order = -1;
            while (old < before.size() && (order = RouterPath.ORDER.compare(before.get(old), path)) < 0) {
                fresh.remove(withoutDelay(before.get(old)));
                old++;
            }
            if (old < before.size() && order == 0) {
                old++;
            } else {
                fresh.remove(withoutDelay(path));
                fresh.put(withoutDelay(path), now);
            }
        }
        before.subList(old, before.size()).forEach(path -> fresh.remove(withoutDelay(path)));
        return fresh;
    }

    /** The routers tell a path from others. */
    private static RouterPath withoutDelay(RouterPath path) {
        return path.withDelay(PathDelay.UNKNOWN);
    }

    /** Whether anything that is offered to a destination is damped. */
    public boolean damps(Destination destination) {
        return holds.containsKey(destination);
    }

    /** Whether a path is not to be announced now to a peer that does not hold it. */
    public boolean holds(Destination destination, RoutePath candidate) {
        Hold hold = find(destination, candidate.nextHop());
        return hold != null && hold.fresh.containsKey(withoutDelay(candidate.path()));
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
            Hold first = byDue.first();
            remove(first);
            SequencedMap<RouterPath, Instant> fresh = new LinkedHashMap<>(first.fresh);
            boolean hasSettled = fresh.values().removeIf(since -> !now.isBefore(since.plus(SETTLED)));
            boolean isOver = !now.isBefore(first.until);
            boolean ends = isOver && first.changes <= MAX_CHANGES;
            if (hasSettled || (ends && !fresh.isEmpty())) {
                released.add(first.source.destination);
            }
            if (!ends) {
                add(new Hold(first.source, isOver ? now.plus(WINDOW) : first.until, isOver ? 0 : first.changes, fresh));
            }
        }
        return released;
    }

    /** When {@link #release} is to be called; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return byDue.isEmpty() ? Instant.MAX : byDue.first().due();
    }

    /** For operators. */
    public Report report() {
        return new Report(holds.size(), Optional.ofNullable(holds.keyAfter(null)));
    }

    private @Nullable Hold find(Destination destination, NextHop peer) {
        for (Hold hold : holds.getOrDefault(destination, List.of())) {
            if (hold.source.peer.equals(peer)) {
                return hold;
            }
        }
        return null;
    }

    private void add(Hold hold) {
        byDue.add(hold);
        List<Hold> here = new ArrayList<>(holds.getOrDefault(hold.source.destination, List.of()));
        here.add(hold);
        here.sort(Comparator.comparing(one -> one.source.peer));
        holds.put(hold.source.destination, List.copyOf(here));
    }

    private void remove(Hold hold) {
        byDue.remove(hold);
        List<Hold> others = new ArrayList<>(holds.getOrDefault(hold.source.destination, List.of()));
        others.removeIf(other -> other.source.peer.equals(hold.source.peer));
        if (others.isEmpty()) {
            holds.remove(hold.source.destination);
        } else {
            holds.put(hold.source.destination, List.copyOf(others));
        }
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        archive.rows("changes", FlapCount.class, counts(), count -> changes
                .put(new Source(count.destination(), count.peer()), Math.toIntExact(count.changes())));
        archive.rows("holds", DampedState.class, damped(), this::restore);
        windowEnds = archive.instant("windowEnds", windowEnds);
    }

    private Iterable<FlapCount> counts() {
        return Flat.of(changes.snapshot()::entries, entry -> List
                .of(new FlapCount(entry.getKey().destination, entry.getKey().peer, entry.getValue())));
    }

    private Iterable<DampedState> damped() {
        return Flat.of(holds.snapshot()::entries, entry -> entry.getValue().stream().map(Hold::toState).toList());
    }

    private void restore(DampedState damped) {
        SequencedMap<RouterPath, Instant> fresh = new LinkedHashMap<>();
        for (int i = 0; i < damped.paths().size(); i++) {
            fresh.put(damped.paths().get(i), damped.since().get(i));
        }
        add(new Hold(new Source(damped.source().destination(), damped.source().peer()), damped.until(),
                Math.toIntExact(damped.source().changes()), fresh));
    }
}
