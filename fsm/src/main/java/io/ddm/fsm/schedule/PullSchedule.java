package io.ddm.fsm.schedule;

import io.ddm.fsm.replay.Archive;
import java.time.Duration;
import java.time.Instant;

/**
 * When the peer's table is pulled: at once when the session begins or a pull is requested, after a growing pause when
 * it failed, and again periodically, so that no lost message and no missed restart has lasting effects.
 */
public final class PullSchedule {

    /** A pull during which the peer pushed is repeated after this long: its table may be older than the push. */
    static final Duration REPEAT = Duration.ofSeconds(1);

    private final Retry retry = new Retry();
    private final Duration interval;
    private long spread;
    private boolean requested = true;
    private boolean pulling;
    private boolean stopped;
    private Instant again = Instant.MAX;

    /**
     * @param interval time between pulls that are not requested, give or take a quarter; zero for none
     * @param seed any number, another one for each session: it spreads the pulls of many sessions
     */
    public PullSchedule(Duration interval, long seed) {
        this.interval = interval;
        this.spread = seed;
    }

    /** A pull is due now; another one, if one is under way. */
    public void request() {
        requested = true;
        retry.clear();
    }

    /** A pull is due as soon as failures before it allow; another one, if one is under way. */
    public void requestSoon() {
        requested = true;
        retry.retryEarly();
    }

    /** A pull is due soon, unless one follows on its own. */
    public void requestUnlessRepeated() {
        if (interval.isZero()) {
            requestSoon();
        }
    }

    /** No pull begins from now on. */
    public void stop() {
        stopped = true;
    }

    /** The peer is active, so the next attempt is likely to succeed. */
    public void retryEarly() {
        retry.retryEarly();
    }

    /** Whether a pull is under way. */
    public boolean isPulling() {
        return pulling;
    }

    /** Whether a pull is due. */
    public boolean isDue(Instant now) {
        return !now.isBefore(deadline());
    }

    /** A pull is under way. */
    public void begin() {
        requested = false;
        pulling = true;
        again = Instant.MAX;
    }

    /** The pull succeeded; {@code overtaken} if the peer pushed meanwhile. */
    public void completed(boolean overtaken, Instant now) {
        pulling = false;
        retry.clear();
        if (!interval.isZero()) {
            again = now.plus(overtaken && REPEAT.compareTo(interval) < 0 ? REPEAT : jittered());
        }
    }

    /** The next pull that is not requested comes no sooner than this. */
    public void notBefore(Instant least) {
        if (again.isBefore(least)) {
            again = least;
        }
    }

    /** The pull failed. */
    public void failed(Instant now) {
        pulling = false;
        requested = true;
        retry.failed(now);
    }

    /** When a pull is due; {@link Instant#MAX} for never, or not before the one under way ends. */
    public Instant deadline() {
        return pulling || stopped ? Instant.MAX : requested ? retry.dueAt() : again;
    }

    /** Knuth's linear congruential generator: the core has no other randomness than what it is given. */
    private Duration jittered() {
        spread = spread * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        long millis = interval.toMillis();
        return Duration.ofMillis(millis * 3 / 4 + (spread >>> 33) * millis / 2 / (1L << 31));
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        retry.archive(archive.in("retry"));
        spread = archive.number("spread", spread);
        requested = archive.flag("requested", requested);
        pulling = archive.flag("pulling", pulling);
        stopped = archive.flag("stopped", stopped);
        again = archive.instant("again", again);
    }
}
