package io.ddm.api.recording;

import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.Link;
import io.ddm.fsm.peer.LinkAnomaly;
import io.ddm.fsm.peer.PendingRequest;
import io.ddm.fsm.peer.Suppression;
import io.ddm.fsm.replay.DampedState;
import io.ddm.fsm.replay.FlapCount;
import io.ddm.fsm.replay.PathState;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.session.RejectedRoutes;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The formats of what a router's state is made of, by type. */
final class StateTypes {

    /** As text: JSON readers of others round large numbers. */
    private static final Format<Long> NUMBER = Format.text("a number", String::valueOf, Long::parseLong);
    private static final Format<Double> REAL = Format.text("a number", String::valueOf, Double::parseDouble);

    private static final Map<Class<?>, Format<?>> BY_TYPE = new LinkedHashMap<>();

    static {
        add(Boolean.class, Formats.FLAG);
        add(Long.class, NUMBER);
        add(Double.class, REAL);
        add(String.class, Formats.TEXT);
        add(Instant.class, Formats.INSTANT);
        add(Duration.class, Formats.DURATION);
        add(Ipv6Address.class, Formats.ADDRESS);
        add(Prefix.class, Formats.PREFIX);
        add(RouterId.class, Formats.ROUTER);
        add(NextHop.class, Formats.NEXT_HOP);
        add(Destination.class, Formats.DESTINATION);
        add(PathVector.class, Formats.PATH_VECTOR);
        add(PeerIdentity.class, Formats.PEER);
        add(PeerProbe.class, Formats.PEER_PROBE);
        add(PeerCapabilities.class, Formats.CAPABILITIES);
        add(Update.class, Formats.UPDATE);
        add(FibChange.class, Formats.FIB_CHANGE);
        add(Policies.class, ConfigFormat.POLICIES);
        add(Event.class, EventKinds.ALL.nested());
        add(Link.class, link());
        add(Suppression.class, suppression());
        add(LinkAnomaly.class, anomaly());
        add(PendingRequest.class, pending());
        add(RejectedRoutes.class, rejected());
        add(PathState.class, pathState());
        add(FlapCount.class, flapCount());
        add(DampedState.class, dampedState());
    }

    private StateTypes() {}

    /**
     * The format of a type.
     *
     * @throws IllegalArgumentException if no state has it
     */
    @SuppressWarnings("unchecked")
    static <T> Format<T> of(Class<T> type) {
        Format<?> format = BY_TYPE.get(type);
        if (format == null) {
            throw new IllegalArgumentException("no format for " + type);
        }
        return (Format<T>) format;
    }

    private static <T> void add(Class<T> type, Format<T> format) {
        BY_TYPE.put(type, format);
    }

    private static Format<Link> link() {
        var fields = new Fields<Link>("Link");
        var index = fields.add("index", Formats.INT, Link::index);
        var address = fields.add("address", Formats.ADDRESS, Link::address);
        return fields.make(read -> new Link(read.get(index), read.get(address)));
    }

    private static Format<Suppression> suppression() {
        var fields = new Fields<Suppression>("Suppression");
        var until = fields.add("until", Formats.INSTANT, Suppression::until);
        var reason = fields.add("reason", Formats.TEXT, Suppression::reason);
        return fields.make(read -> new Suppression(read.get(until), read.get(reason)));
    }

    private static Format<LinkAnomaly> anomaly() {
        var fields = new Fields<LinkAnomaly>("LinkAnomaly");
        var kind = fields.add("kind", Format.constant(LinkAnomaly.Kind.class), LinkAnomaly::kind);
        var message = fields.add("message", Formats.TEXT, LinkAnomaly::message);
        var since = fields.add("since", Formats.INSTANT, LinkAnomaly::since);
        var last = fields.add("last", Formats.INSTANT, LinkAnomaly::last);
        return fields
                .make(read -> new LinkAnomaly(read.get(kind), read.get(message), read.get(since), read.get(last)));
    }

    private static Format<PendingRequest> pending() {
        var fields = new Fields<PendingRequest>("PendingRequest");
        var event = fields.add("event", EventKinds.ALL.nested(), PendingRequest::event);
        var source = fields.add("source", Formats.ADDRESS, PendingRequest::source);
        var request = fields.add("request", Formats.LONG, PendingRequest::request);
        var until = fields.add("until", Formats.INSTANT, PendingRequest::until);
        return fields.make(read -> new PendingRequest(read.get(event), read.get(source), read.get(request),
                read.get(until)));
    }

    private static Format<RejectedRoutes> rejected() {
        var fields = new Fields<RejectedRoutes>("RejectedRoutes");
        var reason = fields.add("reason", Format.constant(RejectReason.class), RejectedRoutes::reason);
        var count = fields.add("count", Formats.LONG, RejectedRoutes::count);
        var example = fields.add("example", Formats.PATH_VECTOR, RejectedRoutes::example);
        return fields.make(read -> new RejectedRoutes(read.get(reason), read.get(count), read.get(example)));
    }

    private static Format<PathState> pathState() {
        var fields = new Fields<PathState>("PathState");
        var path = fields.add("path", Formats.PATH_VECTOR, PathState::path);
        var first = fields.add("first", NUMBER, PathState::first);
        var second = fields.add("second", NUMBER, PathState::second);
        return fields.make(read -> new PathState(read.get(path), read.get(first), read.get(second)));
    }

    private static Format<FlapCount> flapCount() {
        var fields = new Fields<FlapCount>("FlapCount");
        var destination = fields.add("destination", Formats.DESTINATION, FlapCount::destination);
        var peer = fields.add("peer", Formats.NEXT_HOP, FlapCount::peer);
        var changes = fields.add("changes", NUMBER, FlapCount::changes);
        return fields.make(read -> new FlapCount(read.get(destination), read.get(peer), read.get(changes)));
    }

    private static Format<DampedState> dampedState() {
        var fields = new Fields<DampedState>("DampedState");
        var source = fields.add("source", flapCount(), DampedState::source);
        var until = fields.add("until", Formats.INSTANT, DampedState::until);
        var paths = fields.add("paths", Formats.PATH.list(), DampedState::paths);
        var since = fields.add("since", Formats.INSTANT.list(), DampedState::since);
        return fields.make(
                read -> new DampedState(read.get(source), read.get(until), read.get(paths), read.get(since)));
    }
}
