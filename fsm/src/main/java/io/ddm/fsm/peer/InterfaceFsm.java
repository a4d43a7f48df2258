package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
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

    /** Numbers attempts to open the link, and sessions: a completion of another number is stale. */
    private long epoch;
    private int lastIndex;
    private boolean stopped;
    private Optional<PeerMemory> memory = Optional.empty();
    private Optional<LostPeer> lostPeer = Optional.empty();

    /** An interface that is not usable yet. */
    InterfaceFsm(String name, RouterConfig config, ReportChanges changes, Consumer<Effect> effects, Instant now) {
        this.name = name;
        this.config = config;
        this.changes = changes;
        this.effects = effects;
        this.state = new CurrentState(name, changes, effects, now);
        this.anomalies = new LinkAnomalies(name, changes, effects);
        this.admission = new SessionAdmission(name, config.damping(), anomalies, effects);
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
        return epoch > 0;
    }

    /** Whether its sockets are open. */
    public boolean isOpen() {
        return state.get() instanceof Open;
    }

    /** The link became usable. It must not have been; its sockets are opened, unless it is suppressed. */
    public void ready(Link usable, Instant now) {
        epoch++;
        lastIndex = usable.index();
        changes.changed();
        if (state.get() instanceof Down down && down.suppression().isPresent()) {
            down.ready(usable);
        } else {
            open(usable, now);
        }
    }

    /** Sockets are open: a peer is looked for. */
    public void opened(long ofEpoch, Instant now) {
        if (state.get() instanceof Opening opening && opening.isAwaiting(ofEpoch)) {
            SolicitSchedule solicits = new SolicitSchedule(name, config.solicitInterval(), effects);
            if (stopped) {
                solicits.stop();
            }
            state.become(new Soliciting(new ActiveLink(opening.usable(), solicits, effects)), "link is up",
                    Optional.empty(), now);
            solicits.start(now);
        }
    }

    /** Sockets could not be opened; tried again after a pause. */
    public void openFailed(long ofEpoch, String reason, Instant now) {
        if (state.get() instanceof Opening opening && opening.isAwaiting(ofEpoch)) {
            opening.failed(now);
            effects.accept(new Effect.Notice(name, "cannot open " + name + " yet: " + reason));
        }
    }

    /** Configured again after having been removed: waits for its link as if new. */
    public void restored(Instant now) {
        lostPeer = Optional.empty();
        state.become(Down.unusable(), "configured again", Optional.empty(), now);
    }

    /** The link can no longer be used. Its session, if any, must have ended. */
    public void lost(String reason, Instant now) {
        close(state.get() instanceof Down down ? down.withoutLink() : Down.unusable(), reason, now);
    }

    /**
     * The link is closed until an instant, and stays so if it is not open. Its session, if any, must have ended. An
     * instant in the past ends a suppression.
     */
    public void suppress(Suppression suppression, Instant now) {
        if (state.get() instanceof Down down) {
            down.suppress(suppression);
            changes.changed();
        } else if (now.isBefore(suppression.until())) {
            link().ifPresent(link -> close(Down.suppressed(link, suppression), "suppressed: " + suppression.reason(),
                    now));
        }
    }

    private void close(Down next, String reason, Instant now) {
        epoch++;
        if (state.get() instanceof Open open) {
            open.active().pending().dropAll("the interface is gone");
        }
        effects.accept(new Effect.CloseInterface(name));
        state.become(next, reason, Optional.empty(), now);
    }

    /** A solicitation: answered; if we do not know the sender, with a solicitation of our own too. */
    public void solicited(PeerIdentity sender, Instant now) {
        if (state.get() instanceof Open open) {
            effects.accept(new Effect.SendAdvertisement(name, sender.address()));
            if (session().filter(session -> session.peer().equals(sender)).isEmpty()) {
                open.active().solicits().stranger(now);
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

    /** Notes that something about the link is not as it should be, and tells operators when it begins. */
    public void note(LinkAnomaly.Kind kind, String message, Instant now) {
        anomalies.note(kind, message, now);
    }

    /** Begins a session with a peer that has just advertised itself; a peer that there was must have been lost. */
    public Session establish(PeerIdentity peer, String reason, Routes routes, Instant now) {
        if (!(state.get() instanceof Soliciting soliciting)) {
            throw new IllegalStateException(name + ": no session can begin in " + state.get());
        }
        epoch++;
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
            epoch++;
            admission.lost(now);
            exchanging.active().solicits().start(now);
        }
    }

    /** Keeps a request that cannot be answered yet; drops it if too many wait or the interface is not open. */
    public void defer(Event event, Ipv6Address source, long request, Instant now) {
        if (!(state.get() instanceof Open open)) {
            effects.accept(new Effect.DropRequest(request, "the interface is not open"));
        } else if (open.active().pending().add(event, source, request, now)) {
            open.active().solicits().stranger(now);
        }
    }

    /** Takes out the requests of this peer that wait. */
    public List<PendingRequest> pendingFrom(Ipv6Address source) {
        return state.get() instanceof Open open ? open.active().pending().from(source) : List.of();
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
        switch (state.get()) {
            case Down down -> {
                if (down.endSuppression(now)) {
                    changes.changed();
                    down.link().ifPresent(link -> open(link, now));
                }
            }
            case Opening opening -> {
                if (opening.isDue(now)) {
                    opening.attempt();
                }
            }
            case Open open -> open.active().timers(open instanceof Exchanging, now);
        }
        anomalies.forget(now);
    }

    /** When {@link #timers} or the session has something to do; {@link Instant#MAX} for never. */
    public Instant deadline() {
        return state.get().deadline();
    }

    /** From now on no peer is looked for, and none replaced. */
    public void stopSoliciting() {
        stopped = true;
        if (state.get() instanceof Open open) {
            open.active().solicits().stop();
        }
        if (state.get() instanceof Exchanging exchanging) {
            exchanging.keepPeer();
        }
    }

    /** What operators see of this interface. */
    public InterfaceReport report() {
        Optional<Session> session = session();
        return new InterfaceReport(name, lastIndex, address(), state.get().shown(), state.since(),
                session.map(Session::peer),
                session.map(Session::nextHop), state.history(), admission.losses(), anomalies.toList(),
                session.map(Session::refused).orElse(List.of()),
                state.get() instanceof Exchanging exchanging ? Optional.of(exchanging.lastHeard()) : Optional.empty(),
                lostPeer, state.get() instanceof Down down ? down.suppression() : Optional.empty());
    }

    private void open(Link usable, Instant now) {
        Opening opening = new Opening(name, usable, epoch, effects);
        state.become(opening, "link can be used", Optional.empty(), now);
        opening.attempt();
    }

    /** For tests. */
    CurrentState state() {
        return state;
    }
}
