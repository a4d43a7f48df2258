package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.out.AdjRibOut;
import io.ddm.fsm.table.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The exchange with one peer, from the moment it is found until it expires: what it can do, the pull of its table, and
 * the pushes of ours. A pull and a push may be under way at a time, never two of either. What fails is tried again with
 * growing pauses; a push that keeps failing is followed by a pull and a full announcement. Only silence ends a session.
 *
 * <p>Whatever grows with a table is done a slice at a time: what the peer tells by {@link Inbound}, what it is told by
 * {@link Outbound}, both in the order in which it was asked for.
 */
public final class Session {

    /** A restart of a peer on several links is noticed on all of them within this time: by their pulls. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /**
     * A whole table that is compared with what is known costs about 5 us of the loop for each path; with this pause for
     * each path that is known, of whatever peer, all that comparing takes about a fiftieth of the loop.
     */
    static final Duration PAUSE_PER_PATH = Duration.ofNanos(250_000);

    private final String interfaceName;
    private final long epoch;
    private final PeerIdentity peer;
    private final NextHop nextHop;
    private final Consumer<Effect> effects;
    private final PullSchedule pulls;
    private final RestartDetector restarts;
    private final Inbound inbound;
    private final Outbound outbound;
    private PeerCapabilities extensions = PeerCapabilities.NONE;
    private boolean pulled;
    private boolean hasPullFailed;
    private boolean isWholeTableWanted;
    private boolean wasWholeTable;
    private boolean overtaken;
    private Instant announceAllAt = Instant.MAX;
    private final RejectionCounts refusals = new RejectionCounts();

    /**
     * @param table what the peer will offer
     * @param former the last session on this interface, if there was one. The same router may not have noticed that it
     *     ended, and then still holds what it was told in it
     */
    Session(String interfaceName, long epoch, PeerIdentity peer, NextHop nextHop, Optional<Session> former,
            AdjRibIn table, Routes routes, RouterConfig config, Consumer<Effect> effects, Instant now) {
        this.restarts = new RestartDetector(config.solicitInterval(), now);
        this.interfaceName = interfaceName;
        this.epoch = epoch;
        this.peer = peer;
        this.nextHop = nextHop;
        this.effects = effects;
        this.pulls = new PullSchedule(config.pullInterval(),
                31L * (31L * config.id().hashCode() + interfaceName.hashCode()) + epoch);
        this.inbound = new Inbound(peer.id(), table, routes, effects, this::refuse, this::wantPull);
        AdjRibOut adjRibOut = former.filter(f -> f.peer.id().equals(peer.id()))
                .map(f -> f.outbound.adjRibOut())
                .orElseGet(() -> new AdjRibOut(config.id(), routes::destinations));
        this.outbound = new Outbound(adjRibOut, effects);
        adjRibOut.begin();
    }

    /** Number of this session; completions of another one are stale. */
    public long epoch() {
        return epoch;
    }

    /** Who the peer is. */
    public PeerIdentity peer() {
        return peer;
    }

    /** The peer as the RIB and the FIB know it. */
    public NextHop nextHop() {
        return nextHop;
    }

    /** What the peer offers. */
    public AdjRibIn table() {
        return inbound.table();
    }

    /** Whether the peer's whole table was brought once, and taken in. */
    public boolean hasPulled() {
        return pulled;
    }

    /** Whether the peer's first table is on its way or being taken in; not if a try to bring it has failed. */
    public boolean isTableAwaited() {
        return !pulled && (!hasPullFailed || !inbound.isIdle());
    }

    /** What of the peer's offers is not taken in, by reason. */
    public List<RejectedRoutes> refused() {
        return refusals.toList();
    }

    /** Counts and reports offers of the peer that are not taken in. */
    public void refuse(RejectedRoutes offers) {
        refusals.add(offers);
        effects.accept(
                new Effect.RejectedRoutes(interfaceName, peer, offers.reason(), offers.count(), offers.example()));
    }

    /**
     * Whether another session is with another router of the same name: two processes answer to it, and not because one
     * has just followed the other.
     */
    public boolean isWithNamesakeOf(Session other, Instant now) {
        String instance = restarts.extensions().instance();
        String others = other.restarts.extensions().instance();
        return peer.id().equals(other.peer.id()) && !instance.isEmpty() && !others.isEmpty() && !instance.equals(others)
                && isSettled(now) && other.isSettled(now);
    }

    private boolean isSettled(Instant now) {
        return !now.isBefore(restarts.instanceSince().plus(SETTLED));
    }

    /** This destination may have to be told anew. */
    public void touch(Destination destination) {
        outbound.adjRibOut().touch(destination);
    }

    /** The peer's whole table is wanted; again, if a pull is under way. */
    public void wantPull() {
        isWholeTableWanted = true;
        pulls.want();
    }

    /** What the peer is known to hold from us, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest() {
        return outbound.adjRibOut().digest();
    }

    /** Whether the peer may already hold this path from us. */
    public boolean mayHold(Destination destination, List<RouterId> path) {
        return outbound.adjRibOut().mayHold(destination, path);
    }

    /** Everything that was told is to be withdrawn. */
    public void withdrawAll() {
        pulls.stop();
        announceAllAt = Instant.MAX;
        outbound.withdrawAll();
    }

    /** Whether the peer has been told everything, or cannot be told now. */
    public boolean isDrained() {
        return outbound.isDrained();
    }

    /** Goes on taking in what the peer told. */
    public void takeIn(Budget budget) {
        inbound.work(budget);
    }

    /** Whether everything that the peer told was taken in. */
    public boolean hasTakenIn() {
        return inbound.isIdle();
    }

    /** Whether {@link #tell} would have something to do. */
    public boolean canTell(Instant now) {
        return outbound.canWork(now) || !now.isBefore(announceAllAt);
    }

    /** Emits the pull that is due, if one is. What the peer has told is taken in first. */
    public void pullIfDue(Instant now) {
        if (inbound.isIdle() && pulls.isDue(now)) {
            pulls.begin();
            inbound.pulling();
            overtaken = false;
            // Of what exceeded the limit there may be room for some now, though the peer says nothing new.
            Optional<TableDigest> held = isWholeTableWanted || refusals.wantRoom()
                    ? Optional.empty()
                    : table().digest();
            isWholeTableWanted = false;
            effects.accept(new Effect.Pull(interfaceName, epoch, peer, held));
        }
    }

    /** Goes on answering pulls and pushing what changed. */
    public void tell(Routes routes, Budget budget, Instant now) {
        if (!now.isBefore(announceAllAt)) {
            announceAllAt = Instant.MAX;
            outbound.adjRibOut().invalidate();
        }
        outbound.work(destination -> routes.pathsFor(this, destination),
                destination -> routes.dampedPathsFor(this, destination), budget, now,
                update -> effects.accept(new Effect.Push(interfaceName, epoch, peer, extensions, update)));
    }

    /** When the session wants to be called although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant pull = inbound.isIdle() ? pulls.deadline() : Instant.MAX;
        return Collections.min(List.of(pull, outbound.deadline(), announceAllAt));
    }

    /**
     * The peer pulls from us. It is answered at once if it holds all that it shall and nothing else, or if there is
     * nothing any more; otherwise when the table is put together.
     *
     * @param isStopping whether we offer nothing any more
     */
    public void pulledBy(Event.PullReceived pull, boolean isStopping, Instant now) {
        PeerCapabilities theirs = pull.extensions();
        boolean first = !restarts.hasPulledUs();
        if (first && pulled && theirs.instance().isEmpty()) {
            // A reference peer pulls when its session begins; ours is older, and what it pushed in between is lost.
            pulls.wantUnlessRepeated();
        }
        boolean restarted = restarts.pulledBy(theirs, now);
        learn(theirs);
        peerActive();
        if (restarted) {
            resynchronize();
        }
        if (isStopping) {
            outbound.answerNothing(pull);
        } else if (passesOnWhatItPulls(theirs)) {
            effects.accept(new Effect.AnswerPull(pull.request(), List.of(), theirs));
            if (first || restarted) {
                outbound.adjRibOut().invalidate();
                announceAllAt = Instant.MAX;
            } else {
                announceAllAt = now.plus(restarts.retrySpan());
            }
        } else if (pull.held().filter(outbound.adjRibOut()::matches).isPresent()) {
            effects.accept(Effect.AnswerPull.unchanged(pull.request(), theirs));
        } else {
            outbound.asked(pull);
        }
    }

    /**
     * A reference transit passes on what it pulls in one body, however large, and its neighbors drop a large one. It
     * adds what it pulls to what it knows, so it is answered with an empty table and receives everything in pushes,
     * which fit. A pull that looks like a retry may be the first of a new process; so everything is announced again,
     * but only when the retries have ended.
     */
    private boolean passesOnWhatItPulls(PeerCapabilities theirs) {
        return theirs.instance().isEmpty() && peer.kind() == RouterKind.TRANSIT;
    }

    /** The peer told us something; newer than whatever a pull that is under way will bring. */
    public void pushedBy(Update told, long request) {
        peerActive();
        overtaken |= pulls.isPulling();
        inbound.pushed(told, pulls.isPulling(), request);
    }

    /**
     * Our pull brought the peer's table.
     *
     * @param known how many paths there are to compare with, of all peers
     */
    public void pullCompleted(List<PathVector> offered, PeerCapabilities theirs, long known, Instant now) {
        completed(theirs, now);
        // Whoever keeps digests is asked for a whole table only when something was lost; once in a row costs nothing.
        if (theirs.instance().isEmpty() || wasWholeTable) {
            pulls.notBefore(now.plus(PAUSE_PER_PATH.multipliedBy(Math.max(known, offered.size()))));
        }
        wasWholeTable = pulled;
        inbound.pulled(offered, refusals::clear, () -> pulled = true);
    }

    /** Our pull brought the word that the peer has told exactly what we hold. */
    public void pullUnchanged(PeerCapabilities theirs, Instant now) {
        completed(theirs, now);
        wasWholeTable = false;
        pulled = true;
    }

    private void completed(PeerCapabilities theirs, Instant now) {
        pulls.completed(overtaken, now);
        if (restarts.answered(theirs, now)) {
            effects.accept(new Effect.Notice(interfaceName, peer.describe() + " has restarted"));
            resynchronize();
        }
        learn(theirs);
    }

    /** Our pull failed; it is tried again after a pause. */
    public void pullFailed(Instant now) {
        hasPullFailed = true;
        pulls.failed(now);
    }

    /** Our push was acknowledged. */
    public void pushCompleted() {
        outbound.pushCompleted();
    }

    /** Our push failed; it is tried again after a pause. */
    public void pushFailed(String reason, Instant now) {
        if (outbound.pushFailed(now)) {
            effects.accept(
                    new Effect.Notice(interfaceName, "pushes to " + peer.describe() + " keep failing: " + reason));
            resynchronize();
        }
    }

    /** The session is over: nothing that waits will be done. */
    void close() {
        inbound.drop();
        outbound.drop();
    }

    /** The peer may have lost what it knew and may offer something else: pull its table and tell it all of ours. */
    private void resynchronize() {
        pulls.wantSoon();
        outbound.adjRibOut().invalidate();
    }

    /** A peer that sends requests most likely accepts them, such as a reference daemon that has begun to listen. */
    private void peerActive() {
        pulls.retryEarly();
        outbound.retryEarly();
    }

    private void learn(PeerCapabilities theirs) {
        extensions = theirs;
        outbound.adjRibOut().learn(theirs);
    }
}
