package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.out.AdvertisedEntries.Entry;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.Union;
import io.ddm.fsm.table.Walk;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What one peer holds from us, as far as we can tell, and what is still to be advertised to it.
 *
 * <p>An entry is <em>confirmed</em> once a push of it was acknowledged. It is <em>uncertain</em> when a push of it
 * failed or is under way, or when it was in the answer to a pull. A desired entry that is not confirmed is announced;
 * an entry that is not desired and is confirmed or uncertain is withdrawn. So a lost answer never leaves the peer with
 * an entry that we do not know of. Changes coalesce per destination while a push is under way; there is one at a time.
 *
 * <p>Entries are distinguished as on this peer's wire ({@link RouteFamily#formFor}). Where a family has no path there,
 * a destination is a single entry, however many paths lead to it: it stands here with the path of this router alone,
 * which is also how a peer that reads paths stores it. When such a peer turns out to read paths, what was advertised
 * before is withdrawn in the form in which the peer knows it. A family that the peer does not know is not advertised
 * to it. Delays of paths change often, so what has changed in nothing else is held until it is released.
 *
 * <p>Everything that concerns all destinations is a walk over them, which goes on whenever there is time.
 */
public final class AdjRibOut {

    private final PeerForm form;
    private final Supplier<Iterable<Destination>> all;
    private final AdvertisedEntries held = new AdvertisedEntries();
    private final DestinationQueue queue = new DestinationQueue();
    private final PendingPush push = new PendingPush(queue);
    private final DelayUpdates delays = new DelayUpdates();
    private final EntryComparison comparison;

    /**
     * @param self our id
     * @param all the destinations that may have to be advertised, sorted, as of when it is called
     */
    public AdjRibOut(RouterId self, Supplier<Iterable<Destination>> all) {
        this.form = new PeerForm(self);
        this.comparison = new EntryComparison(form, held, push, delays);
        this.all = all;
    }

    /** A session begins: the peer may have forgotten everything, and what it can do is not known. */
    public void begin() {
        push.failed();
        push.abandon();
        form.reset();
        held.beginDigest(Optional.empty());
        invalidate();
    }

    /** The peer has said what it can do, and so which families it knows and in which form. */
    public void learn(PeerCapabilities theirs) {
        boolean hadDelays = form.pathDelays();
        if (form.learn(theirs)) {
            push.abandon();
            if (form.takeOmitted() || held.hasVaryingForm() || form.pathDelays() != hadDelays) {
                compareAll();
            }
        }
    }

    /** This destination may have to be advertised or withdrawn. */
    public void touch(Destination destination) {
        queue.add(destination);
    }

    /** The delay of a path to this destination may have changed; for peers that do not read delays nothing has. */
    public void touchDelay(Destination destination) {
        if (form.pathDelays()) {
            delays.add(destination);
        }
    }

    /** Whether the peer may already hold this path, in the form in which it stands on its wire. */
    public boolean mayHold(Destination destination, RouterPath path) {
        List<Entry> have = held.of(destination);
        return form.isSingle(destination) ? !have.isEmpty() : AdvertisedEntries.find(have, path) >= 0;
    }

    /** Whether the peer may hold any path to this destination. */
    public boolean mayHold(Destination destination) {
        return !held.of(destination).isEmpty();
    }

    /** Whether there may be anything to push. */
    public boolean isDirty() {
        return queue.hasNext() || delays.hasNext() || push.size() > 0;
    }

    /** Whether paths of which nothing but the delay has changed wait for {@link #releaseDelays}. */
    public boolean canReleaseDelays() {
        return delays.canRelease();
    }

    /** What has changed in its delay alone is pushed now, too; to be called at most once in a while. */
    public void releaseDelays() {
        delays.release();
    }

    /** Whether a push is under way. */
    public boolean isPushing() {
        return push.isUnderWay();
    }

    /**
     * Goes on to put together the next push: the difference between what the peer should hold and what it holds. None
     * may be under way.
     *
     * @param desired the paths that the peer should hold, by destination
     * @param limit after how many paths the push is complete; the rest stays for the next push
     * @return the push, which is now under way; empty if it is not complete yet, or if there is nothing to push
     */
    public Optional<Update> build(Function<Destination, List<RouterPath>> desired, int limit, Budget budget) {
        while (push.size() < limit && budget.isLeft() && (queue.hasNext() || delays.hasNext())) {
            budget.spend(1);
            boolean withDelays = !queue.hasNext();
            Destination destination = withDelays ? delays.next() : queue.next();
            comparison.push(destination, desired.apply(destination), withDelays);
        }
        boolean isComplete = push.size() >= limit || !(queue.hasNext() || delays.hasNext());
        return isComplete && isDirty() ? push.send() : Optional.empty();
    }

    /** The push was acknowledged in full. */
    public void acknowledged() {
        push.acknowledged((carried, number) -> {
            if (!comparison.settle(carried, number)) {
                touch(carried.destination());
            }
        });
    }

    /** The push failed: the peer may hold any part of it, and it is repeated. */
    public void failed() {
        push.failed();
    }

    /**
     * The peer pulls and will be {@linkplain #answer sent} each destination in turn. Whether that arrives is not known.
     * If it does, the peer has lost what is not in the table, also what was confirmed or is being announced, and holds
     * what is, also what is being withdrawn.
     *
     * @param key of the digest that the peer keeps, if it does
     * @return the destinations to answer with, in this order
     */
    public Walk<Destination> beginPullAnswer(Optional<TableDigest.Bits> key) {
        push.abandon();
        held.beginDigest(key);
        return everything();
    }

    /**
     * The answer has this destination.
     *
     * @param desired the paths that the peer should hold
     * @return the paths as they go into the answer
     */
    public List<RouterPath> answer(Destination destination, List<RouterPath> desired) {
        return comparison.answer(destination, desired);
    }

    /** The answer is complete. */
    public void endPullAnswer() {
        held.coverAll();
    }

    /** A pull was answered with an empty table. */
    public void answeredEmpty() {
        push.abandon();
        forget();
    }

    /** What the peer is known to hold, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest() {
        return held.digest();
    }

    /**
     * Whether the peer holds exactly what it has acknowledged, if this is what it holds. It may have to hold more by
     * now, or less: that is pushed.
     */
    public boolean matches(TableDigest theirs) {
        return held.matches(theirs);
    }

    /**
     * The peer may have forgotten everything, as after a restart: no entry is confirmed any more, nor is the push under
     * way when it is acknowledged.
     */
    public void invalidate() {
        forget();
        compareAll();
    }

    /** Nothing is desired any more: only what the peer may hold is compared. */
    public void withdrawAll() {
        delays.clear();
        queue.walkOnly(new Walk<>(Destination.ORDER, held.destinations()));
    }

    private void forget() {
        held.invalidate();
        push.invalidate();
    }

    /** Every destination may have to be advertised or withdrawn. */
    public void compareAll() {
        queue.walk(everything());
    }

    private Walk<Destination> everything() {
        return new Walk<>(Destination.ORDER,
                new Union<>(Destination.ORDER, List.of(all.get(), held.destinations())));
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        form.archive(archive.in("form"));
        held.archive(archive.in("held"));
        queue.archive(archive.in("queue"));
        push.archive(archive.in("push"));
        delays.archive(archive.in("delays"));
    }
}
