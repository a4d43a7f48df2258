package io.ddm.fsm.rib.out;

import io.ddm.fsm.delay.DeadBand;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.rib.out.AdvertisedEntries.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a peer should hold of one destination with what it may hold. A path is another one if its routers are
 * others; one whose delay has changed beyond the {@link DeadBand} is announced again, without a withdrawal.
 */
final class EntryComparison {

    private final PeerForm form;
    private final AdvertisedEntries held;
    private final PendingPush push;
    private final DelayUpdates delays;

    EntryComparison(PeerForm form, AdvertisedEntries held, PendingPush push, DelayUpdates delays) {
        this.form = form;
        this.held = held;
        this.push = push;
        this.delays = delays;
    }

    /**
     * Puts the difference for one destination into the push.
     *
     * @param withDelays whether changes of delays alone are announced now; else they wait for their time
     */
    void push(Destination destination, List<RouterPath> desired, boolean withDelays) {
        List<RouterPath> want = form.entries(destination, desired);
        List<Entry> now = new ArrayList<>(have(destination));
        announceMissing(destination, want, now, withDelays);
        boolean single = form.isSingle(destination);
        if (single && want.isEmpty() && !now.isEmpty() && AdvertisedEntries.find(now, form.withoutPath()) < 0) {
            now.add(Entry.uncertain(form.withoutPath(), 0));
        }
        for (int i = 0; i < now.size(); i++) {
            Entry entry = now.get(i);
            // What was advertised with a path is the same entry without one, until we know that it is another.
            if (find(want, entry.path()) >= 0 || entry.push() == -push.number()
                    || (single && !entry.path().isAlong(form.withoutPath()))) {
                continue;
            }
            if (entry.push() == push.number()) {
                push.postpone(destination);
            } else {
                held.unconfirm(destination, entry);
                now.set(i, Entry.uncertain(entry.path(), -push.number()));
                push.withdraw(new PathVector(destination, entry.path().withDelay(PathDelay.UNKNOWN)));
            }
        }
        held.put(destination, now);
    }

    private void announceMissing(Destination destination, List<RouterPath> want, List<Entry> now, boolean withDelays) {
        for (RouterPath path : want) {
            int at = AdvertisedEntries.find(now, path);
            if (at < 0) {
                now.add(Entry.uncertain(path, push.number()));
                push.announce(new PathVector(destination, path));
                continue;
            }
            Entry entry = now.get(at);
            if (entry.push() == -push.number()) {
                push.postpone(destination);
            } else if (entry.push() == push.number()) {
                // The push that is put together has it with the delay from before.
                if (!DeadBand.isSame(entry.path().delay(), path.delay())) {
                    delays.add(destination);
                }
            } else if (!isCurrent(destination, entry, path, withDelays)) {
                held.unconfirm(destination, entry);
                now.set(at, Entry.uncertain(path, push.number()));
                push.announce(new PathVector(destination, path));
            }
        }
    }

    /** Whether there is nothing to announce of a path now. */
    private boolean isCurrent(Destination destination, Entry entry, RouterPath path, boolean withDelays) {
        if (!held.isConfirmed(entry)) {
            return false;
        }
        boolean isSame = DeadBand.isSame(entry.path().delay(), path.delay());
        if (!isSame && !withDelays) {
            delays.add(destination);
        }
        return isSame || !withDelays;
    }

    /**
     * The answer to a pull has this destination. What the peer knows with about the same delay is repeated as it was
     * sent.
     *
     * @return the paths as they go into the answer
     */
    List<RouterPath> answer(Destination destination, List<RouterPath> desired) {
        List<RouterPath> given = new ArrayList<>(form.entries(destination, desired));
        List<Entry> now = new ArrayList<>();
        for (Entry entry : have(destination)) {
            int at = find(given, entry.path());
            if (at >= 0 && DeadBand.isSame(entry.path().delay(), given.get(at).delay())) {
                given.set(at, entry.path());
                now.add(entry.push() < 0 ? new Entry(entry.path(), entry.confirmed(), 0) : entry);
            } else {
                held.unconfirm(destination, entry);
                now.add(Entry.uncertain(at < 0 ? entry.path() : given.get(at), 0));
            }
        }
        for (RouterPath path : given) {
            if (AdvertisedEntries.find(now, path) < 0) {
                now.add(Entry.uncertain(path, 0));
            }
        }
        held.put(destination, now);
        held.cover(destination, now);
        return given;
    }

    /**
     * An acknowledged push carried this entry.
     *
     * @return false if something else concerned it meanwhile, so that it is to be compared again
     */
    boolean settle(PathVector carried, long number) {
        Destination destination = carried.destination();
        List<Entry> now = new ArrayList<>(held.of(destination));
        int at = AdvertisedEntries.find(now, carried.path());
        if (at < 0 || now.get(at).push() != number) {
            return false;
        }
        if (number > 0) {
            now.set(at, held.confirm(destination, carried.path()));
        } else {
            now.remove(at);
        }
        held.put(destination, now);
        return true;
    }

    /**
     * What the peer may hold of a destination; of one that has no path on the wire a single entry, if that is certain.
     */
    private List<Entry> have(Destination destination) {
        List<Entry> have = held.of(destination);
        if (have.isEmpty() || !form.isSingle(destination) || !form.isKnown()
                || (have.size() == 1 && have.getFirst().path().isAlong(form.withoutPath()))) {
            return have;
        }
        have.forEach(entry -> held.unconfirm(destination, entry));
        List<Entry> single = List.of(Entry.uncertain(form.withoutPath(), 0));
        held.put(destination, single);
        return single;
    }

    private static int find(List<RouterPath> paths, RouterPath path) {
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).isAlong(path)) {
                return i;
            }
        }
        return -1;
    }
}
