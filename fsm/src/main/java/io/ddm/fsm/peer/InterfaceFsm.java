package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.PeerMemory;
import io.ddm.fsm.session.ReportChanges;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.session.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The state machine of one interface: from a link to a session with the peer behind it, and back. {@link State} has the
 * table of its transitions, each of which passes {@link CurrentState#become}; what belongs to one state only is kept in
 * that state.
 *
 * <p>Only advertisements refresh liveness: they prove that the peer hears us. An advertisement of another identity is
 * checked with two solicitations within 500 ms before it replaces the peer. {@link SessionAdmission} limits new
 * sessions, whatever their cause. Sessions begin and end where their routes are, in {@code io.ddm.fsm.Peering}.
 */
public final class InterfaceFsm {

    private final String name;
    private final RouterConfig config;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private final LinkAnomalies anomalies;
    private final SessionAdmission admission;
    private final CurrentState state;
    private final LinkControl control;
    /** What the last session left; empty while there is one. */
    private Optional<PeerMemory> memory = Optional.empty();
    private Optional<LostPeer> lostPeer = Optional.empty();

    /** An interface that is not usable yet. */
    public InterfaceFsm(String name, RouterConfig config, ReportChanges changes, Consumer<Effect> effects,
            Instant now) {
        this.name = name;
        this.config = config;
        this.changes = changes;
        this.effects = effects;
        this.state = new CurrentState(name, changes, effects, now);
        this.anomalies = new LinkAnomalies(name, changes, effects);
        this.admission = new SessionAdmission(name, config.damping(), anomalies, effects);
        this.control = new LinkControl(name, config, state, changes, effects);
    }

    /** The configured name. */
    public String name() {
        return name;
    }

    /** The session with the peer, if there is one. */
    public Optional<Session> session() {
        return state.get() instanceof Exchanging exchanging ? Optional.of(exchanging.session()) : Optional.empty();
    }

    /** The session, if it is the one with this number. */
    public Optional<Session> session(long numbered) {
        return session().filter(s -> s.epoch() == numbered);
    }

    /** Configured again after having been removed: waits for its link as if new. */
    public void restored(Instant now) {
        lostPeer = Optional.empty();
        control.restored(now);
    }

    /** Opens and closes the link. */
    public LinkControl control() {
        return control;
    }

    /** The link, if it can be used. */
    public Optional<Link> link() {
        return state.get().link();
    }

    /** Our link-local address, if the interface is usable. */
    public Optional<Ipv6Address> address() {
        return link().map(Link::address);
    }

    /** Whether the link was ever usable, so that a peer or a completion under way may still know of us. */
    public boolean wasUsable() {
        return state.epoch() > 0;
    }

    /** Whether its sockets are open. */
    public boolean isOpen() {
        return state.get() instanceof State.Open;
    }

    /** The peer can be reached again: it is asked at once, since the session may be about to expire. */
    public void reachable(Instant now) {
        if (state.get() instanceof Exchanging exchanging) {
            exchanging.active().solicits().noLaterThan(now);
        }
    }

    /** A solicitation: answered; if we do not know the sender, with a solicitation of our own too. */
    public void solicited(PeerIdentity sender, Instant now) {
        if (state.get() instanceof State.Open open) {
            effects.accept(new Effect.SendAdvertisement(name, sender.address()));
            if (session().filter(session -> session.peer().equals(sender)).isEmpty()) {
                open.active().solicits().unknownNeighbor(now);
            }
        }
    }

    /** An advertisement: returns whether a session with its sender is to begin. */
    public boolean advertised(PeerIdentity sender, Instant now) {
        return switch (state.get()) {
            case Down _,Opening _ -> false;
            case Soliciting soliciting -> admission.admits(soliciting.active(), now);
            case Exchanging exchanging -> {
                exchanging.advertised(sender, now);
                yield false;
            }
        };
    }

    /** Who has taken the place of the peer, if that has just become certain and another session is admitted. */
    public Optional<PeerIdentity> replacement(Instant now) {
        return state.get() instanceof Exchanging exchanging
                ? exchanging.successor(now).filter(_ -> admission.admits(exchanging.active(), now))
                : Optional.empty();
    }

    /** Notes that something about the link is not as it should be, and notifies operators when it begins. */
    public void note(LinkAnomaly.Kind kind, String message, Instant now) {
        anomalies.note(kind, message, now);
    }

    /** Whether the link gets no session for a while when it keeps losing its peer, from now on. */
    public void damping(boolean enabled) {
        admission.damping(enabled);
    }

    /** Begins a session with a peer that has just advertised itself; a peer that there was must have been lost. */
    public Session establish(PeerIdentity peer, String reason, Routes routes, Instant now) {
        if (!(state.get() instanceof Soliciting soliciting)) {
            throw new IllegalStateException(name + ": no session can begin in " + state.get());
        }
        long epoch = state.nextEpoch();
        NextHop nextHop = new NextHop(soliciting.active().link().index(), peer.address());
        Session session = new Session(new SessionKey(name, epoch, peer), nextHop, memory,
                routes.open(nextHop, name, epoch), routes, config, changes, effects, now);
        memory = Optional.empty();
        lostPeer = Optional.empty();
        state.become(new Exchanging(soliciting.active(), session, config.expireThreshold(), anomalies, changes,
                new IdentityCheck(name, effects), now), reason, Optional.of(peer), now);
        return session;
    }

    /** Ends the session, if there is one, and looks for a peer again. */
    public void end(String reason, Instant now) {
        if (state.get() instanceof Exchanging exchanging) {
            Session session = exchanging.session();
            memory = Optional.of(session.close());
            effects.accept(new Effect.CloseSession(name, session.epoch()));
            lostPeer = Optional.of(new LostPeer(session.peer(), now, reason));
            state.become(new Soliciting(exchanging.active()), reason, Optional.of(session.peer()), now);
            state.nextEpoch();
            admission.lost(now);
            exchanging.active().solicits().start(now);
        }
    }

    /** Keeps a request that cannot be answered yet; drops it if too many wait or the interface is not open. */
    public void defer(Event event, Ipv6Address source, long request, Instant now) {
        if (!(state.get() instanceof State.Open open)) {
            effects.accept(new Effect.DropRequest(request, "the interface is not open"));
        } else if (open.active().pending().add(event, source, request, now)) {
            open.active().solicits().unknownNeighbor(now);
        }
    }

    /** Takes out the requests of this peer that wait. */
    public List<PendingRequest> pendingFrom(Ipv6Address source) {
        return state.get() instanceof State.Open open ? open.active().pending().from(source) : List.of();
    }

    /** For how long the peer has been silent, if that is as long as the threshold. */
    public Optional<Duration> silence(Instant now) {
        return state.get() instanceof Exchanging exchanging ? exchanging.silence(now) : Optional.empty();
    }

    /** We were not listening for so long; the peer's silence does not count. */
    public void creditStall(Duration pause) {
        if (state.get() instanceof Exchanging exchanging) {
            exchanging.creditStall(pause);
        }
    }

    /** Does what is due: opens again, solicits, drops requests that waited too long. */
    public void timers(Instant now) {
        control.timers(now);
        if (state.get() instanceof State.Open open) {
            open.active().timers(open instanceof Exchanging, now);
        }
        anomalies.forget(now);
    }

    /** When {@link #timers} or the session has something to do; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return state.get().deadline();
    }

    /** From now on no peer is looked for, and none replaced. */
    public void stopSoliciting() {
        control.stopSoliciting();
        if (state.get() instanceof Exchanging exchanging) {
            exchanging.keepPeer();
        }
    }

    /** What operators see of this interface. */
    public InterfaceReport report() {
        Optional<Session> session = session();
        return new InterfaceReport(name, control.lastIndex(), address(), state.get().shown(), state.since(),
                session.map(Session::peer),
                session.map(Session::nextHop), state.history(), admission.losses(), anomalies.toList(),
                session.map(Session::rejected).orElse(List.of()),
                state.get() instanceof Exchanging exchanging ? Optional.of(exchanging.lastHeard()) : Optional.empty(),
                lostPeer, state.get() instanceof Down down ? down.suppression() : Optional.empty());
    }

    /** For tests. */
    CurrentState state() {
        return state;
    }

    /** Hands its state through, but for what readers alone see. */
    public void archive(Archive archive, Routes routes) {
        state.archive(archive);
        control.archive(archive);
        anomalies.archive(archive.in("anomalies"));
        admission.archive(archive.in("admission"));
        StateArchive states = new StateArchive(name, config, changes, effects, anomalies, routes);
        memory = states.memory(archive.in("memory"), memory);
        state.restore(states.state(archive.in("state"), state.get(), state.epoch()));
    }
}
