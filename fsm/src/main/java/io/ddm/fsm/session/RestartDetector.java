package io.ddm.fsm.session;

import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.TokenBucket;
import java.time.Duration;
import java.time.Instant;

/**
 * Recognizes that the peer's process has restarted within the session. A peer of our kind names its instance. The
 * reference names none, but pulls at the start of its session only: its pull is a restart unless it repeats one that
 * failed. It ends the request after 250 ms, waits one solicit interval and pulls again, for as long as that takes; so a
 * pull that follows another by less than {@link #retrySpan} is a retry. In a chain of retries one at growing intervals
 * counts as a restart nevertheless, since the process behind them may have changed.
 *
 * <p>A restart is followed by a pull and by a full announcement. So restarts are limited; an instance beyond the limit
 * is not learned, so that the next pull or answer shows it again.
 */
final class RestartDetector {

    /** What the reference's timeout, its scheduling and the network add to the solicit interval. */
    private static final Duration RETRY_SLACK = Duration.ofSeconds(1);

    /** A restart of a peer on several links is noticed on all of them within this time: by their pulls. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration MIN_RECOUNT = Duration.ofSeconds(10);
    private static final Duration MAX_RECOUNT = Duration.ofMinutes(2);

    private static final int BURST = 3;
    private static final Duration RESTART_INTERVAL = Duration.ofSeconds(5);

    private final Duration retrySpan;
    private final TokenBucket restarts = new TokenBucket(BURST, RESTART_INTERVAL);
    private PeerCapabilities extensions = PeerCapabilities.NONE;
    private Instant instanceSince;
    private boolean hasPulledUs;
    private Instant pulledUsAt = Instant.MIN;
    private Instant countedAt = Instant.MIN;
    private Duration recount = MIN_RECOUNT;

    /**
     * @param solicitInterval the reference waits as long before it pulls again
     */
    RestartDetector(Duration solicitInterval, Instant now) {
        this.retrySpan = solicitInterval.plus(RETRY_SLACK);
        this.instanceSince = now;
    }

    /** A reference peer that repeats a failed pull does so within this time. */
    Duration retrySpan() {
        return retrySpan;
    }

    /** Whether two peers are two processes, each for long enough that none of them is the restart of the other. */
    boolean isOtherProcess(RestartDetector other, Instant now) {
        return !other.extensions.instance().isEmpty() && isOtherInstance(other.extensions) && isSettled(now)
                && other.isSettled(now);
    }

    private boolean isSettled(Instant now) {
        return !now.isBefore(instanceSince.plus(SETTLED));
    }

    /** Whether the peer has pulled from us in this session. */
    boolean hasPulledUs() {
        return hasPulledUs;
    }

    /** The peer pulls from us; returns whether it has restarted. */
    boolean pulledBy(PeerCapabilities theirs, Instant now) {
        boolean first = !hasPulledUs;
        boolean retry = !first && now.isBefore(pulledUsAt.plus(retrySpan));
        hasPulledUs = true;
        pulledUsAt = now;
        boolean isOther = isOtherInstance(theirs) || (!first && !extensions.instance().equals(theirs.instance()));
        if (isOther || !theirs.instance().isEmpty()) {
            return learn(theirs, isOther, now);
        }
        if (first || !retry) {
            recount = MIN_RECOUNT;
        } else if (now.isBefore(countedAt.plus(recount))) {
            return false;
        } else {
            recount = min(recount.multipliedBy(2), MAX_RECOUNT);
        }
        countedAt = now;
        return learn(theirs, !first, now);
    }

    /** The peer answered our pull; returns whether it has restarted. */
    boolean answered(PeerCapabilities theirs, Instant now) {
        return learn(theirs, isOtherInstance(theirs), now);
    }

    private boolean learn(PeerCapabilities theirs, boolean restarted, Instant now) {
        if (restarted && !restarts.take(now)) {
            return false;
        }
        if (!extensions.instance().equals(theirs.instance())) {
            instanceSince = now;
        }
        extensions = theirs;
        return restarted;
    }

    private boolean isOtherInstance(PeerCapabilities theirs) {
        return !extensions.instance().isEmpty() && !extensions.instance().equals(theirs.instance());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        restarts.archive(archive.in("restarts"));
        extensions = archive.value("extensions", PeerCapabilities.class, extensions);
        instanceSince = archive.instant("instanceSince", instanceSince);
        hasPulledUs = archive.flag("hasPulledUs", hasPulledUs);
        pulledUsAt = archive.instant("pulledUsAt", pulledUsAt);
        countedAt = archive.instant("countedAt", countedAt);
        recount = archive.value("recount", Duration.class, recount);
    }
}
