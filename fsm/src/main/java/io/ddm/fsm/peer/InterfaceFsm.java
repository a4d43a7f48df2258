package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one interface. It owns the identity of its peer and the instant at which its state was entered.
 *
 * <pre>
 *   from       on                                          to         and
 *   INIT       ready: the link can be used                 INIT       open sockets; try again if that fails
 *   INIT       opened: sockets hear and accept             SOLICIT    solicit at once, 3 more within 1 s
 *   SOLICIT    an advertisement                            EXCHANGE   new session: pull, push all we offer
 *   SOLICIT    solicit interval                            SOLICIT    solicit
 *   EXCHANGE   an advertisement of the same identity       EXCHANGE   liveness refreshed
 *   EXCHANGE   an advertisement of a changed identity      EXCHANGE   check it: solicit twice within 500 ms
 *   EXCHANGE   the check ends: only the new one answered   EXCHANGE   old session expires, new one begins
 *   EXCHANGE   solicit interval                            EXCHANGE   solicit
 *   EXCHANGE   silence, or an operator's word              SOLICIT    session expires; as after opened
 *   any        lost: link, carrier or address gone         INIT       session expires, sockets closed
 *   any        removed: no longer configured               INIT       the same, and the router forgets it
 *   any        suppressed until an instant                 INIT       the same, and not opened before it
 *   not INIT   a solicitation                              same       advertise; solicit too if a stranger's
 * </pre>
 *
 * <p>Only advertisements refresh liveness: they prove that the peer hears us. New sessions are limited to
 * {@value #SESSION_BURST} at once and one per second after them, whatever their cause; with damping a link that keeps
 * losing sessions gets none for a while, neither by discovery nor by a changed identity. Each change of state passes
 * {@link #become}; the session is won and lost by {@link io.ddm.fsm.Router}, which also owns the routes.
 */
public final class InterfaceFsm {

    /** New sessions admitted at once. Each costs a pull, a full announcement and the removal of the old routes. */
    static final int SESSION_BURST = 5;

    /** Time in which one more session is admitted. */
    static final Duration SESSION_INTERVAL = Duration.ofSeconds(1);

    private final String name;
    private final RouterConfig config;
    private final Consumer<Effect> effects;
    private final History history = new History();
    private final PendingRequests pending;
    private final SolicitSchedule solicits;
    private final Damping damping;
    private final LinkAnomalies oddities;
    private final ReportChanges changes;
    private final Retry openRetry = new Retry();
    private final TokenBucket newSessions = new TokenBucket(SESSION_BURST, SESSION_INTERVAL);
    private final IdentityCheck identityCheck;

    private FsmState state = FsmState.INIT;
    private Instant since;
    private long epoch;
    private int index;
    private @Nullable Ipv6Address address;
    private boolean opening;
    private @Nullable Session session;
    private @Nullable Session former;
    private @Nullable LostPeer lostPeer;
    private @Nullable Suppression suppression;
    private Instant lastHeard = Instant.MIN;

    /** An interface that is not usable yet. */
    InterfaceFsm(String name, RouterConfig config, ReportChanges changes, Consumer<Effect> effects, Instant now) {
        this.name = name;
        this.config = config;
        this.effects = effects;
        this.since = now;
        this.changes = changes;
        this.oddities = new LinkAnomalies(changes);
        this.pending = new PendingRequests(effects);
        this.solicits = new SolicitSchedule(config.solicitInterval(),
                () -> effects.accept(new Effect.SendSolicitation(name)));
        this.damping = new Damping(config.damping());
        this.identityCheck = new IdentityCheck(() -> effects.accept(new Effect.SendSolicitation(name)));
    }

    /** The configured name. */
    public String name() {
        return name;
    }

    /** The session with the peer, if there is one. */
    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    /** The session, if it is the one with this number. */
    public Optional<Session> session(long numbered) {
        return session().filter(s -> s.epoch() == numbered);
    }

    /** Our link-local address, if the interface is usable. */
    public Optional<Ipv6Address> address() {
        return Optional.ofNullable(address);
    }

    /** Whether the link is known to be usable in just this way. */
    public boolean isReady(int sameIndex, Ipv6Address sameAddress) {
        return index == sameIndex && sameAddress.equals(address);
    }

    /** Whether the link was ever usable, so that a peer or a completion under way may still know of us. */
    public boolean wasUsable() {
        return epoch > 0;
    }

    /** Whether we speak and listen there. */
    public boolean isOpen() {
        return state != FsmState.INIT;
    }

    /** The link became usable, or usable in another way. */
    public void ready(int newIndex, Ipv6Address newAddress) {
        epoch++;
        index = newIndex;
        address = newAddress;
        changes.changed();
        openRetry.clear();
        open();
    }

    /** Sockets are open: the interface may speak. */
    public void opened(long ofEpoch, Instant now) {
        if (opening && ofEpoch == epoch) {
            opening = false;
            openRetry.clear();
            become(FsmState.SOLICIT, "link is up", Optional.empty(), now);
            solicits.start(now);
        }
    }

    /** Sockets could not be opened; tried again after a pause. */
    public void openFailed(long ofEpoch, String reason, Instant now) {
        if (opening && ofEpoch == epoch) {
            opening = false;
            openRetry.failed(now);
            effects.accept(new Effect.Notice(name, "cannot open " + name + " yet: " + reason));
        }
    }

    /** Configured again after having been removed: waits for its link as if new. */
    public void restored(Instant now) {
        lostPeer = null;
        become(FsmState.INIT, "configured again", Optional.empty(), now);
    }

    /** The link can no longer be used. Its session, if any, must have ended. */
    public void lost(String reason, Instant now) {
        address = null;
        close(reason, now);
    }

    /** The link is closed until an instant. Its session, if any, must have ended. */
    public void suppress(Suppression wanted, Instant now) {
        boolean wasOpen = address != null && suppression == null;
        suppression = wanted;
        changes.changed();
        if (wasOpen) {
            close("suppressed: " + wanted.reason(), now);
        }
    }

    private void close(String reason, Instant now) {
        epoch++;
        opening = false;
        solicits.pause();
        openRetry.clear();
        pending.refuseAll("the interface is gone");
        effects.accept(new Effect.CloseInterface(name));
        become(FsmState.INIT, reason, Optional.empty(), now);
    }

    /** A solicitation: answered; if we do not know the sender, with a solicitation of our own too. */
    public void solicited(PeerIdentity sender, Instant now) {
        if (state == FsmState.INIT) {
            return;
        }
        effects.accept(new Effect.SendAdvertisement(name, sender.address()));
        if (session == null || !session.peer().equals(sender)) {
            solicits.stranger(now);
        }
    }

    /** What an advertisement means. */
    public enum AdvertisementResult {
        /** The peer that we know: liveness was refreshed. */
        REFRESHED,
        /** A peer on a link that has none: a session is to begin. */
        NEW_PEER,
        /** Another neighbor while there is a peer, or any while no session is admitted; ignored for now. */
        IGNORED
    }

    /** An advertisement: says whose it is. */
    public AdvertisementResult advertised(PeerIdentity sender, Instant now) {
        if (state == FsmState.INIT) {
            return AdvertisementResult.IGNORED;
        }
        if (session == null) {
            return admitsSession(now) ? AdvertisementResult.NEW_PEER : AdvertisementResult.IGNORED;
        }
        PeerIdentity known = session.peer();
        if (known.equals(sender)) {
            lastHeard = now;
            changes.livenessChanged();
            keepAgainstClaims(known, now);
            return AdvertisementResult.REFRESHED;
        }
        if (known.address().equals(sender.address()) || known.id().equals(sender.id())) {
            identityCheck.claimed(sender, now);
            return AdvertisementResult.IGNORED;
        }
        note(LinkAnomaly.Kind.SECOND_NEIGHBOR,
                sender.id() + " (" + sender.address() + ") is on the link too and left aside while " + known.id()
                        + " (" + known.address() + ") lives: a link has one peer",
                now);
        return AdvertisementResult.IGNORED;
    }

    /** Who has taken the place of the peer, if that has just become certain and another session is admitted. */
    public Optional<PeerIdentity> replacement(Instant now) {
        return identityCheck.conclude(now).filter(peer -> admitsSession(now));
    }

    private void keepAgainstClaims(PeerIdentity known, Instant now) {
        if (identityCheck.isUnderWay()) {
            identityCheck.cancel();
            note(LinkAnomaly.Kind.CONFLICTING_IDENTITY, "another router claims the address or the id of "
                    + known.describe()
                    + ", which still answers: give one of them another address or --router-id, or look for forged"
                    + " packets on the link", now);
        }
    }

    private boolean admitsSession(Instant now) {
        if (damping.isSuppressed(now)) {
            return false;
        }
        if (newSessions.take(now)) {
            return true;
        }
        solicits.noLaterThan(newSessions.availableAt());
        note(LinkAnomaly.Kind.SESSION_LIMIT, "the link keeps changing its peer: new sessions are limited to one per "
                + SESSION_INTERVAL.toMillis() + " ms", now);
        return false;
    }

    /** Notes that something about the link is odd, and tells operators when it begins. */
    public void note(LinkAnomaly.Kind kind, String words, Instant now) {
        if (oddities.note(kind, words, now)) {
            effects.accept(new Effect.Notice(name, words));
        }
    }

    /** Begins a session with a peer that has just advertised itself. */
    public Session establish(PeerIdentity peer, String reason, Routes routes, Instant now) {
        epoch++;
        lastHeard = now;
        lostPeer = null;
        NextHop nextHop = new NextHop(index, peer.address());
        session = new Session(name, epoch, peer, nextHop, Optional.ofNullable(former),
                routes.open(nextHop, name, epoch), routes, config, changes, effects, now);
        become(FsmState.EXCHANGE, reason, Optional.of(peer), now);
        return session;
    }

    /** Ends the session and looks for a peer again. */
    public void end(String reason, Instant now) {
        if (session != null) {
            session.close();
            effects.accept(new Effect.CloseSession(name, session.epoch()));
            former = session;
            lostPeer = new LostPeer(session.peer(), now, reason);
            identityCheck.cancel();
            become(FsmState.SOLICIT, reason, Optional.of(session.peer()), now);
            session = null;
            epoch++;
            rest(now);
            solicits.start(now);
        }
    }

    /** Keeps a request that cannot be answered yet; refuses it if too many wait or the interface is not open. */
    public void defer(Event event, Ipv6Address source, long request, Instant now) {
        if (state == FsmState.INIT) {
            effects.accept(new Effect.DropRequest(request, "the interface is not open"));
        } else if (pending.add(event, source, request, now)) {
            solicits.stranger(now);
        }
    }

    /** Takes out the requests of this peer that wait. */
    public List<PendingRequest> pendingFrom(Ipv6Address source) {
        return pending.from(source);
    }

    /** Whether the peer has been silent for as long as the threshold. */
    public boolean isSilent(Instant now) {
        return session != null && !now.isBefore(lastHeard.plus(config.expireThreshold()));
    }

    /** For how long the peer has been silent. */
    public Duration silence(Instant now) {
        return Duration.between(lastHeard, now);
    }

    /** We were not listening for so long; the peer's silence does not count. */
    public void creditStall(Duration pause) {
        if (session != null) {
            lastHeard = lastHeard.plus(pause);
            changes.livenessChanged();
            // The peer's answers may still wait in a socket.
            identityCheck.cancel();
        }
    }

    /** Does what is due: opens again, solicits, refuses requests that waited too long. */
    public void timers(Instant now) {
        if (suppression != null && !now.isBefore(suppression.until())) {
            suppression = null;
            changes.changed();
        }
        if (isClosed() && openRetry.isDue(now)) {
            open();
        }
        solicits.tick(session != null, now);
        pending.refuseLate(now);
        oddities.forget(now);
    }

    /** When {@link #timers} or the session wants to be called; {@link Instant#MAX} for never. */
    public Instant deadline() {
        Instant earliest = isClosed() ? openRetry.dueAt() : solicits.deadline();
        if (suppression != null) {
            earliest = min(earliest, suppression.until());
        }
        if (session != null) {
            earliest = min(earliest, min(lastHeard.plus(config.expireThreshold()), session.deadline()));
        }
        return min(earliest, min(identityCheck.deadline(), pending.deadline()));
    }

    /** Asks for nobody any more. */
    public void silence() {
        solicits.silence();
        identityCheck.cancel();
    }

    /** What operators see of this interface. */
    public InterfaceReport report() {
        return new InterfaceReport(name, index, address(), state, since, session().map(Session::peer),
                session().map(Session::nextHop), history.toList(), damping.losses(), oddities.toList(),
                session().map(Session::refused).orElse(List.of()), session().map(s -> lastHeard),
                Optional.ofNullable(lostPeer), Optional.ofNullable(suppression));
    }

    private boolean isClosed() {
        return state == FsmState.INIT && address != null && !opening && suppression == null;
    }

    private void open() {
        if (address != null && suppression == null) {
            opening = true;
            effects.accept(new Effect.OpenInterface(name, index, address, epoch));
        }
    }

    /** A lost session; where the operator wants damping, several of them keep the link from having another. */
    private void rest(Instant now) {
        boolean rested = damping.isSuppressed(now);
        damping.lost(now);
        if (!rested && damping.isSuppressed(now)) {
            effects.accept(
                    new Effect.Notice(name, "this link keeps losing its peer and rests until " + damping.reusableAt()));
        }
    }

    private void become(FsmState next, String reason, Optional<PeerIdentity> peer, Instant now) {
        Transition transition = new Transition(now, state, next, reason, peer);
        history.add(transition);
        state = next;
        changes.changed();
        since = now;
        effects.accept(new Effect.Changed(name, transition));
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
