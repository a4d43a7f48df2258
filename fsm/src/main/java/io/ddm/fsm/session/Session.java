package io.ddm.fsm.session;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.out.AdjRibOut;
import io.ddm.fsm.table.Budget;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The exchange with one peer, from the moment it is found until it expires: what it can do, the pull of its table, and
 * the pushes of ours. A pull and a push may be under way at a time, never two of either. What fails is tried again with
 * growing pauses; a push that keeps failing is followed by a pull and a full announcement. No failure of an exchange
 * ends a session.
 *
 * <p>Whatever grows with a table is done a slice at a time: what the peer sends by {@link Inbound}, what it is sent by
 * {@link Outbound}, both in the order in which it was asked for. Every effect goes to one sink, as soon as it is
 * decided.
 */
public final class Session {

    private final SessionKey key;
    private final NextHop nextHop;
    private final Consumer<Effect> effects;
    private final TablePulls pulls;
    private final RestartDetector restarts;
    private final PeerRejections rejections;
    private final Inbound inbound;
    private final Outbound outbound;

    /**
     * @param table what the peer will offer
     * @param memory of the last session on this interface, if there was one
     */
    public Session(SessionKey key, NextHop nextHop, Optional<PeerMemory> memory, AdjRibIn table, Routes routes,
            RouterConfig config, ReportChanges changes, Consumer<Effect> effects, Instant now) {
        this.key = key;
        this.nextHop = nextHop;
        this.effects = effects;
        this.pulls = new TablePulls(key, config, effects);
        this.restarts = new RestartDetector(config.solicitInterval(), now);
        this.rejections = new PeerRejections(key, changes, effects);
        this.inbound = new Inbound(key.peer().id(), table, routes, effects, rejections, pulls);
        AdjRibOut adjRibOut = memory.filter(m -> m.peer().equals(key.peer().id()))
                .map(PeerMemory::held)
                .orElseGet(() -> new AdjRibOut(config.id(), routes::destinations));
        this.outbound = new Outbound(key, adjRibOut, effects);
        adjRibOut.begin();
    }

    /** Number of this session; completions of another one are stale. */
    public long epoch() {
        return key.epoch();
    }

    /** Who the peer is. */
    public PeerIdentity peer() {
        return key.peer();
    }

    /** The peer as the RIB and the FIB know it. */
    public NextHop nextHop() {
        return nextHop;
    }

    /** What the peer offers. */
    public AdjRibIn table() {
        return inbound.table();
    }

    /** Whether the peer's whole table was pulled once, and imported. */
    public boolean hasPulled() {
        return pulls.hasTable();
    }

    /** Whether the peer's first table is on its way or being imported; not if an attempt to pull it has failed. */
    public boolean isTableAwaited() {
        return !pulls.hasTable() && (!pulls.hasFailed() || !inbound.isIdle());
    }

    /** What of the peer's offers is not imported, by reason. */
    public List<RejectedRoutes> rejected() {
        return rejections.toList();
    }

    /** Counts and reports offers of the peer that are not imported. */
    public void reject(RejectedRoutes offers) {
        rejections.add(offers);
    }

    /**
     * Whether another session is with another router of the same id: two processes answer to it, and not because one
     * has just followed the other.
     */
    public boolean hasSameIdAs(Session other, Instant now) {
        return peer().id().equals(other.peer().id()) && restarts.isOtherProcess(other.restarts, now);
    }

    /** This destination may have to be advertised or withdrawn. */
    public void touch(Destination destination) {
        outbound.adjRibOut().touch(destination);
    }

    /** The delay of a path to this destination may have changed. */
    public void touchDelay(Destination destination) {
        outbound.adjRibOut().touchDelay(destination);
    }

    /** Every destination may have to be advertised or withdrawn. */
    public void compareAll() {
        outbound.adjRibOut().compareAll();
    }

    /** The peer's whole table is to be pulled; again, if a pull is under way. */
    public void requestPull() {
        pulls.requestWholeTable();
    }

    /** What the peer is known to hold from us, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest() {
        return outbound.adjRibOut().digest();
    }

    /** Whether the peer may already hold this path from us. */
    public boolean mayHold(Destination destination, RouterPath path) {
        return outbound.adjRibOut().mayHold(destination, path);
    }

    /** Whether the peer may hold any path to this destination from us. */
    public boolean mayHold(Destination destination) {
        return outbound.adjRibOut().mayHold(destination);
    }

    /** Everything that was advertised is to be withdrawn. */
    public void withdrawAll() {
        pulls.stop();
        outbound.withdrawAll();
    }

    /** Whether the peer has been sent everything, or cannot be reached now. */
    public boolean isDrained() {
        return outbound.isDrained();
    }

    /** Goes on importing what the peer sent. */
    public void importRoutes(Budget budget) {
        inbound.work(budget);
    }

    /** Whether everything that the peer sent was imported. */
    public boolean hasImported() {
        return inbound.isIdle();
    }

    /** Whether {@link #advertise} would have something to do. */
    public boolean canAdvertise(Instant now) {
        return outbound.canWork(now);
    }

    /** Pulls the peer's table if that is due. What the peer has sent is imported first. */
    public void pullIfDue(Instant now) {
        if (inbound.isIdle() && pulls.isDue(now)) {
            inbound.pulling();
            // Of what exceeded the limit there may be room for some now, though the peer offers nothing new.
            pulls.begin(rejections.needRoom() ? Optional.empty() : table().digest());
        }
    }

    /** Goes on answering pulls and pushing what changed. */
    public void advertise(Routes routes, Budget budget, Instant now) {
        outbound.work(destination -> routes.pathsFor(this, destination),
                destination -> routes.dampedPathsFor(this, destination), budget, now);
    }

    /** When the session has something to do although nothing happens; {@link Instant#MAX} for never. */
    public Instant deadline() {
        Instant pull = inbound.isIdle() ? pulls.deadline() : Instant.MAX;
        return pull.isBefore(outbound.deadline()) ? pull : outbound.deadline();
    }

    /**
     * The peer pulls from us, as it does when it has restarted.
     *
     * @param isStopping whether we offer nothing any more
     */
    public void pulledBy(Event.PullReceived pull, boolean isStopping, Instant now) {
        PeerCapabilities theirs = pull.extensions();
        boolean first = !restarts.hasPulledUs();
        if (first && pulls.hasTable() && theirs.instance().isEmpty()) {
            // A reference peer pulls when its session begins; ours is older, and what it pushed in between is lost.
            pulls.requestUnlessRepeated();
        }
        boolean restarted = restarts.pulledBy(theirs, now);
        outbound.learn(theirs);
        peerActive();
        if (restarted) {
            resynchronize();
        }
        if (isStopping) {
            outbound.answerNothing(pull);
        } else {
            outbound.answer(pull, first || restarted, restarts.retrySpan(), now);
        }
    }

    /** The peer pushed an update; newer than what a pull that is under way will bring. */
    public void pushedBy(Update update, long request) {
        peerActive();
        pulls.overtaken();
        inbound.pushed(update, pulls.isUnderWay(), request);
    }

    /**
     * Our pull brought the peer's table.
     *
     * @param known how many paths there are to compare with, of all peers
     */
    public void pullCompleted(List<PathVector> offered, PeerCapabilities theirs, long known, Instant now) {
        pulls.completed(!theirs.instance().isEmpty(), Math.max(known, offered.size()), now);
        answered(theirs, now);
        inbound.pulled(offered);
    }

    /** Our pull was answered: we have lost nothing of what the peer has sent. */
    public void pullUnchanged(PeerCapabilities theirs, Instant now) {
        pulls.unchanged(now);
        answered(theirs, now);
    }

    private void answered(PeerCapabilities theirs, Instant now) {
        if (restarts.answered(theirs, now)) {
            effects.accept(new Effect.Notice(key.interfaceName(), peer().describe() + " has restarted"));
            resynchronize();
        }
        outbound.learn(theirs);
    }

    /** Our pull failed; it is tried again after a pause. */
    public void pullFailed(Instant now) {
        pulls.failed(now);
    }

    /** Our push was acknowledged. */
    public void pushCompleted() {
        outbound.pushCompleted();
    }

    /** Our push failed; it is tried again after a pause. */
    public void pushFailed(String reason, Instant now) {
        if (outbound.pushFailed(now)) {
            effects.accept(new Effect.Notice(key.interfaceName(),
                    "pushes to " + peer().describe() + " keep failing: " + reason));
            resynchronize();
        }
    }

    /** The session is over: nothing that waits will be done. Returns what outlives it. */
    public PeerMemory close() {
        inbound.drop();
        outbound.drop();
        return new PeerMemory(peer().id(), outbound.adjRibOut());
    }

    /** The peer may have lost what it knew and may offer something else: pull its table and send it all of ours. */
    private void resynchronize() {
        pulls.requestSoon();
        outbound.adjRibOut().invalidate();
    }

    /** A peer that sends requests most likely accepts them, such as a reference daemon that has begun to listen. */
    private void peerActive() {
        pulls.retryEarly();
        outbound.retryEarly();
    }

    /** Hands its state through, but for what is given to the constructor. */
    public void archive(Archive archive) {
        pulls.archive(archive.in("pulls"));
        restarts.archive(archive.in("restarts"));
        rejections.archive(archive.in("rejections"));
        inbound.archive(archive.in("inbound"));
        outbound.archive(archive.in("outbound"));
    }
}
