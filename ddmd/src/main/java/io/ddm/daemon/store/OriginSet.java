package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The originated destinations of this process, and those that it has withdrawn. Decides what a log that is found later
 * adds: everything in it except what this process has withdrawn.
 */
final class OriginSet {

    /** Withdrawals that are remembered for a merge; the oldest are dropped first. */
    private static final int MAX_WITHDRAWN = 100_000;

    private final Set<Destination> originated = new LinkedHashSet<>();
    private final Set<Destination> withdrawn = new LinkedHashSet<>();

    /** All originated destinations, as a view. */
    Set<Destination> all() {
        return Collections.unmodifiableSet(originated);
    }

    /** The destinations that a change would really add or remove. */
    List<Destination> difference(Collection<Destination> requested, boolean added) {
        return requested.stream().distinct().filter(d -> originated.contains(d) != added).toList();
    }

    /** All destinations as they would be after a change. */
    Set<Destination> after(Collection<Destination> changed, boolean added) {
        Set<Destination> next = new LinkedHashSet<>(originated);
        if (added) {
            next.addAll(changed);
        } else {
            changed.forEach(next::remove);
        }
        return next;
    }

    /** Applies a change. */
    void apply(Collection<Destination> changed, boolean added) {
        if (added) {
            originated.addAll(changed);
            changed.forEach(withdrawn::remove);
            return;
        }
        changed.forEach(originated::remove);
        withdrawn.addAll(changed);
        while (withdrawn.size() > MAX_WITHDRAWN) {
            withdrawn.remove(withdrawn.iterator().next());
        }
    }

    /**
     * Adds the destinations of a log.
     *
     * @return those that are new
     */
    Set<Destination> merge(Set<Destination> logged) {
        Set<Destination> found = new LinkedHashSet<>(logged);
        found.removeAll(originated);
        found.removeAll(withdrawn);
        originated.addAll(found);
        return found;
    }
}
