package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.schedule.Damping;
import io.ddm.fsm.schedule.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * How many sessions a link gets: {@value #BURST} at once and one per second after them, whatever their cause; with
 * damping none for a while after several were lost.
 */
final class SessionAdmission {

    /** New sessions admitted at once. Each costs a pull, a full announcement and the removal of the old routes. */
    static final int BURST = 5;

    /** Time in which one more session is admitted. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private final String name;
    private final Damping damping;
    private final LinkAnomalies anomalies;
    private final Consumer<Effect> effects;
    private final TokenBucket sessions = new TokenBucket(BURST, INTERVAL);

    /**
     * @param name of the interface
     * @param damps whether a link that keeps losing its peer gets no session for a while
     */
    SessionAdmission(String name, boolean damps, LinkAnomalies anomalies, Consumer<Effect> effects) {
        this.name = name;
        this.damping = new Damping(damps);
        this.anomalies = anomalies;
        this.effects = effects;
    }

    /** Whether a session may begin now; counts it if so. If not, the link is solicited when the next is admitted. */
    boolean admits(ActiveLink link, Instant now) {
        if (damping.isSuppressed(now)) {
            return false;
        }
        if (sessions.take(now)) {
            return true;
        }
        link.solicits().noLaterThan(sessions.availableAt());
        anomalies.note(LinkAnomaly.Kind.SESSION_LIMIT,
                "the link keeps changing its peer: new sessions are limited to one per " + INTERVAL.toMillis() + " ms",
                now);
        return false;
    }

    /** Whether a link that keeps losing its peer gets no session for a while, from now on. */
    void damping(boolean enabled) {
        damping.enable(enabled);
    }

    /** A session was lost. */
    void lost(Instant now) {
        boolean wasSuppressed = damping.isSuppressed(now);
        damping.lost(now);
        if (!wasSuppressed && damping.isSuppressed(now)) {
            effects.accept(new Effect.Notice(name,
                    "this link keeps losing its peer and is suppressed until " + damping.reusableAt()));
        }
    }

    /** How many sessions were lost, ever. */
    long losses() {
        return damping.losses();
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        damping.archive(archive.in("damping"));
        sessions.archive(archive.in("sessions"));
    }
}
