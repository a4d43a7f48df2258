package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.replay.Archive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;

/**
 * Destinations that become ours or no longer are, worked on a slice at a time.
 *
 * @param all the destinations
 * @param rest those that are left
 * @param ours whether they become ours
 */
record Origination(List<Destination> all, ListIterator<Destination> rest, boolean ours) {

    static Origination of(Collection<? extends Destination> destinations, boolean ours) {
        List<Destination> all = List.copyOf(destinations);
        return new Origination(all, all.listIterator(), ours);
    }

    /** Hands what is left through. */
    static Origination archive(Archive archive, Optional<Origination> now) {
        List<Destination> left = new ArrayList<>();
        archive.rows("rest", Destination.class, now.map(Origination::left).orElse(List.of()), left::add);
        boolean ours = archive.flag("ours", now.map(Origination::ours).orElse(false));
        return now.orElseGet(() -> of(left, ours));
    }

    /** What is left; does not change as the work goes on. */
    private List<Destination> left() {
        return all.subList(rest.nextIndex(), all.size());
    }
}
