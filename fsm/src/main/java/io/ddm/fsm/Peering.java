package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.Link;
import io.ddm.fsm.peer.LinkAnomaly;
import io.ddm.fsm.peer.Suppression;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * From a link to a session and back: interfaces that come and go, discovery, liveness. The one place where a session
 * begins and ends.
 */
final class Peering {

    private final RouterConfig config;
    private final Interfaces interfaces;
    private final Tables tables;
    private final RouteExchange exchange;
    private final Consumer<Effect> effects;
    private boolean stopping;

    /**
     * @param exchange resumes requests that waited for a session
     */
    Peering(RouterConfig config, Interfaces interfaces, Tables tables, RouteExchange exchange,
            Consumer<Effect> effects) {
        this.config = config;
        this.interfaces = interfaces;
        this.tables = tables;
        this.exchange = exchange;
        this.effects = effects;
    }

    void configured(Event.InterfaceConfigured e, Instant now) {
        if (!stopping) {
            interfaces.configure(e.name(), now);
        }
    }

    void removed(InterfaceFsm fsm, Instant now) {
        lost(fsm, ExpireReason.REMOVED, "no longer configured", now);
        interfaces.remove(fsm);
    }

    void ready(InterfaceFsm fsm, Event.InterfaceReady e, Instant now) {
        Link link = new Link(e.index(), e.address());
        if (fsm.link().filter(link::equals).isPresent()) {
            return;
        }
        if (fsm.link().isPresent()) {
            lost(fsm, ExpireReason.LINK, "index or address changed", now);
        }
        fsm.control().ready(link, now);
    }

    void lost(InterfaceFsm fsm, Event.InterfaceLost e, Instant now) {
        lost(fsm, ExpireReason.LINK, e.reason(), now);
    }

    void packet(InterfaceFsm fsm, Event.PacketReceived e, Instant now) {
        if (stopping || isOwnOrDuplicateId(fsm, e.sender(), now)) {
            return;
        }
        if (e.solicit()) {
            fsm.solicited(e.sender(), now);
        }
        if (e.advertise() && fsm.advertised(e.sender(), now)) {
            establish(fsm, e.sender(), "peer found", now);
        }
    }

    void unauthenticated(InterfaceFsm fsm, Event.PeerUnauthenticated e, Instant now) {
        fsm.session()
                .map(Session::peer)
                .filter(peer -> peer.address().equals(e.source()))
                .ifPresent(peer -> fsm.note(LinkAnomaly.Kind.UNAUTHENTICATED,
                        "no trusted exchange with " + peer.describe() + ": " + e.reason(), now));
    }

    void suppress(Event.SuppressLink e, Instant now) {
        Suppression suppression = new Suppression(e.until(), e.reason());
        interfaces.suppress(e.name(), suppression, now);
        interfaces.find(e.name()).ifPresent(fsm -> {
            if (now.isBefore(e.until())) {
                expire(fsm, ExpireReason.SUPPRESSED, e.reason(), now);
                effects.accept(new Effect.Notice(e.name(), "suppressed until " + e.until() + ": " + e.reason()));
            }
            fsm.control().suppress(suppression, now);
        });
    }

    void expire(Ipv6Address peer, Instant now) {
        for (InterfaceFsm fsm : interfaces.all()) {
            if (fsm.session().filter(s -> s.peer().address().equals(peer)).isPresent()) {
                expire(fsm, ExpireReason.ADMIN, peer.toString(), now);
            }
        }
    }

    /** The router was called this much later than requested: it did not listen, which counts against no peer. */
    void creditStall(Duration pause) {
        interfaces.all().forEach(fsm -> fsm.creditStall(pause));
    }

    /** Does what is due on the interfaces. */
    void timers(Instant now) {
        for (InterfaceFsm fsm : interfaces.all()) {
            fsm.replacement(now).ifPresent(peer -> replace(fsm, peer, now));
            fsm.silence(now)
                    .ifPresent(silence -> end(fsm, ExpireReason.SILENCE.text() + " for " + tenths(silence)
                            + " s (threshold " + tenths(config.expireThreshold()) + " s)", now));
            fsm.timers(now);
        }
    }

    /** Seconds with one digit. A format would load the texts of a locale at its first use, 10 ms of the event loop. */
    private static String tenths(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10;
    }

    /** From now on no peer is found or replaced. */
    void stop() {
        stopping = true;
        interfaces.all().forEach(InterfaceFsm::stopSoliciting);
    }

    /**
     * Whether a packet is not from a neighbor: one of our own, or one that claims to come from our address on the link.
     * The address of another interface may be a neighbor's here. A router with our id is a neighbor, but its routes
     * look like loops.
     */
    private boolean isOwnOrDuplicateId(InterfaceFsm fsm, PeerIdentity sender, Instant now) {
        boolean isOurAddress = fsm.address().filter(sender.address()::equals).isPresent();
        if (!sender.id().equals(config.id())) {
            if (isOurAddress) {
                fsm.note(LinkAnomaly.Kind.OWN_PACKET, "receives packets of " + sender.id()
                        + " from this router's own address "
                        + sender.address() + ": the address is used twice, or packets are forged", now);
            }
            return isOurAddress;
        }
        for (InterfaceFsm other : interfaces.all()) {
            if (other.address().filter(sender.address()::equals).isPresent()) {
                fsm.note(LinkAnomaly.Kind.OWN_PACKET, "receives packets that this router itself sent on "
                        + other.name()
                        + ": both are on one link, or the link loops", now);
                return true;
            }
        }
        fsm.note(LinkAnomaly.Kind.DUPLICATE_ROUTER_ID, sender.address() + " is another router with our id "
                + config.id() + ": neither imports the other's routes; give one of them another --router-id", now);
        return false;
    }

    private void establish(InterfaceFsm fsm, PeerIdentity peer, String reason, Instant now) {
        exchange.resume(fsm, fsm.establish(peer, reason, tables, now), now);
    }

    private void replace(InterfaceFsm fsm, PeerIdentity peer, Instant now) {
        expire(fsm, ExpireReason.IDENTITY, "now " + peer.describe(), now);
        establish(fsm, peer, "peer changed", now);
    }

    private void lost(InterfaceFsm fsm, ExpireReason reason, String detail, Instant now) {
        expire(fsm, reason, detail, now);
        fsm.control().lost(detail, now);
    }

    /** The one way in which a session ends, whatever the cause. */
    private void expire(InterfaceFsm fsm, ExpireReason reason, String detail, Instant now) {
        end(fsm, reason.text() + ": " + detail, now);
    }

    private void end(InterfaceFsm fsm, String reason, Instant now) {
        fsm.session().ifPresent(session -> {
            fsm.end(reason, now);
            tables.depart(session.table());
        });
    }

    /** Hands its state through. */
    public void archive(Archive archive) {
        stopping = archive.flag("stopping", stopping);
    }
}
