package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.AdjRibIn;
import io.ddm.fsm.rib.out.AdjRibOut;
import io.ddm.fsm.schedule.SolicitSchedule;
import io.ddm.fsm.session.PeerMemory;
import io.ddm.fsm.session.ReportChanges;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.session.SessionKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands the state of one interface through: which one it is, and what belongs to it. */
final class StateArchive {

    private final String name;
    private final RouterConfig config;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private final LinkAnomalies anomalies;
    private final Routes routes;

    /** Which state it is. */
    private enum Kind {
        DOWN, OPENING, SOLICITING, EXCHANGING;

        static Kind of(State state) {
            return switch (state) {
                case Down _ -> DOWN;
                case Opening _ -> OPENING;
                case Soliciting _ -> SOLICITING;
                case Exchanging _ -> EXCHANGING;
            };
        }
    }

    StateArchive(String name, RouterConfig config, ReportChanges changes, Consumer<Effect> effects,
            LinkAnomalies anomalies, Routes routes) {
        this.name = name;
        this.config = config;
        this.changes = changes;
        this.effects = effects;
        this.anomalies = anomalies;
        this.routes = routes;
    }

    /** Returns the memory to keep. */
    Optional<PeerMemory> memory(Archive archive, Optional<PeerMemory> now) {
        Optional<RouterId> peer = archive.optional("peer", RouterId.class, now.map(PeerMemory::peer));
        if (peer.isEmpty()) {
            return Optional.empty();
        }
        AdjRibOut held = now.map(PeerMemory::held).orElseGet(() -> new AdjRibOut(config.id(), routes::destinations));
        held.archive(archive.in("held"));
        return Optional.of(new PeerMemory(peer.get(), held));
    }

    /** Returns the state to keep. */
    State state(Archive archive, State now, long epoch) {
        Optional<State> known = archive.isRestoring() ? Optional.empty() : Optional.of(now);
        return switch (archive.constant("kind", Kind.class, Kind.of(now))) {
            case DOWN -> down(archive, known.map(Down.class::cast));
            case OPENING -> opening(archive, known.map(Opening.class::cast), epoch);
            case SOLICITING -> new Soliciting(active(archive, known.map(Open.class::cast)));
            case EXCHANGING -> exchanging(archive, known.map(Exchanging.class::cast));
        };
    }

    private static Down down(Archive archive, Optional<Down> now) {
        Optional<Link> link = archive.optional("link", Link.class, now.flatMap(Down::link));
        Optional<Suppression> suppression = archive.optional("suppression", Suppression.class,
                now.flatMap(Down::suppression));
        Down kept = now.orElseGet(Down::unusable);
        if (archive.isRestoring()) {
            link.ifPresent(kept::ready);
            suppression.ifPresent(kept::suppress);
        }
        return kept;
    }

    private Opening opening(Archive archive, Optional<Opening> now, long epoch) {
        Link link = archive.optional("link", Link.class, now.map(Opening::usable)).orElseThrow();
        Opening kept = now.orElseGet(() -> new Opening(name, link, epoch, effects));
        kept.archive(archive);
        return kept;
    }

    private ActiveLink active(Archive archive, Optional<Open> now) {
        return ActiveLink.archive(archive.in("active"), now.map(Open::active), link -> new ActiveLink(link,
                new SolicitSchedule(name, config.solicitInterval(), effects), effects));
    }

    private Session session(Archive archive, Optional<Session> now) {
        long epoch = archive.number("epoch", now.map(Session::epoch).orElse(0L));
        PeerIdentity peer = archive.optional("peer", PeerIdentity.class, now.map(Session::peer)).orElseThrow();
        NextHop nextHop = archive.optional("nextHop", NextHop.class, now.map(Session::nextHop)).orElseThrow();
        AdjRibIn table = routes.archive(archive.in("table"), now.map(Session::table), name, epoch);
        Session kept = now.orElseGet(() -> new Session(new SessionKey(name, epoch, peer), nextHop, Optional.empty(),
                table, routes, config, changes, effects, Instant.EPOCH));
        kept.archive(archive);
        return kept;
    }

    private Exchanging exchanging(Archive archive, Optional<Exchanging> now) {
        ActiveLink active = active(archive, now.map(Open.class::cast));
        Session session = session(archive.in("session"), now.map(Exchanging::session));
        Exchanging kept = now.orElseGet(() -> new Exchanging(active, session, config.expireThreshold(), anomalies,
                changes, new IdentityCheck(name, effects), Instant.EPOCH));
        kept.archive(archive);
        return kept;
    }
}
