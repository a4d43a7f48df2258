package io.ddm.fsm.session;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.PullSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Our pulls of one peer's table: at most one is under way. A pull carries the digest of what we hold, so that a peer
 * that has advertised just that need not send it, unless the whole table is requested.
 */
final class TablePulls {

    /**
     * A whole table that is compared with what is known costs about 5 us of the loop for each path; with this pause for
     * each path that is known, of any peer, all comparisons take about a fiftieth of the loop.
     */
    static final Duration PAUSE_PER_PATH = Duration.ofNanos(250_000);

    private final SessionKey key;
    private final PullSchedule schedule;
    private final Consumer<Effect> effects;
    private boolean hasTable;
    private boolean hasFailed;
    private boolean isWholeTableRequested;
    private boolean isAskingForWholeTable;
    private boolean wasWholeTable;
    private boolean overtaken;

    TablePulls(SessionKey key, RouterConfig config, Consumer<Effect> effects) {
        this.key = key;
        this.schedule = new PullSchedule(config.pullInterval(),
                31L * (31L * config.id().hashCode() + key.interfaceName().hashCode()) + key.epoch());
        this.effects = effects;
    }

    /** Whether a table of the peer was imported, or was known to be what we hold. */
    boolean hasTable() {
        return hasTable;
    }

    /** Whether a pull failed. */
    boolean hasFailed() {
        return hasFailed;
    }

    boolean isUnderWay() {
        return schedule.isPulling();
    }

    /** The whole table is to be pulled now; again, if a pull is under way. It stays requested until it has come. */
    void requestWholeTable() {
        isWholeTableRequested = true;
        schedule.request();
    }

    /** A pull is due as soon as failures before it allow; again, if one is under way. */
    void requestSoon() {
        schedule.requestSoon();
    }

    /** A pull is due soon, unless one follows on its own. */
    void requestUnlessRepeated() {
        schedule.requestUnlessRepeated();
    }

    /** The peer pushed, so that the answer to a pull that is under way may be older. */
    void overtaken() {
        overtaken |= schedule.isPulling();
    }

    /** The peer is active, so the next attempt is likely to succeed. */
    void retryEarly() {
        schedule.retryEarly();
    }

    /** No pull begins from now on. */
    void stop() {
        schedule.stop();
    }

    boolean isDue(Instant now) {
        return schedule.isDue(now);
    }

    /** When a pull is due; {@link Instant#MAX} for never, or not before the one under way ends. */
    Instant deadline() {
        return schedule.deadline();
    }

    /**
     * Begins a pull.
     *
     * @param held the digest of what we hold, if the peer may answer that nothing of what it has sent is lost
     */
    void begin(Optional<TableDigest> held) {
        schedule.begin();
        overtaken = false;
        // From now on a request is for another pull.
        isAskingForWholeTable = isWholeTableRequested;
        isWholeTableRequested = false;
        effects.accept(new Effect.Pull(key.interfaceName(), key.epoch(), key.peer(),
                isAskingForWholeTable ? Optional.empty() : held));
    }

    /**
     * The pull brought a whole table. A peer that keeps digests is asked for one only when something was lost; one that
     * keeps none, or sends a whole table twice in a row, is pulled more rarely the more paths there are.
     *
     * @param keepsDigests whether the peer keeps digests
     * @param paths how many paths there are to compare
     */
    void completed(boolean keepsDigests, long paths, Instant now) {
        schedule.completed(overtaken, now);
        isAskingForWholeTable = false;
        if (!keepsDigests || wasWholeTable) {
            schedule.notBefore(now.plus(PAUSE_PER_PATH.multipliedBy(paths)));
        }
        wasWholeTable = hasTable;
    }

    /** The table that the pull brought was imported. */
    void imported() {
        hasTable = true;
    }

    /** The peer answered that we have lost nothing of what it has sent. */
    void unchanged(Instant now) {
        schedule.completed(overtaken, now);
        noWholeTable();
        wasWholeTable = false;
        hasTable = true;
    }

    /** The pull has ended; what was requested of it remains to be done. */
    private void noWholeTable() {
        isWholeTableRequested |= isAskingForWholeTable;
        isAskingForWholeTable = false;
    }

    /** The pull failed; it is tried again after a pause, for the whole table if that has not come. */
    void failed(Instant now) {
        hasFailed = true;
        noWholeTable();
        schedule.failed(now);
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        schedule.archive(archive.in("schedule"));
        hasTable = archive.flag("hasTable", hasTable);
        hasFailed = archive.flag("hasFailed", hasFailed);
        isWholeTableRequested = archive.flag("isWholeTableRequested", isWholeTableRequested);
        isAskingForWholeTable = archive.flag("isAskingForWholeTable", isAskingForWholeTable);
        wasWholeTable = archive.flag("wasWholeTable", wasWholeTable);
        overtaken = archive.flag("overtaken", overtaken);
    }
}
