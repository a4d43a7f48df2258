package io.ddm.fsm;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.Policies;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate: hands events to {@link Peering} and {@link RouteExchange}, and asks to be called again when something
 * is due.
 *
 * <p>Not thread-safe: one owner calls it, with instants that never go back.
 */
public final class Router {

    /** Being called so much later than asked is a pause of this process, not of its peers. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Propagation propagation;
    private final Tables tables;
    private final Interfaces interfaces;
    private final RouteExchange exchange;
    private final Peering peering;
    private final Ranking ranking;
    private final Reports reports;
    /** The one place of what can change while the router runs. */
    private Policies policies;
    private List<Effect> effects = new ArrayList<>();
    private Instant handled = Instant.MIN;
    /** When the next call is due, {@link Instant#MAX} for never; null until asked for, since that asks each link. */
    private @Nullable Instant due;

    /** A router with a known secret, for tests. */
    public Router(RouterConfig config) {
        this(config, TableDigest.Bits.ZERO);
    }

    /**
     * @param secret random bits, different in each process, that keep digests unpredictable
     */
    public Router(RouterConfig config, TableDigest.Bits secret) {
        Rib rib = new Rib(config.id());
        this.policies = config.policies();
        this.interfaces = new Interfaces(config, this::emit);
        this.propagation = new Propagation(config, () -> policies.exports(), rib, interfaces::sessions, this::emit);
        this.tables = new Tables(() -> policies, secret, rib, propagation, interfaces::sessions);
        this.exchange = new RouteExchange(rib, tables, propagation, interfaces, this::emit);
        this.peering = new Peering(config, interfaces, tables, exchange, this::emit);
        this.ranking = new Ranking(config.multipath().probes(), interfaces, tables, this::emit);
        this.reports = new Reports(config, rib, tables, propagation, interfaces, ranking);
    }

    /**
     * Handles what happened. What grows with a table is begun, and goes on in later calls, for which
     * {@link #nextDeadline} then asks at once.
     *
     * @param now when it happened; never earlier than in the call before
     * @return what is to be done about it, in order
     */
    public List<Effect> handle(Event event, Instant now) {
        effects = new ArrayList<>();
        nextDeadline().map(asked -> Duration.between(asked, now))
                .filter(late -> late.compareTo(PAUSE) > 0)
                .ifPresent(peering::creditStall);
        due = null;
        handled = now;
        propagation.at(now);
        dispatch(event, now);
        peering.timers(now);
        ranking.probe();
        exchange.work(now);
        // Afterwards: of a peer whose few routes are gone already no rank is needed.
        ranking.update(now);
        return effects;
    }

    private void dispatch(Event event, Instant now) {
        switch (event) {
            case Event.InterfaceConfigured e -> peering.configured(e, now);
            case Event.InterfaceRemoved e -> onInterface(e.name(), fsm -> peering.removed(fsm, now));
            case Event.InterfaceReady e -> {
                interfaces.linkReady(e);
                onInterface(e.name(), fsm -> peering.ready(fsm, e, now));
            }
            case Event.InterfaceLost e -> {
                interfaces.linkLost(e.name());
                onInterface(e.name(), fsm -> peering.lost(fsm, e, now));
            }
            case Event.InterfaceOpened e -> onInterface(e.name(), fsm -> fsm.control().opened(e.epoch(), now));
            case Event.InterfaceOpenFailed e ->
                onInterface(e.name(), fsm -> fsm.control().openFailed(e.epoch(), e.reason(), now));
            case Event.PacketReceived e -> onInterface(e.name(), fsm -> peering.packet(fsm, e, now));
            case Event.PullReceived e -> onRequest(e.name(), e.request(), fsm -> exchange.pull(fsm, e, now));
            case Event.PushReceived e -> onRequest(e.name(), e.request(), fsm -> exchange.push(fsm, e, now));
            case Event.PullCompleted e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> exchange.pulled(fsm, session, e, now));
            case Event.PullUnchanged e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> exchange.unchanged(fsm, session, e, now));
            case Event.PullFailed e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pullFailed(now));
            case Event.PushCompleted e -> onSession(e.name(), e.epoch(), (fsm, session) -> session.pushCompleted());
            case Event.PushFailed e ->
                onSession(e.name(), e.epoch(), (fsm, session) -> session.pushFailed(e.reason(), now));
            case Event.PeerUnauthenticated e -> onInterface(e.name(), fsm -> peering.unauthenticated(fsm, e, now));
            case Event.Originate e -> tables.originate(e.destinations(), true);
            case Event.Withdraw e -> tables.originate(e.destinations(), false);
            case Event.AddressesChanged e -> tables.connected(e.addresses(), e.connected());
            case Event.PolicyChanged e -> change(e.policies());
            case Event.SuppressLink e -> peering.suppress(e, now);
            case Event.PeersProbed e -> ranking.probed(e, now);
            case Event.LinkRoleSet e -> ranking.set(e);
            case Event.ExpirePeer e -> peering.expire(e.address(), now);
            case Event.Synchronize e -> exchange.synchronize();
            case Event.Stop e -> {
                peering.stop();
                exchange.stop();
            }
            case Event.Tick e -> {
            }
        }
    }

    private void change(Policies changed) {
        Policies before = policies;
        policies = changed;
        interfaces.damping(changed.damping());
        tables.policyChanged(before);
    }

    /** When {@link #handle} is to be called with a {@link Event.Tick}, if at all. */
    public Optional<Instant> nextDeadline() {
        Instant known = due;
        if (known == null) {
            known = isBusy() ? handled : earliestDeadline();
            due = known;
        }
        return known.equals(Instant.MAX) ? Optional.empty() : Optional.of(known);
    }

    private Instant earliestDeadline() {
        Instant earliest = Collections.min(List.of(exchange.deadline(), ranking.deadline()));
        for (InterfaceFsm fsm : interfaces.all()) {
            Instant deadline = fsm.deadline();
            earliest = deadline.isBefore(earliest) ? deadline : earliest;
        }
        return earliest;
    }

    /** Whether work on tables is left that waits for nothing but the next call of {@link #handle}. */
    public boolean isBusy() {
        return exchange.isBusy(handled);
    }

    /**
     * The interface whose peer's tables were worked on when {@link #handle} threw an exception; empty if it was not
     * that work, or that of no interface.
     */
    public Optional<String> workingOn() {
        return exchange.workingOn();
    }

    /** How many {@link Event.Originate} and {@link Event.Withdraw} are not done yet; they are done in their order. */
    public int pendingOriginations() {
        return tables.originations();
    }

    /** What readers see. */
    public Reports reports() {
        return reports;
    }

    private void onInterface(String name, Consumer<InterfaceFsm> action) {
        interfaces.find(name).ifPresent(action);
    }

    /** A request that comes through an interface which is being closed is not left without an end. */
    private void onRequest(String name, long request, Consumer<InterfaceFsm> action) {
        interfaces.find(name)
                .ifPresentOrElse(action,
                        () -> emit(new Effect.DropRequest(request, "the interface is not configured")));
    }

    private void onSession(String name, long epoch, BiConsumer<InterfaceFsm, Session> action) {
        onInterface(name, fsm -> fsm.session(epoch).ifPresent(session -> action.accept(fsm, session)));
    }

    private void emit(Effect effect) {
        effects.add(effect);
    }

    /**
     * Hands the whole state through: takes it down between two events, or restores it in a router that has handled
     * none, which then goes on as the other one would have. What readers alone see is left out, such as the history of
     * a link, and so are keys of digests.
     */
    public void archive(Archive archive) {
        handled = archive.instant("handled", handled);
        policies = archive.value("policies", Policies.class, policies);
        propagation.archive(archive.in("propagation"));
        tables.archive(archive.in("tables"));
        interfaces.archive(archive.in("interfaces"), tables);
        peering.archive(archive.in("peering"));
        exchange.archive(archive.in("exchange"));
        ranking.archive(archive.in("ranking"));
        if (archive.isRestoring()) {
            due = null;
            ranking.restored(handled);
            propagation.restored(handled);
        }
    }
}
