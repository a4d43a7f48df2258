package io.ddm.fsm.peer;

import io.ddm.fsm.Effect;
import io.ddm.fsm.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Extensions;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.AdjRibOut;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The exchange with one peer, from the moment it is found until it expires: what it can do, the pull of its table, and
 * the pushes of ours. A pull and a push may be under way at a time, never two of either. What fails is tried again with
 * growing pauses; a push that keeps failing is followed by a pull and a full announcement. Only silence ends a session.
 */
public final class Session {

    /** A restart of a peer on several links is noticed on all of them within this time: by their pulls. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** A push tells at most this many paths, so that later news overtakes what has not been sent. */
    static final int MOST_PATHS_PER_PUSH = 2000;

    /** After so many failed pushes in a row the peer is taken to have lost what it knew. */
    static final int FAILURES_UNTIL_RESYNC = 3;

    private final String interfaceName;
    private final long epoch;
    private final PeerIdentity peer;
    private final NextHop nextHop;
    private final AdjRibOut adjRibOut;
    private final PullSchedule pulls;
    private final Retry pushRetry = new Retry();
    private final Set<PathVector> pushedDuringPull = new LinkedHashSet<>();
    private final RestartDetector restarts;
    private boolean pulled;
    private final Refusals refusals = new Refusals();

    /**
     * @param former the last session on this interface, if there was one. The same router may not have noticed that it
     *     ended, and then still holds what it was told in it
     */
    Session(String interfaceName, long epoch, PeerIdentity peer, NextHop nextHop, Optional<Session> former,
            RouterConfig config, Instant now) {
        this.restarts = new RestartDetector(config.solicitInterval(), now);
        this.interfaceName = interfaceName;
        this.epoch = epoch;
        this.peer = peer;
        this.nextHop = nextHop;
        this.pulls = new PullSchedule(config.pullInterval(),
                31L * (31L * config.id().hashCode() + interfaceName.hashCode()) + epoch);
        this.adjRibOut = former.filter(f -> f.peer.id().equals(peer.id())).map(f -> f.adjRibOut).orElseGet(
                AdjRibOut::new);
        adjRibOut.failed();
        adjRibOut.doubt(List.of());
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

    /** Whether the peer's whole table was brought once. */
    public boolean hasPulled() {
        return pulled;
    }

    /** What of the peer's offers is not taken in, by reason. */
    public List<Refused> refused() {
        return refusals.toList();
    }

    /** Keeps in mind that offers of the peer are not taken in. */
    public void refuse(Refused offers) {
        refusals.add(offers);
    }

    /**
     * Whether another session is with another router of the same name: two processes answer to it, and not because one
     * has just followed the other.
     */
    public boolean isWithNamesakeOf(Session other, Instant now) {
        String instance = restarts.extensions().instance();
        String others = other.restarts.extensions().instance();
        return peer.id().equals(other.peer.id()) && !instance.isEmpty() && !others.isEmpty()
                && !instance.equals(others)
                && isSettled(now) && other.isSettled(now);
    }

    private boolean isSettled(Instant now) {
        return !now.isBefore(restarts.instanceSince().plus(SETTLED));
    }

    /** These destinations may have to be told anew. */
    public void touch(Collection<Destination> destinations) {
        adjRibOut.touch(destinations);
    }

    /** The peer's whole table is wanted; again, if a pull is under way. */
    public void wantPull() {
        pulls.want();
    }

    /** The peer's whole table is needed, even if it offers the same as before. */
    public void wantFullPull() {
        pulls.want();
    }

    /** Of these paths, those that the peer may already hold from us. */
    public List<List<RouterId>> alreadyAdvertised(Destination destination, List<List<RouterId>> paths) {
        return paths.stream().filter(path -> adjRibOut.mayHold(destination, path)).toList();
    }

    /** Everything that was told is to be withdrawn. */
    public void retract() {
        pulls.stop();
        pushRetry.clear();
        adjRibOut.touch(adjRibOut.told());
    }

    /** Whether the peer has been told everything, or cannot be told now. */
    public boolean isQuiet() {
        return !adjRibOut.isPushing() && (!adjRibOut.isDirty() || pushRetry.isWaiting());
    }

    /** Emits what is due: a pull that is wanted, a push of what changed. Called after every event that touched us. */
    public void flush(Function<Destination, List<List<RouterId>>> wanted, Instant now, Consumer<Effect> effects) {
        if (pulls.isDue(now)) {
            pulls.begin();
            pushedDuringPull.clear();
            effects.accept(new Effect.Pull(interfaceName, epoch, peer));
        }
        if (adjRibOut.isDirty() && !adjRibOut.isPushing() && pushRetry.isDue(now)) {
            Update update = adjRibOut.begin(wanted, MOST_PATHS_PER_PUSH);
            if (!update.isEmpty()) {
                effects.accept(new Effect.Push(interfaceName, epoch, peer, restarts.extensions(), update));
            }
        }
    }

    /** When {@link #flush} wants to be called although nothing happens; {@link Instant#MAX} for never. */
    Instant deadline() {
        Instant pull = pulls.deadline();
        Instant push = adjRibOut.isDirty() && !adjRibOut.isPushing() ? pushRetry.dueAt() : Instant.MAX;
        return pull.isBefore(push) ? pull : push;
    }

    /**
     * The peer pulls from us and is given {@code table}.
     *
     * @return whether it {@linkplain RestartDetector has restarted} within the session
     */
    public boolean pulledBy(Extensions theirs, List<PathVector> table, Instant now) {
        peerActive();
        adjRibOut.gave(table);
        return restarts.pulledBy(theirs, now);
    }

    /**
     * The peer told us something; newer than whatever a pull that is under way will bring.
     *
     * @return the update, {@linkplain #attributed attributed} to the peer
     */
    public Update pushedBy(Update told) {
        peerActive();
        Update update = new Update(attributed(told.announce()), attributed(told.withdraw()));
        if (pulls.isPulling()) {
            pushedDuringPull.addAll(update.announce());
            pushedDuringPull.addAll(update.withdraw());
        }
        return update;
    }

    /**
     * Gives tunnel origins that came without a path the shortest one that is true: the peer told us. The reference's
     * wire has no path for them.
     */
    public List<PathVector> attributed(List<PathVector> told) {
        return told.stream().map(p -> p.path().isEmpty() && p.destination() instanceof TunnelOrigin
                ? new PathVector(p.destination(), List.of(peer.id()))
                : p).toList();
    }

    /**
     * Our pull brought the peer's table.
     *
     * @param restarted called when the answer came from another instance than the one that we knew
     * @return the paths on which the peer has said something newer meanwhile
     */
    public Set<PathVector> pullCompleted(Extensions theirs, Runnable restarted, Instant now) {
        pulled = true;
        pulls.completed(!pushedDuringPull.isEmpty(), now);
        if (restarts.answered(theirs, now)) {
            restarted.run();
        }
        refusals.clear();
        Set<PathVector> newer = Set.copyOf(pushedDuringPull);
        pushedDuringPull.clear();
        return newer;
    }

    /** Our pull failed; it is tried again after a pause. */
    public void pullFailed(Instant now) {
        pulls.failed(now);
    }

    /** Our push was acknowledged. */
    public void pushCompleted() {
        pushRetry.clear();
        adjRibOut.acknowledged();
    }

    /**
     * Our push failed; it is tried again after a pause.
     *
     * @return whether it has failed so often that the peer is better told everything again
     */
    public boolean pushFailed(Instant now) {
        adjRibOut.failed();
        pushRetry.failed(now);
        return pushRetry.failures() % FAILURES_UNTIL_RESYNC == 0;
    }

    /** The peer may have lost what it knew and may offer something else: pull its table and tell it all of ours. */
    public void resynchronize(Collection<Destination> all) {
        pulls.wantSoon();
        adjRibOut.doubt(all);
    }

    /** A peer that sends requests most likely accepts them, such as a reference daemon that has begun to listen. */
    private void peerActive() {
        pulls.retryEarly();
        pushRetry.retryEarly();
    }
}
