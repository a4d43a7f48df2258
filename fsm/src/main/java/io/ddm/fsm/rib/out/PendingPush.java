package io.ddm.fsm.rib.out;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.replay.Archive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The push that is put together, and then under way; one at a time. What it does not settle goes back into the queue.
 */
final class PendingPush {

    private final DestinationQueue queue;
    private long number = 1;
    private List<PathVector> announce = new ArrayList<>();
    private List<PathVector> withdraw = new ArrayList<>();
    /** What has changed back since it was put into the push: one push never announces and withdraws the same. */
    private final List<Destination> later = new ArrayList<>();
    private @Nullable Update inFlight;
    private boolean isInvalidated;

    /** What an acknowledged push settles. */
    interface Settlement {
        /** The push with this number carried the entry; the number is negative for a withdrawal. */
        void of(PathVector entry, long push);
    }

    PendingPush(DestinationQueue queue) {
        this.queue = queue;
    }

    /** The number that tells it from other pushes; positive. */
    long number() {
        return number;
    }

    /** How many entries were put together so far. */
    int size() {
        return announce.size() + withdraw.size();
    }

    boolean isUnderWay() {
        return inFlight != null;
    }

    void announce(PathVector entry) {
        announce.add(entry);
    }

    void withdraw(PathVector entry) {
        withdraw.add(entry);
    }

    /** The destination has to be looked at again after this push. */
    void postpone(Destination destination) {
        later.add(destination);
    }

    /** It is complete, and under way unless it is empty. */
    Optional<Update> send() {
        Update update = new Update(announce, withdraw);
        announce = new ArrayList<>();
        withdraw = new ArrayList<>();
        inFlight = update.isEmpty() ? null : update;
        later.forEach(queue::add);
        later.clear();
        return Optional.ofNullable(inFlight);
    }

    /** The push under way was acknowledged in full. */
    void acknowledged(Settlement settlement) {
        Update acknowledged = inFlight;
        if (acknowledged == null || isInvalidated) {
            failed();
            return;
        }
        inFlight = null;
        acknowledged.announce().forEach(entry -> settlement.of(entry, number));
        acknowledged.withdraw().forEach(entry -> settlement.of(entry, -number));
        number++;
    }

    /** The push under way failed, if there is one: the peer may hold any part of it. */
    void failed() {
        if (inFlight != null) {
            requeue(inFlight.announce());
            requeue(inFlight.withdraw());
            inFlight = null;
            number++;
        }
        isInvalidated = false;
    }

    /** Even if the push under way is acknowledged, it settles nothing. */
    void invalidate() {
        isInvalidated = inFlight != null;
    }

    /** What was put together is not sent. */
    void abandon() {
        if (size() > 0) {
            requeue(announce);
            requeue(withdraw);
            announce = new ArrayList<>();
            withdraw = new ArrayList<>();
            later.forEach(queue::add);
            later.clear();
            number++;
        }
    }

    private void requeue(List<PathVector> entries) {
        entries.forEach(entry -> queue.add(entry.destination()));
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        number = archive.number("number", number);
        archive.rows("announce", PathVector.class, List.copyOf(announce), announce::add);
        archive.rows("withdraw", PathVector.class, List.copyOf(withdraw), withdraw::add);
        archive.rows("later", Destination.class, List.copyOf(later), later::add);
        inFlight = archive.optional("inFlight", Update.class, Optional.ofNullable(inFlight)).orElse(null);
        isInvalidated = archive.flag("isInvalidated", isInvalidated);
    }
}
