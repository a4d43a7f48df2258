package io.ddm.api.recording;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.WeightedNextHop;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The formats of the values that events, effects and states are made of. */
final class Formats {

    static final Format<String> TEXT = Format.of((out, text) -> out.writeString(text), in -> in.string());
    static final Format<Boolean> FLAG = Format.of((out, flag) -> out.writeBoolean(flag), in -> in.flag());
    static final Format<Integer> INT = Format.of((out, number) -> out.writeNumber(number),
            in -> (int) notNegative(in, Integer.MAX_VALUE));
    static final Format<Long> LONG = Format.of((out, number) -> out.writeNumber(number),
            in -> notNegative(in, Long.MAX_VALUE));

    static final Format<Instant> INSTANT = Format.text("an instant", Instant::toString, text -> {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a UTC timestamp such as 2026-01-31T12:00:00.5Z", e);
        }
    });
    static final Format<Duration> DURATION = Format.text("a duration", Duration::toString, text -> {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a duration such as PT2.5S", e);
        }
    });

    static final Format<Ipv6Address> ADDRESS = Format.text("an IPv6 address", Ipv6Address::toString,
            Ipv6Address::parse);
    static final Format<Prefix> PREFIX = Format.text("an IPv6 prefix", Prefix::toString, Prefix::parse);
    static final Format<RouterId> ROUTER = Format.text("a router id", RouterId::value, RouterId::new);
    static final Format<Destination> DESTINATION = Format.text("a destination", Destination::toText,
            RouteFamily::parseAny);
    static final Format<RouterPath> PATH = path();
    static final Format<PathDelay> DELAY = Format.text("a delay", delay -> Long.toString(delay.micros()),
            text -> new PathDelay(Long.parseLong(text)));
    static final Format<PathVector> PATH_VECTOR = pathVector();
    static final Format<NextHop> NEXT_HOP = nextHop();
    static final Format<WeightedNextHop> WEIGHTED_NEXT_HOP = weightedNextHop();
    static final Format<PeerIdentity> PEER = peer();
    static final Format<PeerProbe> PEER_PROBE = peerProbe();
    static final Format<PeerCapabilities> CAPABILITIES = capabilities();
    static final Format<TableDigest> DIGEST = digest();
    static final Format<TableDigest> PEER_DIGEST = peerDigest();
    static final Format<Update> UPDATE = update();
    static final Format<FibChange> FIB_CHANGE = fibChange();
    static final Format<Transition> TRANSITION = transition();

    private Formats() {}

    private static long notNegative(JsonReader in, long max) throws BadJsonException {
        long number = in.unsigned(Long.SIZE);
        if (number < 0 || number > max) {
            throw in.bad("invalid number " + Long.toUnsignedString(number) + ": must be 0 to " + max);
        }
        return number;
    }

    /** An array of ids. */
    private static Format<RouterPath> path() {
        Format<List<RouterId>> routers = ROUTER.list();
        return Format.of((out, path) -> routers.write(out, path.routers()), in -> new RouterPath(routers.read(in)));
    }

    private static Format<PathVector> pathVector() {
        var fields = new Fields<PathVector>("PathVector");
        var destination = fields.add("destination", DESTINATION, PathVector::destination);
        var path = fields.add("path", PATH, PathVector::path);
        var delay = fields.add("delay_us", DELAY, vector -> vector.path().delay());
        return fields.make(read -> new PathVector(read.get(destination), read.get(path).withDelay(read.get(delay))));
    }

    private static Format<NextHop> nextHop() {
        var fields = new Fields<NextHop>("NextHop");
        var index = fields.add("index", INT, NextHop::interfaceIndex);
        var gateway = fields.add("gateway", ADDRESS, NextHop::gateway);
        return fields.make(read -> new NextHop(read.get(index), read.get(gateway)));
    }

    private static Format<WeightedNextHop> weightedNextHop() {
        var fields = new Fields<WeightedNextHop>("WeightedNextHop");
        var nextHop = fields.add("next_hop", NEXT_HOP, WeightedNextHop::nextHop);
        var weight = fields.add("weight", INT, WeightedNextHop::weight);
        return fields.make(read -> new WeightedNextHop(read.get(nextHop), read.get(weight)));
    }

    private static Format<PeerIdentity> peer() {
        var fields = new Fields<PeerIdentity>("PeerIdentity");
        var address = fields.add("address", ADDRESS, PeerIdentity::address);
        var id = fields.add("id", ROUTER, PeerIdentity::id);
        var kind = fields.add("kind", Format.constant(RouterKind.class), PeerIdentity::kind);
        var version = fields.add("version", Format.constant(ProtocolVersion.class), PeerIdentity::version);
        return fields
                .make(read -> new PeerIdentity(read.get(address), read.get(id), read.get(kind), read.get(version)));
    }

    private static Format<PeerProbe> peerProbe() {
        var fields = new Fields<PeerProbe>("PeerProbe");
        var name = fields.add("name", TEXT, PeerProbe::name);
        var epoch = fields.add("epoch", LONG, PeerProbe::epoch);
        var state = fields.add("state", Format.constant(ProbeState.class), PeerProbe::state);
        var delay = fields.add("delay_us", DELAY, PeerProbe::delay);
        return fields.make(
                read -> new PeerProbe(read.get(name), read.get(epoch), read.get(state), read.get(delay)));
    }

    private static Format<PeerCapabilities> capabilities() {
        var fields = new Fields<PeerCapabilities>("PeerCapabilities");
        var maxBodyBytes = fields.add("max_body_bytes", INT, PeerCapabilities::maxBodyBytes);
        var features = fields.add("features", TEXT.list(), PeerCapabilities::features);
        var instance = fields.add("instance", TEXT, PeerCapabilities::instance);
        return fields.make(
                read -> new PeerCapabilities(read.get(maxBodyBytes), read.get(features), read.get(instance)));
    }

    /** Of a digest that this router keeps: neither the key nor the keyed sum. */
    private static Format<TableDigest> digest() {
        var fields = new Fields<TableDigest>("TableDigest");
        var entries = fields.add("entries", LONG, TableDigest::count);
        return fields.make(read -> Redaction.digest(read.get(entries), false));
    }

    /** Of a digest that a peer sent: whether it was the one that this router had. */
    private static Format<TableDigest> peerDigest() {
        var fields = new Fields<TableDigest>("TableDigest");
        var entries = fields.add("entries", LONG, TableDigest::count);
        var isSame = fields.add("same", FLAG, Redaction::isSame);
        return fields.make(read -> Redaction.digest(read.get(entries), read.get(isSame)));
    }

    private static Format<Update> update() {
        var fields = new Fields<Update>("Update");
        var announce = fields.add("announce", PATH_VECTOR.list(), Update::announce);
        var withdraw = fields.add("withdraw", PATH_VECTOR.list(), Update::withdraw);
        return fields.make(read -> new Update(read.get(announce), read.get(withdraw)));
    }

    private static Format<FibChange> fibChange() {
        var fields = new Fields<FibChange>("FibChange");
        var network = fields.add("network", PREFIX, FibChange::network);
        var nextHops = fields.add("next_hops", WEIGHTED_NEXT_HOP.list(), FibChange::nextHops);
        return fields.make(read -> new FibChange(read.get(network), read.get(nextHops)));
    }

    private static Format<Transition> transition() {
        var fields = new Fields<Transition>("Transition");
        var at = fields.add("at", INSTANT, Transition::at);
        var from = fields.add("from", Format.constant(FsmState.class), Transition::from);
        var to = fields.add("to", Format.constant(FsmState.class), Transition::to);
        var reason = fields.add("reason", TEXT, Transition::reason);
        var peer = fields.add("peer", PEER.optional(), Transition::peer);
        return fields.make(read -> new Transition(read.get(at), read.get(from), read.get(to), read.get(reason),
                read.get(peer)));
    }
}
