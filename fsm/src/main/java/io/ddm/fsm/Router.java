package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.Update;
import io.ddm.fsm.peer.ExpireReason;
import io.ddm.fsm.peer.FirstPulls;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.Interfaces;
import io.ddm.fsm.peer.Oddity;
import io.ddm.fsm.peer.PeerIdentity;
import io.ddm.fsm.peer.PendingRequest;
import io.ddm.fsm.peer.Refusals;
import io.ddm.fsm.peer.Session;
import io.ddm.fsm.peer.Suppression;
import io.ddm.fsm.rib.Fib;
import io.ddm.fsm.rib.FibChange;
import io.ddm.fsm.rib.Redistribution;
import io.ddm.fsm.rib.Rib;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The aggregate: hands events to the interfaces, owns the routes, and is the one place where a session begins and ends.
 *
 * <p>Not thread-safe: one owner calls it, with instants that never go back.
 */
public final class Router {

    /** Being called so much later than asked is a pause of this process, not of its peers. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RouterConfig config;
    private final Rib rib;
    private final Fib fib;
    private final Redistribution redistribution;
    private final Interfaces interfaces;
    private final FirstPulls firstPulls;
    private Set<Ipv6Address> ownAddresses = Set.of();
    private List<Effect> effects = new ArrayList<>();
    private boolean stopping;
    private boolean stopped;
    private long reportedVersion;
    private List<Destination> reportedOriginated = List.of();
    private SortedMap<NextHop, List<PathVector>> reportedImported = Collections.emptySortedMap();

    public Router(RouterConfig config) {
        this.config = config;
        this.rib = new Rib(config.id());
        this.fib = new Fib(rib);
        this.redistribution = new Redistribution(rib, config.id(), config.kind(), config.exports());
        this.interfaces = new Interfaces(config, this::emit);
        this.firstPulls = new FirstPulls(interfaces.all(), redistribution.passesOn());
    }

    /**
     * Takes in what happened.
     *
     * @param now when it happened; never earlier than in the call before
     * @return what is to be done about it, in order
     */
    public List<Effect> handle(Event event, Instant now) {
        effects = new ArrayList<>();
        forgiveOwnPause(now);
        switch (event) {
            case Event.InterfaceConfigured e -> {
                if (!stopping) {
                    interfaces.configure(e.name(), now);
                }
            }
            case Event.InterfaceRemoved e -> onInterface(e.name(), fsm -> removed(fsm, now));
            case Event.InterfaceReady e -> {
                interfaces.linkReady(e);
                onInterface(e.name(), fsm -> ready(fsm, e, now));
            }
            case Event.InterfaceLost e -> {
                interfaces.linkLost(e.name());
                onInterface(e.name(), fsm -> lost(fsm, ExpireReason.LINK, e.reason(), now));
            }
            case Event.InterfaceOpened e -> onInterface(e.name(), fsm -> fsm.opened(e.epoch(), now));
            case Event.InterfaceOpenFailed e ->
                onInterface(e.name(), fsm -> fsm.openFailed(e.epoch(), e.reason(), now));
            case Event.PacketReceived e -> onInterface(e.name(), fsm -> packet(fsm, e, now));
            case Event.PullReceived e -> onRequest(e.name(), e.request(), fsm -> pull(fsm, e, now));
            case Event.PushReceived e -> onRequest(e.name(), e.request(), fsm -> push(fsm, e, now));
            case Event.PullCompleted e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> pulled(fsm, session, e, now));
            case Event.PullFailed e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pullFailed(now));
            case Event.PushCompleted e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pushCompleted());
            case Event.PushFailed e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> pushFailed(fsm, session, e, now));
            case Event.PeerUnproven e -> onInterface(e.name(), fsm -> unproven(fsm, e, now));
            case Event.Originate e -> originated(rib.originate(e.destinations()));
            case Event.Withdraw e -> originated(rib.withdraw(e.destinations()));
            case Event.AddressesChanged e -> ownAddresses = Set.copyOf(e.addresses());
            case Event.ExpirePeer e -> expireByAddress(e, now);
            case Event.Synchronize e -> interfaces.sessions().forEach(Session::wantPull);
            case Event.SuppressLink e -> suppress(e, now);
            case Event.Stop e -> stop();
            case Event.Tick e -> {
            }
        }
        timers(now);
        flush(now);
        return effects;
    }

    /** When {@link #handle} wants to be called with a {@link Event.Tick}, if at all. */
    public Optional<Instant> nextDeadline() {
        Instant earliest = Stream.concat(Stream.of(firstPulls.deadline()),
                interfaces.all().stream().map(InterfaceFsm::deadline)).min(Instant::compareTo).orElseThrow();
        return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
    }

    /** What operators see. The tables in it are shared with the last report if nothing changed. */
    public RouterReport report() {
        if (reportedVersion != rib.version()) {
            reportedVersion = rib.version();
            reportedOriginated = rib.originated();
            reportedImported = offers();
        }
        return new RouterReport(config.id(), config.kind(),
                interfaceReports(), reportedOriginated, reportedImported);
    }

    /** The interfaces without the tables; costs little, whatever the tables are. */
    public List<InterfaceReport> interfaceReports() {
        return interfaces.all().stream().map(InterfaceFsm::report).toList();
    }

    /** The wanted forwarding: networks and the next hops that each shall have. */
    public Map<Prefix, List<NextHop>> wantedFib() {
        return fib.wanted();
    }

    private void packet(InterfaceFsm fsm, Event.PacketReceived e, Instant now) {
        if (stopping || isNoNeighbour(fsm, e.sender(), now)) {
            return;
        }
        if (e.solicit()) {
            fsm.solicited(e.sender(), now);
        }
        if (e.advertise() && fsm.advertised(e.sender(), now) == InterfaceFsm.Hearing.NEW) {
            boolean replaces = fsm.session().isPresent();
            expire(fsm, ExpireReason.IDENTITY, "now " + e.sender().describe(), now);
            establish(fsm, e.sender(), replaces ? "peer changed" : "peer found", now);
        }
    }

    private void suppress(Event.SuppressLink e, Instant now) {
        Suppression suppression = new Suppression(e.until(), e.reason());
        interfaces.suppress(e.name(), suppression, now);
        onInterface(e.name(), fsm -> {
            if (now.isBefore(e.until())) {
                expire(fsm, ExpireReason.SUPPRESSED, e.reason(), now);
                emit(new Effect.Notice(e.name(), "suppressed until " + e.until() + ": " + e.reason()));
            }
            fsm.suppress(suppression, now);
        });
    }

    /** Packets of our own are nobody's; those of another router with our id are, but its routes look like loops. */
    private boolean isNoNeighbour(InterfaceFsm fsm, PeerIdentity sender, Instant now) {
        if (!sender.id().equals(config.id())) {
            return false;
        }
        for (InterfaceFsm other : interfaces.all()) {
            if (other.address().filter(sender.address()::equals).isPresent()) {
                fsm.note(Oddity.Kind.OURSELVES, "hears what this router itself says on " + other.name()
                        + ": both are on one link, or the link loops", now);
                return true;
            }
        }
        fsm.note(Oddity.Kind.SAME_ID, sender.address() + " is another router with our id " + config.id()
                + ": neither takes in the other's routes; give one of them another --router-id", now);
        return false;
    }

    private static void unproven(InterfaceFsm fsm, Event.PeerUnproven e, Instant now) {
        fsm.session().map(Session::peer).filter(peer -> peer.address().equals(e.source())).ifPresent(
                peer -> fsm.note(Oddity.Kind.UNPROVEN, "no trusted exchange with " + peer.describe() + ": " + e.words(),
                        now));
    }

    private void establish(InterfaceFsm fsm, PeerIdentity peer, String reason, Instant now) {
        Session session = fsm.establish(peer, reason, now);
        session.touch(redistribution.destinations());
        takeUp(fsm, session, now);
    }

    /** Requests that had to wait; some may have to wait again. */
    private void takeUp(InterfaceFsm fsm, Session session, Instant now) {
        for (PendingRequest waiting : fsm.pendingFrom(session.peer().address())) {
            switch (waiting.event()) {
                case Event.PullReceived pull -> pull(fsm, pull, now);
                case Event.PushReceived push -> push(fsm, push, now);
                default -> throw new IllegalStateException("only pulls and pushes wait, not " + waiting.event());
            }
        }
    }

    /** The one way in which a session ends, whatever the cause. */
    private void expire(InterfaceFsm fsm, ExpireReason reason, String detail, Instant now) {
        fsm.session().ifPresent(session -> {
            fsm.end(reason.words() + ": " + detail, now);
            imported(rib.forget(session.nextHop()));
        });
    }

    private void removed(InterfaceFsm fsm, Instant now) {
        lost(fsm, ExpireReason.REMOVED, "no longer configured", now);
        interfaces.remove(fsm);
    }

    private void ready(InterfaceFsm fsm, Event.InterfaceReady e, Instant now) {
        if (fsm.isReady(e.index(), e.address())) {
            return;
        }
        if (fsm.address().isPresent()) {
            lost(fsm, ExpireReason.LINK, "index or address changed", now);
        }
        fsm.ready(e.index(), e.address());
    }

    private void lost(InterfaceFsm fsm, ExpireReason reason, String detail, Instant now) {
        expire(fsm, reason, detail, now);
        fsm.lost(detail, now);
    }

    private void expireByAddress(Event.ExpirePeer e, Instant now) {
        for (InterfaceFsm fsm : interfaces.all()) {
            if (fsm.session().filter(s -> s.peer().address().equals(e.address())).isPresent()) {
                expire(fsm, ExpireReason.ADMIN, e.address().toString(), now);
            }
        }
    }

    private void pull(InterfaceFsm fsm, Event.PullReceived e, Instant now) {
        sessionWith(fsm, e.source()).filter(s -> stopping || !firstPulls.isWaiting()).ifPresentOrElse(
                session -> answer(session, e, now),
                () -> fsm.defer(e, e.source(), e.request(), now));
    }

    private void push(InterfaceFsm fsm, Event.PushReceived e, Instant now) {
        sessionWith(fsm, e.source()).ifPresentOrElse(session -> accept(fsm, session, e),
                () -> fsm.defer(e, e.source(), e.request(), now));
    }

    private void answer(Session session, Event.PullReceived e, Instant now) {
        List<PathVector> table = stopping ? List.of() : redistribution.fullFor(session.nextHop(), session.peer().id());
        emit(new Effect.AnswerPull(e.request(), table, e.extensions()));
        if (session.pulledBy(e.extensions(), table, now)) {
            session.resynchronize(redistribution.destinations());
        }
    }

    private void accept(InterfaceFsm fsm, Session session, Event.PushReceived e) {
        Update told = session.pushedBy(e.update());
        List<PathVector> admitted = admit(fsm, session, told.announce(), rib.destinationsOf(session.nextHop()));
        imported(rib.update(session.nextHop(), new Update(admitted, told.withdraw())));
        emit(new Effect.AcceptPush(e.request()));
    }

    private void pulled(InterfaceFsm fsm, Session session, Event.PullCompleted e, Instant now) {
        Set<PathVector> newer = session.pullCompleted(e.extensions(), () -> {
            emit(new Effect.Notice(fsm.name(), session.peer().describe() + " has restarted"));
            session.resynchronize(redistribution.destinations());
        }, now);
        imported(rib.replace(session.nextHop(), admit(fsm, session, session.attributed(e.table()), Set.of()), newer));
        interfaces.sessions().stream().filter(other -> session.isWithNamesakeOf(other, now)).findFirst().ifPresent(
                other -> fsm.note(Oddity.Kind.SAME_ID, session.peer().describe() + " and " + other.peer().describe()
                        + " are two routers with one id; give one of them another --router-id", now));
    }

    /** What of a peer's offers is taken in; the rest is reported. */
    private List<PathVector> admit(InterfaceFsm fsm, Session session, List<PathVector> offered,
            Set<Destination> known) {
        Refusals refusals = new Refusals();
        List<PathVector> admitted = config.imports().admit(offered, known, ownAddresses, refusals::add);
        refusals.toList().forEach(refused -> {
            session.refuse(refused);
            emit(new Effect.Refused(fsm.name(), session.peer(), refused.reason(), refused.count(), refused.example()));
        });
        return admitted;
    }

    private void pushFailed(InterfaceFsm fsm, Session session, Event.PushFailed e, Instant now) {
        if (session.pushFailed(now)) {
            emit(new Effect.Notice(fsm.name(),
                    "pushes to " + session.peer().describe() + " keep failing: " + e.reason()));
            session.resynchronize(redistribution.destinations());
        }
    }

    private void stop() {
        stopping = true;
        interfaces.all().forEach(InterfaceFsm::silence);
        interfaces.sessions().forEach(Session::retract);
    }

    /**
     * Called later than asked means that this process did not run (stopped, starved, host suspended), so it did not
     * listen either. That time counts against no peer.
     */
    private void forgiveOwnPause(Instant now) {
        nextDeadline().map(asked -> Duration.between(asked, now)).filter(late -> late.compareTo(PAUSE) > 0).ifPresent(
                late -> interfaces.all().forEach(fsm -> fsm.forgive(late)));
    }

    /** Follows a change of what we originate into the FIB and to the peers. */
    private void originated(Set<Destination> touched) {
        program(touched);
        interfaces.sessions().forEach(session -> session.touch(touched));
    }

    /** Follows a change of what peers offer into the FIB, and to the other peers if we pass it on. */
    private void imported(Set<Destination> touched) {
        program(touched);
        if (redistribution.passesOn()) {
            interfaces.sessions().forEach(session -> session.touch(touched));
        }
    }

    private void program(Set<Destination> touched) {
        List<FibChange> changes = fib.refresh(touched);
        if (!changes.isEmpty()) {
            emit(new Effect.Program(changes));
        }
    }

    private void timers(Instant now) {
        if (firstPulls.end(now)) {
            interfaces.all().forEach(fsm -> fsm.session().ifPresent(session -> takeUp(fsm, session, now)));
        }
        for (InterfaceFsm fsm : interfaces.all()) {
            if (fsm.isSilent(now)) {
                expire(fsm, ExpireReason.SILENCE, String.format(Locale.ROOT, "for %.1f s (threshold %.1f s)",
                        fsm.silence(now).toMillis() / 1000.0, config.expireThreshold().toMillis() / 1000.0), now);
            }
            fsm.timers(now);
        }
    }

    private void flush(Instant now) {
        for (Session session : interfaces.sessions()) {
            session.flush(destination -> stopping
                    ? List.<List<RouterId>>of()
                    : redistribution.pathsFor(session.nextHop(), session.peer().id(), destination), now, this::emit);
        }
        if (stopping && !stopped && interfaces.sessions().stream().allMatch(Session::isQuiet)) {
            stopped = true;
            emit(new Effect.Stopped());
        }
    }

    private static Optional<Session> sessionWith(InterfaceFsm fsm, Ipv6Address source) {
        return fsm.session().filter(session -> session.peer().address().equals(source));
    }

    private void onInterface(String name, Consumer<InterfaceFsm> action) {
        interfaces.find(name).ifPresent(action);
    }

    /** A request that comes through an interface which is being closed is not left without an end. */
    private void onRequest(String name, long request, Consumer<InterfaceFsm> action) {
        interfaces.find(name).ifPresentOrElse(action,
                () -> emit(new Effect.DropRequest(request, "the interface is not configured")));
    }

    private void onSession(String name, long epoch, BiConsumer<InterfaceFsm, Session> action) {
        onInterface(name, fsm -> fsm.session(epoch).ifPresent(session -> action.accept(fsm, session)));
    }

    private SortedMap<NextHop, List<PathVector>> offers() {
        SortedMap<NextHop, List<PathVector>> imported = new TreeMap<>();
        rib.peers().forEach(peer -> imported.put(peer, rib.offersOf(peer)));
        return Collections.unmodifiableSortedMap(imported);
    }

    private void emit(Effect effect) {
        effects.add(effect);
    }
}
