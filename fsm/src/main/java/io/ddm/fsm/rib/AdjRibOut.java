package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.OrderedMap;
import io.ddm.fsm.table.Union;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one peer holds from us, as far as we can tell, and what it has yet to be told.
 *
 * <p>An entry is <em>sure</em> once a push of it was acknowledged; it is <em>possible</em> when a push of it failed or
 * is under way, or when it stood in the answer to a pull. What is wanted and not sure is announced; what is not wanted
 * and sure or possible is withdrawn. So a lost answer never leaves the peer with an entry that we do not know of.
 * Changes coalesce per destination while a push is under way; there is one at a time.
 *
 * <p>Entries are told apart as on this peer's wire. Where tunnel origins travel without a path, one of them is a single
 * entry, however many paths lead to it: it stands here with the path of ourselves alone, which is also what a peer that
 * reads paths takes it for. So when it turns out that the peer does, what it was told before it said so is withdrawn in
 * the form in which it knows it.
 *
 * <p>Everything that concerns all destinations is a walk over them, which goes on whenever there is time.
 */
public final class AdjRibOut {

    /**
     * An entry that the peer may hold.
     *
     * @param sure the generation in which it was acknowledged; 0 for possible
     * @param pushed the number of the push that announces it, less than 0 for the one that withdraws it, 0 for none
     */
    private record Held(List<RouterId> path, long sure, long pushed) {}

    private final List<RouterId> ourselves;
    private final Supplier<Iterable<Destination>> all;
    private final OrderedMap<Destination, List<Held>> held = new OrderedMap<>(Destination.ORDER);
    private final OrderedMap<Destination, Boolean> dirty = new OrderedMap<>(Destination.ORDER);
    private @Nullable Destination lastDirty;
    private Iterator<Destination> sweep = Collections.emptyIterator();
    private boolean isSweepsTurn;
    private long generation = 1;
    private long number = 1;
    private List<PathVector> announce = new ArrayList<>();
    private List<PathVector> withdraw = new ArrayList<>();
    /** What has changed back since it was put into the push: one push never announces and withdraws the same. */
    private final List<Destination> later = new ArrayList<>();
    private @Nullable Update inFlight;
    private boolean inFlightDoubted;
    private boolean tunnelPaths;
    private boolean formKnown;
    private int tunnels;
    private @Nullable SureDigest digest;

    /**
     * @param self our id
     * @param all the destinations of which the peer may have to be told, sorted, as of when it is called
     */
    public AdjRibOut(RouterId self, Supplier<Iterable<Destination>> all) {
        this.ourselves = List.of(self);
        this.all = all;
    }

    /** A session begins: the peer may have forgotten everything, and what it can do is not known. */
    public void begin() {
        failed();
        abandon();
        formKnown = false;
        tunnelPaths = false;
        digest = null;
        invalidate();
    }

    /** The peer has said whether it reads paths of tunnel origins. */
    public void learn(boolean readsTunnelPaths) {
        if (formKnown && tunnelPaths == readsTunnelPaths) {
            return;
        }
        abandon();
        formKnown = true;
        tunnelPaths = readsTunnelPaths;
        if (tunnels > 0) {
            sweepAll();
        }
    }

    /** This destination may have to be told anew. */
    public void touch(Destination destination) {
        dirty.put(destination, true);
    }

    /** Whether the peer may already hold this path, in the form in which it stands on its wire. */
    public boolean mayHold(Destination destination, List<RouterId> path) {
        List<Held> have = held.getOrDefault(destination, List.of());
        return isSingle(destination) ? !have.isEmpty() : find(have, path) >= 0;
    }

    /** Whether there may be anything to tell. */
    public boolean isDirty() {
        return hasNext() || !announce.isEmpty() || !withdraw.isEmpty();
    }

    /** Whether a push is under way. */
    public boolean isPushing() {
        return inFlight != null;
    }

    /**
     * Goes on to put together the next push: the difference between what the peer shall know and what it knows. None
     * may be under way.
     *
     * @param wanted the paths that the peer shall know per destination
     * @param most how many paths to take at the most, about; the rest stays for the next push
     * @return the push, which is now under way; empty if it is not complete yet, or if there is nothing to tell
     */
    public Optional<Update> build(Function<Destination, List<List<RouterId>>> wanted, int most, Budget budget) {
        while (announce.size() + withdraw.size() < most && budget.isLeft() && hasNext()) {
            budget.spend(1);
            Destination destination = next();
            tell(destination, wanted.apply(destination));
        }
        boolean isComplete = announce.size() + withdraw.size() >= most || !hasNext();
        if (!isComplete || !isDirty()) {
            return Optional.empty();
        }
        Update update = new Update(announce, withdraw);
        announce = new ArrayList<>();
        withdraw = new ArrayList<>();
        inFlight = update.isEmpty() ? null : update;
        later.forEach(this::touch);
        later.clear();
        return Optional.of(update).filter(told -> !told.isEmpty());
    }

    /** The push was acknowledged in full. */
    public void acknowledged() {
        Update told = inFlight;
        if (told == null || inFlightDoubted) {
            failed();
            return;
        }
        inFlight = null;
        told.announce().forEach(entry -> settle(entry, number));
        told.withdraw().forEach(entry -> settle(entry, -number));
        number++;
    }

    /** The push failed: the peer may hold any part of it, and will be told again. */
    public void failed() {
        if (inFlight != null) {
            inFlight.announce().forEach(told -> touch(told.destination()));
            inFlight.withdraw().forEach(told -> touch(told.destination()));
            inFlight = null;
            number++;
        }
        inFlightDoubted = false;
    }

    /**
     * The peer pulls and will be {@linkplain #give given} each destination in turn. Whether that arrives is not known.
     * If it does, the peer has lost what is not in the table, also what was sure or is being announced, and holds what
     * is, also what is being withdrawn.
     *
     * @param key of the digest that the peer keeps, if it does
     * @return the destinations to give, in this order
     */
    public Iterator<Destination> beginGiving(Optional<TableDigest.Bits> key) {
        abandon();
        digest = key.map(SureDigest::new).orElse(null);
        return everything();
    }

    /**
     * The peer is given one destination.
     *
     * @param wanted the paths that it shall know
     * @return the paths as they go into the table
     */
    public List<List<RouterId>> give(Destination destination, List<List<RouterId>> wanted) {
        List<List<RouterId>> given = onTheWire(destination, wanted);
        List<Held> now = new ArrayList<>();
        for (Held entry : have(destination)) {
            if (!given.contains(entry.path)) {
                unsure(destination, entry);
                now.add(new Held(entry.path, 0, 0));
            } else {
                now.add(entry.pushed < 0 ? new Held(entry.path, entry.sure, 0) : entry);
            }
        }
        for (List<RouterId> path : given) {
            if (find(now, path) < 0) {
                now.add(new Held(path, 0, 0));
            }
        }
        keep(destination, now);
        if (digest != null) {
            digest.cover(destination);
            for (Held entry : now) {
                if (entry.sure == generation) {
                    digest.add(destination, entry.path);
                }
            }
        }
        return given;
    }

    /** The peer was given all there is. */
    public void endGiving() {
        if (digest != null) {
            digest.coverAll();
        }
    }

    /** The peer was told that there is nothing at all. */
    public void gaveNothing() {
        abandon();
        forget();
    }

    /** What the peer is known to hold, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest() {
        return Optional.ofNullable(digest).map(SureDigest::now);
    }

    /** Whether the peer holds exactly what it shall, if this is what it holds. */
    public boolean matches(TableDigest theirs) {
        return digest != null && !isDirty() && !isPushing() && digest.matches(theirs);
    }

    /**
     * The peer may have forgotten everything, as after a restart: nothing is sure any more, also not what is under way.
     */
    public void invalidate() {
        forget();
        sweepAll();
    }

    /** Nothing is wanted any more: what the peer may hold, and nothing else, is to be looked at. */
    public void withdrawAll() {
        dirty.clear();
        sweep = held.snapshot().iterator();
    }

    /** All destinations of which the peer holds something, or may. */
    Iterable<Destination> told() {
        return held.snapshot();
    }

    private void forget() {
        generation++;
        inFlightDoubted = inFlight != null;
        if (digest != null) {
            digest.clear();
        }
    }

    private void sweepAll() {
        sweep = everything();
    }

    private Iterator<Destination> everything() {
        return new Union<>(Destination.ORDER, List.of(all.get(), held.snapshot())).iterator();
    }

    private boolean hasNext() {
        return !dirty.isEmpty() || sweep.hasNext();
    }

    /** News and the walk over everything take turns, and news go round: none keeps the others from being told. */
    private Destination next() {
        isSweepsTurn = !isSweepsTurn;
        if (sweep.hasNext() && (isSweepsTurn || dirty.isEmpty())) {
            Destination next = sweep.next();
            dirty.remove(next);
            return next;
        }
        Destination next = dirty.keyAfter(lastDirty);
        if (next == null) {
            next = dirty.keyAfter(null);
        }
        if (next == null) {
            throw new IllegalStateException("nothing is dirty");
        }
        lastDirty = next;
        dirty.remove(next);
        return next;
    }

    private void tell(Destination destination, List<List<RouterId>> wanted) {
        List<List<RouterId>> want = onTheWire(destination, wanted);
        List<Held> now = new ArrayList<>(have(destination));
        for (List<RouterId> path : want) {
            int at = find(now, path);
            if (at < 0) {
                now.add(new Held(path, 0, number));
            } else if (now.get(at).pushed == -number) {
                later.add(destination);
                continue;
            } else if (now.get(at).sure != generation && now.get(at).pushed != number) {
                now.set(at, new Held(path, 0, number));
            } else {
                continue;
            }
            announce.add(new PathVector(destination, path));
        }
        boolean single = isSingle(destination);
        if (single && want.isEmpty() && !now.isEmpty() && find(now, ourselves) < 0) {
            now.add(new Held(ourselves, 0, 0));
        }
        for (int i = 0; i < now.size(); i++) {
            Held entry = now.get(i);
            // What was told with a path is the same entry without one, as long as we do not know that it is another.
            if (want.contains(entry.path) || entry.pushed == -number || (single && !entry.path.equals(ourselves))) {
                continue;
            }
            if (entry.pushed == number) {
                later.add(destination);
            } else {
                unsure(destination, entry);
                now.set(i, new Held(entry.path, 0, -number));
                withdraw.add(new PathVector(destination, entry.path));
            }
        }
        keep(destination, now);
    }

    /** Whether on this peer's wire, as far as we know, the destination is one entry without a path. */
    private boolean isSingle(Destination destination) {
        return destination instanceof TunnelOrigin && !tunnelPaths;
    }

    private List<List<RouterId>> onTheWire(Destination destination, List<List<RouterId>> paths) {
        return isSingle(destination) && !paths.isEmpty() ? List.of(ourselves) : paths;
    }

    /**
     * What the peer may hold of a destination; of one that is told without paths a single entry, if that is certain.
     */
    private List<Held> have(Destination destination) {
        List<Held> have = held.getOrDefault(destination, List.of());
        if (have.isEmpty() || !isSingle(destination) || !formKnown
                || (have.size() == 1 && have.getFirst().path.equals(ourselves))) {
            return have;
        }
        have.forEach(entry -> unsure(destination, entry));
        List<Held> single = List.of(new Held(ourselves, 0, 0));
        keep(destination, single);
        return single;
    }

    private void keep(Destination destination, List<Held> entries) {
        int change = 0;
        if (entries.isEmpty()) {
            change = held.remove(destination) == null ? 0 : -1;
        } else if (held.put(destination, List.copyOf(entries)) == null) {
            change = 1;
        }
        if (destination instanceof TunnelOrigin) {
            tunnels += change;
        }
    }

    /** A push has told this; if it is no longer so that it alone did, the peer has to be told again. */
    private void settle(PathVector told, long push) {
        Destination destination = told.destination();
        List<Held> now = new ArrayList<>(held.getOrDefault(destination, List.of()));
        int at = find(now, told.path());
        if (at < 0 || now.get(at).pushed != push) {
            touch(destination);
            return;
        }
        if (push > 0) {
            now.set(at, new Held(told.path(), generation, 0));
            if (digest != null) {
                digest.add(destination, told.path());
            }
        } else {
            now.remove(at);
        }
        keep(destination, now);
    }

    private void unsure(Destination destination, Held entry) {
        if (entry.sure == generation && digest != null) {
            digest.remove(destination, entry.path);
        }
    }

    /** What was put together is not sent. */
    private void abandon() {
        if (!announce.isEmpty() || !withdraw.isEmpty()) {
            announce.forEach(told -> touch(told.destination()));
            withdraw.forEach(told -> touch(told.destination()));
            announce = new ArrayList<>();
            withdraw = new ArrayList<>();
            later.forEach(this::touch);
            later.clear();
            number++;
        }
    }

    private static int find(List<Held> entries, List<RouterId> path) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).path.equals(path)) {
                return i;
            }
        }
        return -1;
    }
}
