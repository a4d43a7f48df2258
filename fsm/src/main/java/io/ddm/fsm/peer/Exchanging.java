package io.ddm.fsm.peer;

import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.ReportChanges;
import io.ddm.fsm.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The link has a peer, which is alive: it advertised itself within the expire threshold. */
final class Exchanging implements State.Open {

    private final ActiveLink active;
    private final Session session;
    private final Duration expireThreshold;
    private final LinkAnomalies anomalies;
    private final ReportChanges changes;
    private final IdentityCheck identityCheck;
    private Instant lastHeard;

    /**
     * @param expireThreshold how long the peer may be silent
     */
    Exchanging(ActiveLink active, Session session, Duration expireThreshold, LinkAnomalies anomalies,
            ReportChanges changes, IdentityCheck identityCheck, Instant now) {
        this.active = active;
        this.session = session;
        this.expireThreshold = expireThreshold;
        this.anomalies = anomalies;
        this.changes = changes;
        this.identityCheck = identityCheck;
        this.lastHeard = now;
    }

    Session session() {
        return session;
    }

    /** When the peer last advertised itself, later by the time in which this process did not run. */
    Instant lastHeard() {
        return lastHeard;
    }

    /** An advertisement: of the peer, or of another neighbor that may have taken its place. */
    void advertised(PeerIdentity sender, Instant now) {
        PeerIdentity peer = session.peer();
        if (peer.equals(sender)) {
            lastHeard = now;
            changes.livenessChanged();
            if (identityCheck.isUnderWay()) {
                identityCheck.cancel();
                anomalies.note(LinkAnomaly.Kind.CONFLICTING_IDENTITY, "another router claims the address or the id of "
                        + peer.describe()
                        + ", which still answers: give one of them another address or --router-id, or look for forged"
                        + " packets on the link", now);
            }
        } else if (peer.address().equals(sender.address()) || peer.id().equals(sender.id())) {
            identityCheck.claimed(sender, now);
        } else {
            anomalies.note(LinkAnomaly.Kind.SECOND_NEIGHBOR,
                    sender.id() + " (" + sender.address() + ") is on the link too; it is ignored while " + peer.id()
                            + " (" + peer.address() + ") is alive: a link has one peer",
                    now);
        }
    }

    /** Who has taken the place of the peer, if that has just become certain. */
    Optional<PeerIdentity> successor(Instant now) {
        return identityCheck.conclude(now);
    }

    /** The peer stays: what was claimed so far does not count. */
    void keepPeer() {
        identityCheck.cancel();
    }

    /** For how long the peer has been silent, if that is too long. */
    Optional<Duration> silence(Instant now) {
        return now.isBefore(expiresAt()) ? Optional.empty() : Optional.of(Duration.between(lastHeard, now));
    }

    /** This process did not listen for so long: that counts against no peer. */
    void creditStall(Duration pause) {
        lastHeard = lastHeard.plus(pause);
        changes.livenessChanged();
        // The peer's answers may still wait in a socket.
        identityCheck.cancel();
    }

    private Instant expiresAt() {
        return lastHeard.plus(expireThreshold);
    }

    @Override
    public ActiveLink active() {
        return active;
    }

    @Override
    public FsmState shown() {
        return FsmState.EXCHANGE;
    }

    @Override
    public Instant deadline() {
        return Collections
                .min(List.of(active.deadline(), expiresAt(), session.deadline(), identityCheck.deadline()));
    }

    @Override
    public String toString() {
        return "Exchanging[" + session.peer() + ", session " + session.epoch() + "]";
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        identityCheck.archive(archive.in("identityCheck"));
        lastHeard = archive.instant("lastHeard", lastHeard);
    }
}
