package io.ddm.api.recording;

import static io.ddm.api.recording.Formats.ADDRESS;
import static io.ddm.api.recording.Formats.CAPABILITIES;
import static io.ddm.api.recording.Formats.DESTINATION;
import static io.ddm.api.recording.Formats.FLAG;
import static io.ddm.api.recording.Formats.INSTANT;
import static io.ddm.api.recording.Formats.INT;
import static io.ddm.api.recording.Formats.LONG;
import static io.ddm.api.recording.Formats.PATH_VECTOR;
import static io.ddm.api.recording.Formats.PEER;
import static io.ddm.api.recording.Formats.PEER_DIGEST;
import static io.ddm.api.recording.Formats.PEER_PROBE;
import static io.ddm.api.recording.Formats.PREFIX;
import static io.ddm.api.recording.Formats.TEXT;
import static io.ddm.api.recording.Formats.UPDATE;

import io.ddm.api.recording.Fields.ObjectFormat;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import java.util.List;

/** The kinds of events, each with its fields. A kind that is missing here does not compile. */
final class EventKinds {

    private static final Kind<Event.InterfaceConfigured> INTERFACE_CONFIGURED = kind(Event.InterfaceConfigured.class,
            interfaceConfigured());
    private static final Kind<Event.InterfaceRemoved> INTERFACE_REMOVED = kind(Event.InterfaceRemoved.class,
            interfaceRemoved());
    private static final Kind<Event.InterfaceReady> INTERFACE_READY = kind(Event.InterfaceReady.class,
            interfaceReady());
    private static final Kind<Event.InterfaceLost> INTERFACE_LOST = kind(Event.InterfaceLost.class, interfaceLost());
    private static final Kind<Event.InterfaceOpened> INTERFACE_OPENED = kind(Event.InterfaceOpened.class,
            interfaceOpened());
    private static final Kind<Event.InterfaceOpenFailed> INTERFACE_OPEN_FAILED = kind(Event.InterfaceOpenFailed.class,
            interfaceOpenFailed());
    private static final Kind<Event.PacketReceived> PACKET_RECEIVED = kind(Event.PacketReceived.class,
            packetReceived());
    private static final Kind<Event.PullReceived> PULL_RECEIVED = kind(Event.PullReceived.class, pullReceived());
    private static final Kind<Event.PushReceived> PUSH_RECEIVED = kind(Event.PushReceived.class, pushReceived());
    private static final Kind<Event.PullCompleted> PULL_COMPLETED = kind(Event.PullCompleted.class, pullCompleted());
    private static final Kind<Event.PullUnchanged> PULL_UNCHANGED = kind(Event.PullUnchanged.class, pullUnchanged());
    private static final Kind<Event.PullFailed> PULL_FAILED = kind(Event.PullFailed.class, pullFailed());
    private static final Kind<Event.PushCompleted> PUSH_COMPLETED = kind(Event.PushCompleted.class, pushCompleted());
    private static final Kind<Event.PushFailed> PUSH_FAILED = kind(Event.PushFailed.class, pushFailed());
    private static final Kind<Event.PeerUnauthenticated> PEER_UNAUTHENTICATED = kind(Event.PeerUnauthenticated.class,
            peerUnauthenticated());
    private static final Kind<Event.Originate> ORIGINATE = kind(Event.Originate.class, originate());
    private static final Kind<Event.Withdraw> WITHDRAW = kind(Event.Withdraw.class, withdraw());
    private static final Kind<Event.AddressesChanged> ADDRESSES_CHANGED = kind(Event.AddressesChanged.class,
            addressesChanged());
    private static final Kind<Event.PolicyChanged> POLICY_CHANGED = kind(Event.PolicyChanged.class, policyChanged());
    private static final Kind<Event.PeersProbed> PEERS_PROBED = kind(Event.PeersProbed.class, peersProbed());
    private static final Kind<Event.LinkRoleSet> LINK_ROLE_SET = kind(Event.LinkRoleSet.class, linkRoleSet());
    private static final Kind<Event.ExpirePeer> EXPIRE_PEER = kind(Event.ExpirePeer.class, expirePeer());
    private static final Kind<Event.SuppressLink> SUPPRESS_LINK = kind(Event.SuppressLink.class, suppressLink());
    private static final Kind<Event.Synchronize> SYNCHRONIZE = kind(Event.Synchronize.class,
            new Fields<Event.Synchronize>("Synchronize").make(read -> new Event.Synchronize()));
    private static final Kind<Event.Stop> STOP = kind(Event.Stop.class,
            new Fields<Event.Stop>("Stop").make(read -> new Event.Stop()));
    private static final Kind<Event.Tick> TICK = kind(Event.Tick.class,
            new Fields<Event.Tick>("Tick").make(read -> new Event.Tick()));

    /** All of them, by name. */
    static final Kinds<Event> ALL = new Kinds<>("event", EventKinds::of, List.of(
            INTERFACE_CONFIGURED, INTERFACE_REMOVED, INTERFACE_READY, INTERFACE_LOST, INTERFACE_OPENED,
            INTERFACE_OPEN_FAILED, PACKET_RECEIVED, PULL_RECEIVED, PUSH_RECEIVED, PULL_COMPLETED,
            PULL_UNCHANGED, PULL_FAILED, PUSH_COMPLETED, PUSH_FAILED, PEER_UNAUTHENTICATED, ORIGINATE, WITHDRAW,
            ADDRESSES_CHANGED, POLICY_CHANGED, PEERS_PROBED, LINK_ROLE_SET, EXPIRE_PEER, SUPPRESS_LINK, SYNCHRONIZE,
            STOP, TICK));

    private EventKinds() {}

    private static Kind<? extends Event> of(Event e) {
        return switch (e) {
            case Event.InterfaceConfigured x -> INTERFACE_CONFIGURED;
            case Event.InterfaceRemoved x -> INTERFACE_REMOVED;
            case Event.InterfaceReady x -> INTERFACE_READY;
            case Event.InterfaceLost x -> INTERFACE_LOST;
            case Event.InterfaceOpened x -> INTERFACE_OPENED;
            case Event.InterfaceOpenFailed x -> INTERFACE_OPEN_FAILED;
            case Event.PacketReceived x -> PACKET_RECEIVED;
            case Event.PullReceived x -> PULL_RECEIVED;
            case Event.PushReceived x -> PUSH_RECEIVED;
            case Event.PullCompleted x -> PULL_COMPLETED;
            case Event.PullUnchanged x -> PULL_UNCHANGED;
            case Event.PullFailed x -> PULL_FAILED;
            case Event.PushCompleted x -> PUSH_COMPLETED;
            case Event.PushFailed x -> PUSH_FAILED;
            case Event.PeerUnauthenticated x -> PEER_UNAUTHENTICATED;
            case Event.Originate x -> ORIGINATE;
            case Event.Withdraw x -> WITHDRAW;
            case Event.AddressesChanged x -> ADDRESSES_CHANGED;
            case Event.PolicyChanged x -> POLICY_CHANGED;
            case Event.PeersProbed x -> PEERS_PROBED;
            case Event.LinkRoleSet x -> LINK_ROLE_SET;
            case Event.ExpirePeer x -> EXPIRE_PEER;
            case Event.SuppressLink x -> SUPPRESS_LINK;
            case Event.Synchronize x -> SYNCHRONIZE;
            case Event.Stop x -> STOP;
            case Event.Tick x -> TICK;
        };
    }

    private static ObjectFormat<Event.InterfaceConfigured> interfaceConfigured() {
        var fields = new Fields<Event.InterfaceConfigured>("InterfaceConfigured");
        var name = fields.add("name", TEXT, Event.InterfaceConfigured::name);
        return fields.make(read -> new Event.InterfaceConfigured(read.get(name)));
    }

    private static ObjectFormat<Event.InterfaceRemoved> interfaceRemoved() {
        var fields = new Fields<Event.InterfaceRemoved>("InterfaceRemoved");
        var name = fields.add("name", TEXT, Event.InterfaceRemoved::name);
        return fields.make(read -> new Event.InterfaceRemoved(read.get(name)));
    }

    private static ObjectFormat<Event.InterfaceReady> interfaceReady() {
        var fields = new Fields<Event.InterfaceReady>("InterfaceReady");
        var name = fields.add("name", TEXT, Event.InterfaceReady::name);
        var index = fields.add("index", INT, Event.InterfaceReady::index);
        var address = fields.add("address", ADDRESS, Event.InterfaceReady::address);
        return fields.make(read -> new Event.InterfaceReady(read.get(name), read.get(index), read.get(address)));
    }

    private static ObjectFormat<Event.InterfaceLost> interfaceLost() {
        var fields = new Fields<Event.InterfaceLost>("InterfaceLost");
        var name = fields.add("name", TEXT, Event.InterfaceLost::name);
        var reason = fields.add("reason", TEXT, Event.InterfaceLost::reason);
        return fields.make(read -> new Event.InterfaceLost(read.get(name), read.get(reason)));
    }

    private static ObjectFormat<Event.InterfaceOpened> interfaceOpened() {
        var fields = new Fields<Event.InterfaceOpened>("InterfaceOpened");
        var name = fields.add("name", TEXT, Event.InterfaceOpened::name);
        var epoch = fields.add("epoch", LONG, Event.InterfaceOpened::epoch);
        return fields.make(read -> new Event.InterfaceOpened(read.get(name), read.get(epoch)));
    }

    private static ObjectFormat<Event.InterfaceOpenFailed> interfaceOpenFailed() {
        var fields = new Fields<Event.InterfaceOpenFailed>("InterfaceOpenFailed");
        var name = fields.add("name", TEXT, Event.InterfaceOpenFailed::name);
        var epoch = fields.add("epoch", LONG, Event.InterfaceOpenFailed::epoch);
        var reason = fields.add("reason", TEXT, Event.InterfaceOpenFailed::reason);
        return fields.make(read -> new Event.InterfaceOpenFailed(read.get(name), read.get(epoch), read.get(reason)));
    }

    private static ObjectFormat<Event.PacketReceived> packetReceived() {
        var fields = new Fields<Event.PacketReceived>("PacketReceived");
        var name = fields.add("name", TEXT, Event.PacketReceived::name);
        var sender = fields.add("sender", PEER, Event.PacketReceived::sender);
        var solicit = fields.add("solicit", FLAG, Event.PacketReceived::solicit);
        var advertise = fields.add("advertise", FLAG, Event.PacketReceived::advertise);
        return fields.make(read -> new Event.PacketReceived(read.get(name), read.get(sender), read.get(solicit),
                read.get(advertise)));
    }

    private static ObjectFormat<Event.PullReceived> pullReceived() {
        var fields = new Fields<Event.PullReceived>("PullReceived");
        var name = fields.add("name", TEXT, Event.PullReceived::name);
        var source = fields.add("source", ADDRESS, Event.PullReceived::source);
        var extensions = fields.add("extensions", CAPABILITIES, Event.PullReceived::extensions);
        var held = fields.add("held", PEER_DIGEST.optional(), Event.PullReceived::held);
        var request = fields.add("request", LONG, Event.PullReceived::request);
        return fields.make(read -> new Event.PullReceived(read.get(name), read.get(source), read.get(extensions),
                read.get(held), read.get(request)));
    }

    private static ObjectFormat<Event.PushReceived> pushReceived() {
        var fields = new Fields<Event.PushReceived>("PushReceived");
        var name = fields.add("name", TEXT, Event.PushReceived::name);
        var source = fields.add("source", ADDRESS, Event.PushReceived::source);
        var update = fields.add("update", UPDATE, Event.PushReceived::update);
        var request = fields.add("request", LONG, Event.PushReceived::request);
        return fields.make(read -> new Event.PushReceived(read.get(name), read.get(source), read.get(update),
                read.get(request)));
    }

    private static ObjectFormat<Event.PullCompleted> pullCompleted() {
        var fields = new Fields<Event.PullCompleted>("PullCompleted");
        var name = fields.add("name", TEXT, Event.PullCompleted::name);
        var epoch = fields.add("epoch", LONG, Event.PullCompleted::epoch);
        var table = fields.add("table", PATH_VECTOR.list(), Event.PullCompleted::table);
        var extensions = fields.add("extensions", CAPABILITIES, Event.PullCompleted::extensions);
        return fields.make(read -> new Event.PullCompleted(read.get(name), read.get(epoch), read.get(table),
                read.get(extensions)));
    }

    private static ObjectFormat<Event.PullUnchanged> pullUnchanged() {
        var fields = new Fields<Event.PullUnchanged>("PullUnchanged");
        var name = fields.add("name", TEXT, Event.PullUnchanged::name);
        var epoch = fields.add("epoch", LONG, Event.PullUnchanged::epoch);
        var extensions = fields.add("extensions", CAPABILITIES, Event.PullUnchanged::extensions);
        return fields.make(read -> new Event.PullUnchanged(read.get(name), read.get(epoch), read.get(extensions)));
    }

    private static ObjectFormat<Event.PullFailed> pullFailed() {
        var fields = new Fields<Event.PullFailed>("PullFailed");
        var name = fields.add("name", TEXT, Event.PullFailed::name);
        var epoch = fields.add("epoch", LONG, Event.PullFailed::epoch);
        var reason = fields.add("reason", TEXT, Event.PullFailed::reason);
        return fields.make(read -> new Event.PullFailed(read.get(name), read.get(epoch), read.get(reason)));
    }

    private static ObjectFormat<Event.PushCompleted> pushCompleted() {
        var fields = new Fields<Event.PushCompleted>("PushCompleted");
        var name = fields.add("name", TEXT, Event.PushCompleted::name);
        var epoch = fields.add("epoch", LONG, Event.PushCompleted::epoch);
        return fields.make(read -> new Event.PushCompleted(read.get(name), read.get(epoch)));
    }

    private static ObjectFormat<Event.PushFailed> pushFailed() {
        var fields = new Fields<Event.PushFailed>("PushFailed");
        var name = fields.add("name", TEXT, Event.PushFailed::name);
        var epoch = fields.add("epoch", LONG, Event.PushFailed::epoch);
        var reason = fields.add("reason", TEXT, Event.PushFailed::reason);
        return fields.make(read -> new Event.PushFailed(read.get(name), read.get(epoch), read.get(reason)));
    }

    private static ObjectFormat<Event.PeerUnauthenticated> peerUnauthenticated() {
        var fields = new Fields<Event.PeerUnauthenticated>("PeerUnauthenticated");
        var name = fields.add("name", TEXT, Event.PeerUnauthenticated::name);
        var source = fields.add("source", ADDRESS, Event.PeerUnauthenticated::source);
        var reason = fields.add("reason", TEXT, Event.PeerUnauthenticated::reason);
        return fields.make(read -> new Event.PeerUnauthenticated(read.get(name), read.get(source), read.get(reason)));
    }

    private static ObjectFormat<Event.Originate> originate() {
        var fields = new Fields<Event.Originate>("Originate");
        var destinations = fields.add("destinations", DESTINATION.set(), Event.Originate::destinations);
        return fields.make(read -> new Event.Originate(read.get(destinations)));
    }

    private static ObjectFormat<Event.Withdraw> withdraw() {
        var fields = new Fields<Event.Withdraw>("Withdraw");
        var destinations = fields.add("destinations", DESTINATION.set(), Event.Withdraw::destinations);
        return fields.make(read -> new Event.Withdraw(read.get(destinations)));
    }

    private static ObjectFormat<Event.AddressesChanged> addressesChanged() {
        var fields = new Fields<Event.AddressesChanged>("AddressesChanged");
        var addresses = fields.add("addresses", ADDRESS.set(), Event.AddressesChanged::addresses);
        var connected = fields.add("connected", PREFIX.set(), Event.AddressesChanged::connected);
        return fields.make(read -> new Event.AddressesChanged(read.get(addresses), read.get(connected)));
    }

    private static ObjectFormat<Event.PolicyChanged> policyChanged() {
        var fields = new Fields<Event.PolicyChanged>("PolicyChanged");
        var policies = fields.add("policies", ConfigFormat.POLICIES, Event.PolicyChanged::policies);
        return fields.make(read -> new Event.PolicyChanged(read.get(policies)));
    }

    private static ObjectFormat<Event.PeersProbed> peersProbed() {
        var fields = new Fields<Event.PeersProbed>("PeersProbed");
        var peers = fields.add("peers", PEER_PROBE.list(), Event.PeersProbed::peers);
        return fields.make(read -> new Event.PeersProbed(read.get(peers)));
    }

    private static ObjectFormat<Event.LinkRoleSet> linkRoleSet() {
        var fields = new Fields<Event.LinkRoleSet>("LinkRoleSet");
        var name = fields.add("name", TEXT, Event.LinkRoleSet::name);
        var role = fields.add("role", Format.constant(LinkRole.class), Event.LinkRoleSet::role);
        return fields.make(read -> new Event.LinkRoleSet(read.get(name), read.get(role)));
    }

    private static ObjectFormat<Event.ExpirePeer> expirePeer() {
        var fields = new Fields<Event.ExpirePeer>("ExpirePeer");
        var address = fields.add("address", ADDRESS, Event.ExpirePeer::address);
        return fields.make(read -> new Event.ExpirePeer(read.get(address)));
    }

    private static ObjectFormat<Event.SuppressLink> suppressLink() {
        var fields = new Fields<Event.SuppressLink>("SuppressLink");
        var name = fields.add("name", TEXT, Event.SuppressLink::name);
        var until = fields.add("until", INSTANT, Event.SuppressLink::until);
        var reason = fields.add("reason", TEXT, Event.SuppressLink::reason);
        return fields.make(read -> new Event.SuppressLink(read.get(name), read.get(until), read.get(reason)));
    }

    private static <E extends Event> Kind<E> kind(Class<E> type, ObjectFormat<E> format) {
        return new Kind<>(type, format);
    }
}
