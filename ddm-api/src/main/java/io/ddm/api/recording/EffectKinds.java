package io.ddm.api.recording;

import static io.ddm.api.recording.Formats.ADDRESS;
import static io.ddm.api.recording.Formats.CAPABILITIES;
import static io.ddm.api.recording.Formats.DIGEST;
import static io.ddm.api.recording.Formats.FIB_CHANGE;
import static io.ddm.api.recording.Formats.FLAG;
import static io.ddm.api.recording.Formats.INT;
import static io.ddm.api.recording.Formats.LONG;
import static io.ddm.api.recording.Formats.NEXT_HOP;
import static io.ddm.api.recording.Formats.PATH_VECTOR;
import static io.ddm.api.recording.Formats.PEER;
import static io.ddm.api.recording.Formats.TEXT;
import static io.ddm.api.recording.Formats.TRANSITION;
import static io.ddm.api.recording.Formats.UPDATE;

import io.ddm.api.recording.Fields.ObjectFormat;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.rib.NextHopRank;
import io.ddm.fsm.rib.NextHopRanks;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of effects, each with its fields. A kind that is missing here does not compile. */
final class EffectKinds {

    private static final Format<RejectReason> REASON = Format.constant(RejectReason.class);

    private static final Kind<Effect.OpenInterface> OPEN_INTERFACE = kind(Effect.OpenInterface.class, openInterface());
    private static final Kind<Effect.CloseInterface> CLOSE_INTERFACE = kind(Effect.CloseInterface.class,
            closeInterface());
    private static final Kind<Effect.SendSolicitation> SEND_SOLICITATION = kind(Effect.SendSolicitation.class,
            sendSolicitation());
    private static final Kind<Effect.SendAdvertisement> SEND_ADVERTISEMENT = kind(Effect.SendAdvertisement.class,
            sendAdvertisement());
    private static final Kind<Effect.Pull> PULL = kind(Effect.Pull.class, pull());
    private static final Kind<Effect.Push> PUSH = kind(Effect.Push.class, push());
    private static final Kind<Effect.CloseSession> CLOSE_SESSION = kind(Effect.CloseSession.class, closeSession());
    private static final Kind<Effect.AnswerPull> ANSWER_PULL = kind(Effect.AnswerPull.class, answerPull());
    private static final Kind<Effect.AcceptPush> ACCEPT_PUSH = kind(Effect.AcceptPush.class, acceptPush());
    private static final Kind<Effect.DropRequest> DROP_REQUEST = kind(Effect.DropRequest.class, dropRequest());
    private static final Kind<Effect.Probe> PROBE = kind(Effect.Probe.class, probe());
    private static final Kind<Effect.StopProbe> STOP_PROBE = kind(Effect.StopProbe.class, stopProbe());
    private static final Kind<Effect.RankNextHops> RANK_NEXT_HOPS = kind(Effect.RankNextHops.class, rankNextHops());
    private static final Kind<Effect.Program> PROGRAM = kind(Effect.Program.class, program());
    private static final Kind<Effect.Changed> CHANGED = kind(Effect.Changed.class, changed());
    private static final Kind<Effect.RejectedRoutes> REJECTED_ROUTES = kind(Effect.RejectedRoutes.class,
            rejectedRoutes());
    private static final Kind<Effect.ProbesChanged> PROBES_CHANGED = kind(Effect.ProbesChanged.class, probesChanged());
    private static final Kind<Effect.Notice> NOTICE = kind(Effect.Notice.class, notice());
    private static final Kind<Effect.Stopped> STOPPED = kind(Effect.Stopped.class,
            new Fields<Effect.Stopped>("Stopped").make(read -> new Effect.Stopped()));

    /** All of them, by name. */
    static final Kinds<Effect> ALL = new Kinds<>("effect", EffectKinds::of, List.of(
            OPEN_INTERFACE, CLOSE_INTERFACE, SEND_SOLICITATION, SEND_ADVERTISEMENT, PULL, PUSH, CLOSE_SESSION,
            ANSWER_PULL, ACCEPT_PUSH, DROP_REQUEST, PROBE, STOP_PROBE, RANK_NEXT_HOPS, PROGRAM, CHANGED,
            REJECTED_ROUTES, PROBES_CHANGED, NOTICE, STOPPED));

    private EffectKinds() {}

    private static Kind<? extends Effect> of(Effect e) {
        return switch (e) {
            case Effect.OpenInterface x -> OPEN_INTERFACE;
            case Effect.CloseInterface x -> CLOSE_INTERFACE;
            case Effect.SendSolicitation x -> SEND_SOLICITATION;
            case Effect.SendAdvertisement x -> SEND_ADVERTISEMENT;
            case Effect.Pull x -> PULL;
            case Effect.Push x -> PUSH;
            case Effect.CloseSession x -> CLOSE_SESSION;
            case Effect.AnswerPull x -> ANSWER_PULL;
            case Effect.AcceptPush x -> ACCEPT_PUSH;
            case Effect.DropRequest x -> DROP_REQUEST;
            case Effect.Probe x -> PROBE;
            case Effect.StopProbe x -> STOP_PROBE;
            case Effect.RankNextHops x -> RANK_NEXT_HOPS;
            case Effect.Program x -> PROGRAM;
            case Effect.Changed x -> CHANGED;
            case Effect.RejectedRoutes x -> REJECTED_ROUTES;
            case Effect.ProbesChanged x -> PROBES_CHANGED;
            case Effect.Notice x -> NOTICE;
            case Effect.Stopped x -> STOPPED;
        };
    }

    private static ObjectFormat<Effect.OpenInterface> openInterface() {
        var fields = new Fields<Effect.OpenInterface>("OpenInterface");
        var name = fields.add("name", TEXT, Effect.OpenInterface::name);
        var index = fields.add("index", INT, Effect.OpenInterface::index);
        var address = fields.add("address", ADDRESS, Effect.OpenInterface::address);
        var epoch = fields.add("epoch", LONG, Effect.OpenInterface::epoch);
        return fields.make(read -> new Effect.OpenInterface(read.get(name), read.get(index), read.get(address),
                read.get(epoch)));
    }

    private static ObjectFormat<Effect.CloseInterface> closeInterface() {
        var fields = new Fields<Effect.CloseInterface>("CloseInterface");
        var name = fields.add("name", TEXT, Effect.CloseInterface::name);
        return fields.make(read -> new Effect.CloseInterface(read.get(name)));
    }

    private static ObjectFormat<Effect.SendSolicitation> sendSolicitation() {
        var fields = new Fields<Effect.SendSolicitation>("SendSolicitation");
        var name = fields.add("name", TEXT, Effect.SendSolicitation::name);
        return fields.make(read -> new Effect.SendSolicitation(read.get(name)));
    }

    private static ObjectFormat<Effect.SendAdvertisement> sendAdvertisement() {
        var fields = new Fields<Effect.SendAdvertisement>("SendAdvertisement");
        var name = fields.add("name", TEXT, Effect.SendAdvertisement::name);
        var to = fields.add("to", ADDRESS, Effect.SendAdvertisement::to);
        return fields.make(read -> new Effect.SendAdvertisement(read.get(name), read.get(to)));
    }

    private static ObjectFormat<Effect.Pull> pull() {
        var fields = new Fields<Effect.Pull>("Pull");
        var name = fields.add("name", TEXT, Effect.Pull::name);
        var epoch = fields.add("epoch", LONG, Effect.Pull::epoch);
        var peer = fields.add("peer", PEER, Effect.Pull::peer);
        var held = fields.add("held", DIGEST.optional(), Effect.Pull::held);
        return fields.make(read -> new Effect.Pull(read.get(name), read.get(epoch), read.get(peer), read.get(held)));
    }

    private static ObjectFormat<Effect.Push> push() {
        var fields = new Fields<Effect.Push>("Push");
        var name = fields.add("name", TEXT, Effect.Push::name);
        var epoch = fields.add("epoch", LONG, Effect.Push::epoch);
        var peer = fields.add("peer", PEER, Effect.Push::peer);
        var extensions = fields.add("extensions", CAPABILITIES, Effect.Push::extensions);
        var update = fields.add("update", UPDATE, Effect.Push::update);
        return fields.make(read -> new Effect.Push(read.get(name), read.get(epoch), read.get(peer),
                read.get(extensions), read.get(update)));
    }

    private static ObjectFormat<Effect.CloseSession> closeSession() {
        var fields = new Fields<Effect.CloseSession>("CloseSession");
        var name = fields.add("name", TEXT, Effect.CloseSession::name);
        var epoch = fields.add("epoch", LONG, Effect.CloseSession::epoch);
        return fields.make(read -> new Effect.CloseSession(read.get(name), read.get(epoch)));
    }

    private static ObjectFormat<Effect.AnswerPull> answerPull() {
        var fields = new Fields<Effect.AnswerPull>("AnswerPull");
        var request = fields.add("request", LONG, Effect.AnswerPull::request);
        var table = fields.add("table", PATH_VECTOR.list(), Effect.AnswerPull::table);
        var extensions = fields.add("extensions", CAPABILITIES, Effect.AnswerPull::extensions);
        var isUnchanged = fields.add("unchanged", FLAG, Effect.AnswerPull::isUnchanged);
        return fields.make(read -> new Effect.AnswerPull(read.get(request), read.get(table), read.get(extensions),
                read.get(isUnchanged)));
    }

    private static ObjectFormat<Effect.AcceptPush> acceptPush() {
        var fields = new Fields<Effect.AcceptPush>("AcceptPush");
        var request = fields.add("request", LONG, Effect.AcceptPush::request);
        return fields.make(read -> new Effect.AcceptPush(read.get(request)));
    }

    private static ObjectFormat<Effect.DropRequest> dropRequest() {
        var fields = new Fields<Effect.DropRequest>("DropRequest");
        var request = fields.add("request", LONG, Effect.DropRequest::request);
        var reason = fields.add("reason", TEXT, Effect.DropRequest::reason);
        return fields.make(read -> new Effect.DropRequest(read.get(request), read.get(reason)));
    }

    private static ObjectFormat<Effect.Probe> probe() {
        var fields = new Fields<Effect.Probe>("Probe");
        var name = fields.add("name", TEXT, Effect.Probe::name);
        var epoch = fields.add("epoch", LONG, Effect.Probe::epoch);
        var index = fields.add("index", INT, Effect.Probe::index);
        var from = fields.add("from", ADDRESS, Effect.Probe::from);
        var to = fields.add("to", ADDRESS, Effect.Probe::to);
        return fields.make(read -> new Effect.Probe(read.get(name), read.get(epoch), read.get(index), read.get(from),
                read.get(to)));
    }

    private static ObjectFormat<Effect.StopProbe> stopProbe() {
        var fields = new Fields<Effect.StopProbe>("StopProbe");
        var name = fields.add("name", TEXT, Effect.StopProbe::name);
        return fields.make(read -> new Effect.StopProbe(read.get(name)));
    }

    private static ObjectFormat<Effect.RankNextHops> rankNextHops() {
        var fields = new Fields<Effect.RankNextHops>("RankNextHops");
        var ranks = fields.add("ranks", ranked().list(), effect -> List.copyOf(effect.ranks().ranks().entrySet()));
        return fields.make(read -> {
            SortedMap<NextHop, NextHopRank> all = new TreeMap<>();
            read.get(ranks).forEach(ranked -> all.put(ranked.getKey(), ranked.getValue()));
            return new Effect.RankNextHops(new NextHopRanks(all));
        });
    }

    private static ObjectFormat<Map.Entry<NextHop, NextHopRank>> ranked() {
        var fields = new Fields<Map.Entry<NextHop, NextHopRank>>("RankedNextHop");
        var nextHop = fields.add("next_hop", NEXT_HOP, Map.Entry::getKey);
        var rank = fields.add("rank", Format.constant(NextHopRank.class), Map.Entry::getValue);
        return fields.make(read -> Map.entry(read.get(nextHop), read.get(rank)));
    }

    private static ObjectFormat<Effect.Program> program() {
        var fields = new Fields<Effect.Program>("Program");
        var changes = fields.add("changes", FIB_CHANGE.list(), Effect.Program::changes);
        return fields.make(read -> new Effect.Program(read.get(changes)));
    }

    private static ObjectFormat<Effect.Changed> changed() {
        var fields = new Fields<Effect.Changed>("Changed");
        var name = fields.add("name", TEXT, Effect.Changed::name);
        var transition = fields.add("transition", TRANSITION, Effect.Changed::transition);
        return fields.make(read -> new Effect.Changed(read.get(name), read.get(transition)));
    }

    private static ObjectFormat<Effect.RejectedRoutes> rejectedRoutes() {
        var fields = new Fields<Effect.RejectedRoutes>("RejectedRoutes");
        var name = fields.add("name", TEXT, Effect.RejectedRoutes::name);
        var peer = fields.add("peer", PEER, Effect.RejectedRoutes::peer);
        var reason = fields.add("reason", REASON, Effect.RejectedRoutes::reason);
        var count = fields.add("count", LONG, Effect.RejectedRoutes::count);
        var example = fields.add("example", PATH_VECTOR, Effect.RejectedRoutes::example);
        return fields.make(read -> new Effect.RejectedRoutes(read.get(name), read.get(peer), read.get(reason),
                read.get(count), read.get(example)));
    }

    private static ObjectFormat<Effect.ProbesChanged> probesChanged() {
        var fields = new Fields<Effect.ProbesChanged>("ProbesChanged");
        var name = fields.add("name", TEXT, Effect.ProbesChanged::name);
        var peer = fields.add("peer", PEER, Effect.ProbesChanged::peer);
        var from = fields.add("from", Format.constant(ProbeState.class), Effect.ProbesChanged::from);
        var to = fields.add("to", Format.constant(ProbeState.class), Effect.ProbesChanged::to);
        return fields.make(
                read -> new Effect.ProbesChanged(read.get(name), read.get(peer), read.get(from), read.get(to)));
    }

    private static ObjectFormat<Effect.Notice> notice() {
        var fields = new Fields<Effect.Notice>("Notice");
        var name = fields.add("name", TEXT, Effect.Notice::name);
        var message = fields.add("message", TEXT, Effect.Notice::message);
        return fields.make(read -> new Effect.Notice(read.get(name), read.get(message)));
    }

    private static <E extends Effect> Kind<E> kind(Class<E> type, ObjectFormat<E> format) {
        return new Kind<>(type, format);
    }
}
