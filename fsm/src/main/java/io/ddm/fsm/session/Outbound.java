package io.ddm.fsm.session;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.out.AdjRibOut;
import io.ddm.fsm.schedule.Retry;
import io.ddm.fsm.table.Budget;
import io.ddm.fsm.table.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What we send a peer: answers to its pulls, then pushes, each put together a slice at a time. No push is begun while
 * an answer is put together, so what is in the answer is never older than what was pushed before it.
 */
final class Outbound {

    /** A push has at most this many paths, so that later news overtakes what has not been sent. */
    static final int MAX_PATHS_PER_PUSH = 500;

    /** A peer is sent changes of delays alone this often, so that delays never make a storm of updates. */
    private static final Duration DELAY_INTERVAL = Duration.ofSeconds(1);

    /** After so many failed pushes in a row the peer is assumed to have lost what it knew. */
    static final int FAILURES_UNTIL_RESYNC = 3;

    private final SessionKey key;
    private final AdjRibOut adjRibOut;
    private final Consumer<Effect> effects;
    private final Retry retry = new Retry();
    private PeerCapabilities capabilities = PeerCapabilities.NONE;
    private List<Event.PullReceived> asked = new ArrayList<>();
    private @Nullable Answer answer;
    private Instant announceAllAt = Instant.MAX;
    private Instant delaysFrom = Instant.MIN;

    private record Answer(List<Event.PullReceived> to, Walk<Destination> rest, List<PathVector> table) {}

    Outbound(SessionKey key, AdjRibOut adjRibOut, Consumer<Effect> effects) {
        this.key = key;
        this.adjRibOut = adjRibOut;
        this.effects = effects;
    }

    AdjRibOut adjRibOut() {
        return adjRibOut;
    }

    /** The peer has said what it can do. */
    void learn(PeerCapabilities theirs) {
        capabilities = theirs;
        adjRibOut.learn(theirs);
    }

    /**
     * The peer pulls. It is answered at once if it has lost nothing of what it was sent, and pushes reach it: they
     * bring what has changed since. While a large change is being pushed its whole table would be sent and compared
     * again and again for nothing, and pushes would wait for that. Otherwise it is answered when the table is put
     * together. All pulls that arrive meanwhile get the same next one.
     *
     * @param isNewProcess whether the pull is the first of a process of the peer, as far as we can tell
     * @param retrySpan a pull after this time is not a retry
     */
    void answer(Event.PullReceived pull, boolean isNewProcess, Duration retrySpan, Instant now) {
        if (redistributesWhatItPulls(pull.extensions())) {
            effects.accept(new Effect.AnswerPull(pull.request(), List.of(), pull.extensions()));
            if (isNewProcess) {
                announceAll();
            } else {
                announceAllAt = now.plus(retrySpan);
            }
        } else if (!hasUnsent() && pull.held().filter(adjRibOut::matches).isPresent()) {
            effects.accept(Effect.AnswerPull.unchanged(pull.request(), pull.extensions()));
        } else {
            asked.add(pull);
        }
    }

    /**
     * A reference transit redistributes what it pulls in one body, however large, and its neighbors drop a large one.
     * It adds what it pulls to what it knows, so it is answered with an empty table and receives everything in pushes,
     * which fit. A pull that looks like a retry may be the first of a new process; so everything is announced again,
     * but only when the retries have ended.
     */
    private boolean redistributesWhatItPulls(PeerCapabilities theirs) {
        return theirs.instance().isEmpty() && key.peer().kind() == RouterKind.TRANSIT;
    }

    private void announceAll() {
        announceAllAt = Instant.MAX;
        adjRibOut.invalidate();
    }

    /** Everything that was advertised is to be withdrawn. */
    void withdrawAll() {
        announceAllAt = Instant.MAX;
        retry.clear();
        adjRibOut.withdrawAll();
    }

    /** Answers a pull with an empty table: there is nothing any more. */
    void answerNothing(Event.PullReceived pull) {
        adjRibOut.answeredEmpty();
        effects.accept(new Effect.AnswerPull(pull.request(), List.of(), pull.extensions()));
    }

    /** Whether the peer has been sent everything, or cannot be reached now. */
    boolean isDrained() {
        return answer == null && asked.isEmpty() && !adjRibOut.isPushing()
                && (!adjRibOut.isDirty() || hasUnsent());
    }

    /** Whether {@link #work} would have something to do. */
    boolean canWork(Instant now) {
        return answer != null || !asked.isEmpty() || canPush(now) || !now.isBefore(announceAllAt)
                || canReleaseDelays(now);
    }

    /** When {@link #work} has something to do although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant push = adjRibOut.isDirty() && !adjRibOut.isPushing() && retry.isWaiting()
                ? retry.dueAt()
                : Instant.MAX;
        Instant delays = adjRibOut.canReleaseDelays() ? delaysFrom : Instant.MAX;
        return Collections.min(List.of(push, announceAllAt, delays));
    }

    /**
     * Goes on with what there is to do.
     *
     * @param all the paths of a destination for the answer to a pull
     * @param desired the paths of a destination for a push
     */
    void work(Function<Destination, List<RouterPath>> all, Function<Destination, List<RouterPath>> desired,
            Budget budget, Instant now) {
        if (!now.isBefore(announceAllAt)) {
            announceAll();
        }
        if (canReleaseDelays(now)) {
            adjRibOut.releaseDelays();
            delaysFrom = now.plus(DELAY_INTERVAL);
        }
        while (budget.isLeft() && (answer != null || !asked.isEmpty())) {
            Answer begun = answer == null ? begin() : answer;
            while (budget.isLeft() && begun.rest.hasNext()) {
                budget.spend(1);
                Destination destination = begun.rest.next();
                for (RouterPath path : adjRibOut.answer(destination, all.apply(destination))) {
                    begun.table.add(new PathVector(destination, path));
                }
            }
            answer = begun;
            if (!begun.rest.hasNext()) {
                answer = null;
                adjRibOut.endPullAnswer();
                begun.to.forEach(
                        pull -> effects.accept(new Effect.AnswerPull(pull.request(), begun.table, pull.extensions())));
            }
        }
        if (answer == null && asked.isEmpty() && canPush(now)) {
            adjRibOut.build(desired, MAX_PATHS_PER_PUSH, budget)
                    .ifPresent(update -> effects.accept(new Effect.Push(key.interfaceName(), key.epoch(), key.peer(),
                            capabilities, update)));
        }
    }

    /** Whether there is something to push that a failed push keeps back. */
    private boolean hasUnsent() {
        return adjRibOut.isDirty() && retry.isWaiting();
    }

    private boolean canReleaseDelays(Instant now) {
        return adjRibOut.canReleaseDelays() && !now.isBefore(delaysFrom);
    }

    private boolean canPush(Instant now) {
        return adjRibOut.isDirty() && !adjRibOut.isPushing() && retry.isDue(now);
    }

    private Answer begin() {
        List<Event.PullReceived> to = new ArrayList<>();
        List<Event.PullReceived> later = new ArrayList<>();
        Event.PullReceived first = asked.getFirst();
        asked.forEach(pull -> (pull.extensions().equals(first.extensions()) ? to : later).add(pull));
        asked = later;
        Optional<TableDigest.Bits> key = to.getLast().held().map(TableDigest::key);
        return new Answer(to, adjRibOut.beginPullAnswer(key), new ArrayList<>());
    }

    /** Our push was acknowledged. */
    void pushCompleted() {
        retry.clear();
        adjRibOut.acknowledged();
    }

    /**
     * Our push failed; it is tried again after a pause.
     *
     * @return whether it has failed so often that the peer is better sent everything again
     */
    boolean pushFailed(Instant now) {
        adjRibOut.failed();
        retry.failed(now);
        return retry.failures() % FAILURES_UNTIL_RESYNC == 0;
    }

    /** The peer is active, so the next attempt is likely to succeed. */
    void retryEarly() {
        retry.retryEarly();
    }

    /** The session is over. */
    void drop() {
        if (answer != null) {
            asked.addAll(answer.to);
            answer = null;
        }
        asked.forEach(pull -> effects.accept(new Effect.DropRequest(pull.request(), "the session is over")));
        asked.clear();
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        adjRibOut.archive(archive.in("adjRibOut"));
        retry.archive(archive.in("retry"));
        announceAllAt = archive.instant("announceAllAt", announceAllAt);
        delaysFrom = archive.instant("delaysFrom", delaysFrom);
        capabilities = archive.value("capabilities", PeerCapabilities.class, capabilities);
        archive.rows("asked", Event.class, List.copyOf(asked), pull -> asked.add((Event.PullReceived) pull));
        if (archive.flag("hasAnswer", answer != null)) {
            Answer now = answer == null
                    ? new Answer(new ArrayList<>(), Walk.over(Destination.ORDER), new ArrayList<>())
                    : answer;
            archive.rows("to", Event.class, List.copyOf(now.to), pull -> now.to.add((Event.PullReceived) pull));
            // Copied, since it grows: a hundred thousand references take a fraction of a millisecond.
            archive.rows("table", PathVector.class, List.copyOf(now.table), now.table::add);
            answer = new Answer(now.to, now.rest.archive("rest", archive, Destination.class), now.table);
        }
    }
}
