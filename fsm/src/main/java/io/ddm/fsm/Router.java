package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.ExpireReason;
import io.ddm.fsm.peer.FirstPulls;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.Interfaces;
import io.ddm.fsm.peer.Oddity;
import io.ddm.fsm.peer.PeerIdentity;
import io.ddm.fsm.peer.PendingRequest;
import io.ddm.fsm.peer.Session;
import io.ddm.fsm.peer.Suppression;
import io.ddm.fsm.rib.OfferedTable;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.table.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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

    /**
     * Entries of tables that are worked on per event, of each of four kinds of work: 2 ms of a loop that the second
     * compiler has not seen yet.
     */
    private static final int SLICE = 64;

    private final RouterConfig config;
    private final Rib rib;
    private final Tables tables;
    private final Interfaces interfaces;
    private final FirstPulls firstPulls;
    private List<Effect> effects = new ArrayList<>();
    private Instant handled = Instant.MIN;
    private int inboundTurn;
    private int outboundTurn;
    private Optional<String> working = Optional.empty();
    private boolean stopping;
    private boolean stopped;

    /** A router whose digests anybody can compute, for tests. */
    public Router(RouterConfig config) {
        this(config, TableDigest.Bits.ZERO);
    }

    /**
     * @param secret random bits that nobody else knows, drawn anew by each process
     */
    public Router(RouterConfig config, TableDigest.Bits secret) {
        this.config = config;
        this.rib = new Rib(config.id());
        this.interfaces = new Interfaces(config, this::emit);
        this.tables = new Tables(config, secret, rib, interfaces::sessions, this::emit);
        this.firstPulls = new FirstPulls(interfaces.all(), tables.passesOn());
    }

    /**
     * Takes in what happened. What grows with a table is begun, and goes on in later calls, for which
     * {@link #nextDeadline} then asks at once.
     *
     * @param now when it happened; never earlier than in the call before
     * @return what is to be done about it, in order
     */
    public List<Effect> handle(Event event, Instant now) {
        effects = new ArrayList<>();
        forgiveOwnPause(now);
        handled = now;
        tables.at(now);
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
            case Event.PullUnchanged e -> onSession(e.name(), e.epoch(),
                    (fsm, session) -> unchanged(fsm, session, e, now));
            case Event.PullFailed e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pullFailed(now));
            case Event.PushCompleted e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pushCompleted());
            case Event.PushFailed e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> session.pushFailed(e.reason(), now));
            case Event.PeerUnproven e -> onInterface(e.name(), fsm -> unproven(fsm, e, now));
            case Event.Originate e -> tables.originate(e.destinations(), true);
            case Event.Withdraw e -> tables.originate(e.destinations(), false);
            case Event.AddressesChanged e -> tables.connected(e.addresses(), e.connected());
            case Event.SuppressLink e -> suppress(e, now);
            case Event.ExpirePeer e -> expireByAddress(e, now);
            case Event.Synchronize e -> interfaces.sessions().forEach(Session::wantPull);
            case Event.Stop e -> stop();
            case Event.Tick e -> {
            }
        }
        timers(now);
        work();
        if (firstPulls.end(now)) {
            interfaces.all().forEach(fsm -> fsm.session().ifPresent(session -> takeUp(fsm, session, now)));
        }
        flush(now);
        return effects;
    }

    /** When {@link #handle} wants to be called with a {@link Event.Tick}, if at all. */
    public Optional<Instant> nextDeadline() {
        return isBusy() ? Optional.of(handled) : nextTimer();
    }

    /** Whether work on tables is left that waits for nothing but the next call of {@link #handle}. */
    public boolean isBusy() {
        return tables.canWork() || interfaces.sessions().stream().anyMatch(
                session -> !session.hasTakenIn() || session.canTell(handled));
    }

    private Optional<Instant> nextTimer() {
        Instant earliest = Stream.concat(Stream.of(firstPulls.deadline(), tables.deadline()),
                interfaces.all().stream().map(InterfaceFsm::deadline)).min(Instant::compareTo).orElseThrow();
        return earliest.equals(Instant.MAX) ? Optional.empty() : Optional.of(earliest);
    }

    /** The longest id on any path that is taken in, in bytes of UTF-8, of those that may be host names; 0 for none. */
    public int longestId() {
        return rib.longestId();
    }

    /** The interface whose peer offers most paths; empty if none offers any. */
    public Optional<String> heaviest() {
        Optional<String> heaviest = Optional.empty();
        long most = 0;
        for (InterfaceFsm fsm : interfaces.all()) {
            long paths = fsm.session().map(session -> session.table().paths()).orElse(0L);
            if (paths > most) {
                most = paths;
                heaviest = Optional.of(fsm.name());
            }
        }
        return heaviest;
    }

    /** How many {@link Event.Originate} and {@link Event.Withdraw} are not taken in yet; they are in their order. */
    public int pendingOriginations() {
        return tables.originations();
    }

    /** Whether the first table of a peer is on its way, or being taken in. */
    public boolean isAnyTableAwaited() {
        return interfaces.sessions().stream().anyMatch(Session::isTableAwaited);
    }

    /** What operators see. */
    public RouterReport report() {
        int prefixes = rib.originatedPrefixes();
        return new RouterReport(config.id(), config.kind(), interfaceReports(),
                new RouterReport.OriginCount(prefixes, rib.originated().size() - prefixes), imported(),
                tables.flapping(), config.warnings());
    }

    /** What we originate, sorted, as of now; may be read on any thread. */
    public Iterable<Destination> originated() {
        return rib.originated();
    }

    /** What each peer offers, sorted, as of now; may be read on any thread. */
    public SortedMap<NextHop, OfferedTable> imported() {
        return rib.offered();
    }

    /** The interfaces without the tables; costs little, whatever the tables are. */
    public List<InterfaceReport> interfaceReports() {
        return interfaces.all().stream().map(InterfaceFsm::report).toList();
    }

    /** The wanted forwarding: networks and the next hops that each shall have. */
    public Map<Prefix, List<NextHop>> wantedFib() {
        return tables.fib().wanted();
    }

    private void packet(InterfaceFsm fsm, Event.PacketReceived e, Instant now) {
        if (stopping || isNoNeighbour(fsm, e.sender(), now)) {
            return;
        }
        if (e.solicit()) {
            fsm.solicited(e.sender(), now);
        }
        if (e.advertise() && fsm.advertised(e.sender(), now) == InterfaceFsm.Hearing.NEW) {
            establish(fsm, e.sender(), "peer found", now);
        }
    }

    private void replace(InterfaceFsm fsm, PeerIdentity peer, Instant now) {
        expire(fsm, ExpireReason.IDENTITY, "now " + peer.describe(), now);
        establish(fsm, peer, "peer changed", now);
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

    /**
     * Packets of our own are nobody's, and so are those that somebody else sends from our address on the link; the address
     * of another interface may be a neighbor's here. Those of another router with our id are its own, but its routes look
     * like loops.
     */
    private boolean isNoNeighbour(InterfaceFsm fsm, PeerIdentity sender, Instant now) {
        if (!sender.id().equals(config.id())) {
            if (fsm.address().filter(sender.address()::equals).isPresent()) {
                fsm.note(Oddity.Kind.OURSELVES, "hears " + sender.id() + " from this router's own address "
                        + sender.address() + ": the address is used twice, or packets are forged", now);
                return true;
            }
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
        Session session = fsm.establish(peer, reason, tables, now);
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
            tables.depart(session.table());
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
                session -> session.pulledBy(e, stopping, now),
                () -> fsm.defer(e, e.source(), e.request(), now));
    }

    private void push(InterfaceFsm fsm, Event.PushReceived e, Instant now) {
        if (stopping) {
            // A refused push would be repeated until we are gone and reported as failing; a successor pulls everything.
            sessionWith(fsm, e.source()).ifPresentOrElse(session -> emit(new Effect.AcceptPush(e.request())),
                    () -> fsm.defer(e, e.source(), e.request(), now));
            return;
        }
        sessionWith(fsm, e.source()).ifPresentOrElse(session -> session.pushedBy(e.update(), e.request()),
                () -> fsm.defer(e, e.source(), e.request(), now));
    }

    private void pulled(InterfaceFsm fsm, Session session, Event.PullCompleted e, Instant now) {
        if (!stopping) {
            session.pullCompleted(e.table(), e.extensions(), rib.paths(), now);
            lookForNamesake(fsm, session, now);
        }
    }

    private void unchanged(InterfaceFsm fsm, Session session, Event.PullUnchanged e, Instant now) {
        if (!stopping) {
            session.pullUnchanged(e.extensions(), now);
            lookForNamesake(fsm, session, now);
        }
    }

    private void lookForNamesake(InterfaceFsm fsm, Session session, Instant now) {
        interfaces.sessions().stream().filter(other -> session.isWithNamesakeOf(other, now)).findFirst().ifPresent(
                other -> fsm.note(Oddity.Kind.SAME_ID, session.peer().describe() + " and " + other.peer().describe()
                        + " are two routers with one id; give one of them another --router-id", now));
    }

    private void stop() {
        stopping = true;
        tables.offerNothing();
        interfaces.all().forEach(InterfaceFsm::silence);
        interfaces.sessions().forEach(Session::retract);
    }

    /**
     * What peers told, what was held back, and what ends or is originated, each with a budget of its own so that none waits for another;
     * sessions take turns in being the first.
     */
    private void work() {
        tables.release(new Budget(SLICE));
        tables.work(new Budget(SLICE));
        Budget budget = new Budget(SLICE);
        for (InterfaceFsm fsm : inTurn(inboundTurn)) {
            working = Optional.of(fsm.name());
            fsm.session().ifPresent(session -> session.takeIn(budget));
        }
        working = Optional.empty();
        if (!budget.isLeft()) {
            inboundTurn++;
        }
    }

    /** The interfaces with sessions, another one first each turn. */
    private List<InterfaceFsm> inTurn(int turn) {
        List<InterfaceFsm> all = new ArrayList<>();
        interfaces.all().forEach(fsm -> fsm.session().ifPresent(session -> all.add(fsm)));
        if (!all.isEmpty()) {
            Collections.rotate(all, -(turn % all.size()));
        }
        return all;
    }

    /**
     * The interface whose peer's tables were worked on when {@link #handle} threw an exception; empty if it was not that
     * work, or that of no interface.
     */
    public Optional<String> workingOn() {
        return working;
    }

    /**
     * Called later than asked means that this process did not run (stopped, starved, host suspended), so it did not
     * listen either. That time counts against no peer.
     */
    private void forgiveOwnPause(Instant now) {
        nextDeadline().map(asked -> Duration.between(asked, now)).filter(late -> late.compareTo(PAUSE) > 0).ifPresent(
                late -> interfaces.all().forEach(fsm -> fsm.forgive(late)));
    }

    private void timers(Instant now) {
        for (InterfaceFsm fsm : interfaces.all()) {
            fsm.replacement(now).ifPresent(peer -> replace(fsm, peer, now));
            if (fsm.isSilent(now)) {
                expire(fsm, ExpireReason.SILENCE, String.format(Locale.ROOT, "for %.1f s (threshold %.1f s)",
                        fsm.silence(now).toMillis() / 1000.0, config.expireThreshold().toMillis() / 1000.0), now);
            }
            fsm.timers(now);
        }
    }

    private void flush(Instant now) {
        Budget budget = new Budget(SLICE);
        for (InterfaceFsm fsm : inTurn(outboundTurn)) {
            working = Optional.of(fsm.name());
            fsm.session().ifPresent(session -> {
                session.pullIfDue(now);
                session.tell(tables, budget, now);
            });
        }
        working = Optional.empty();
        if (!budget.isLeft()) {
            outboundTurn++;
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

    private void emit(Effect effect) {
        effects.add(effect);
    }
}
