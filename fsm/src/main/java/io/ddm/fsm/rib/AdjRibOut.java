package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one peer holds from us, as far as we can tell, and what it has yet to be told.
 *
 * <p>A path is <em>sure</em> once a push of it was acknowledged; it is <em>possible</em> when a push of it failed or is
 * under way, or when it stood in the answer to a pull. What is wanted and not sure is announced; what is not wanted and
 * sure or possible is withdrawn. So a lost answer never leaves the peer with a path that we do not know of. Changes
 * coalesce per destination while a push is under way; there is one at a time.
 */
public final class AdjRibOut {

    private final Map<Destination, Map<List<RouterId>, Boolean>> sureness = new LinkedHashMap<>();
    private final Set<Destination> dirty = new LinkedHashSet<>();
    private @Nullable Update inFlight;
    private boolean inFlightDoubted;

    /** These destinations may have to be told anew. */
    public void touch(Collection<Destination> destinations) {
        dirty.addAll(destinations);
    }

    /** Whether the peer holds this path, or may. */
    public boolean mayHold(Destination destination, List<RouterId> path) {
        return sureness.getOrDefault(destination, Map.of()).containsKey(path);
    }

    /** Whether there may be anything to tell. */
    public boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** Whether a push is under way. */
    public boolean isPushing() {
        return inFlight != null;
    }

    /**
     * Begins a push: the difference between what the peer shall know and what it knows.
     *
     * @param wanted the paths that the peer shall know per destination
     * @param most how many paths to take at the most, about; the rest stays for the next push
     * @return the difference; if it is empty nothing was begun
     */
    public Update begin(Function<Destination, List<List<RouterId>>> wanted, int most) {
        List<PathVector> announce = new ArrayList<>();
        List<PathVector> withdraw = new ArrayList<>();
        for (Iterator<Destination> i = dirty.iterator(); i.hasNext() && announce.size() + withdraw.size() < most;) {
            Destination destination = i.next();
            i.remove();
            List<List<RouterId>> want = wanted.apply(destination);
            Map<List<RouterId>, Boolean> have = sureness.getOrDefault(destination, Map.of());
            for (List<RouterId> path : want) {
                if (!have.getOrDefault(path, false)) {
                    announce.add(new PathVector(destination, path));
                }
            }
            for (List<RouterId> path : have.keySet()) {
                if (!want.contains(path)) {
                    withdraw.add(new PathVector(destination, path));
                }
            }
        }
        announce.forEach(this::possible);
        withdraw.forEach(this::possible);
        Update update = new Update(announce, withdraw);
        inFlight = update.isEmpty() ? null : update;
        return update;
    }

    /** The push was acknowledged in full. */
    public void acknowledged() {
        if (inFlightDoubted) {
            failed();
        } else if (inFlight != null) {
            inFlight.announce().forEach(this::sure);
            inFlight.withdraw().forEach(this::forget);
            inFlight = null;
        }
    }

    /** The push failed: the peer may hold any part of it, and will be told again. */
    public void failed() {
        if (inFlight != null) {
            inFlight.announce().forEach(told -> dirty.add(told.destination()));
            inFlight.withdraw().forEach(told -> dirty.add(told.destination()));
            inFlight = null;
            inFlightDoubted = false;
        }
    }

    /**
     * The peer was given this table in answer to a pull; whether it arrived is not known. If it did, the peer has lost
     * what is not in the table, also what was sure or is being announced, and holds what is, also what is being
     * withdrawn.
     */
    public void gave(Collection<PathVector> table) {
        Set<PathVector> given = new LinkedHashSet<>(table);
        sureness.forEach((destination, paths) -> paths.replaceAll(
                (path, sure) -> sure && given.contains(new PathVector(destination, path))));
        inFlightDoubted |= inFlight != null && (!given.containsAll(inFlight.announce())
                || inFlight.withdraw().stream().anyMatch(given::contains));
        for (PathVector path : given) {
            if (!sureness.getOrDefault(path.destination(), Map.of()).containsKey(path.path())) {
                possible(path);
            }
        }
    }

    /**
     * The peer may have forgotten everything, as after a restart: nothing is sure any more, also not what is under way.
     *
     * @param wanted all destinations that may be worth telling
     */
    public void doubt(Collection<Destination> wanted) {
        sureness.values().forEach(paths -> paths.replaceAll((path, sure) -> false));
        dirty.addAll(sureness.keySet());
        dirty.addAll(wanted);
        inFlightDoubted = inFlight != null;
    }

    /** All destinations of which the peer holds something, or may. */
    public List<Destination> told() {
        return List.copyOf(sureness.keySet());
    }

    private void possible(PathVector told) {
        sureness.computeIfAbsent(told.destination(), d -> new LinkedHashMap<>(2)).put(told.path(), false);
    }

    private void sure(PathVector told) {
        sureness.computeIfAbsent(told.destination(), d -> new LinkedHashMap<>(2)).put(told.path(), true);
    }

    private void forget(PathVector told) {
        Map<List<RouterId>, Boolean> paths = sureness.get(told.destination());
        if (paths != null) {
            paths.remove(told.path());
            if (paths.isEmpty()) {
                sureness.remove(told.destination());
            }
        }
    }
}
