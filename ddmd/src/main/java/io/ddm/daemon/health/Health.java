package io.ddm.daemon.health;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.PlaneFindings;
import io.ddm.daemon.link.LinkDefect;
import io.ddm.daemon.store.StoreStatus;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.ExpireReason;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong now: the one list that the log, the metrics and {@code /ready} show. It is found by looking at what
 * everybody says of itself; only failures of the exchange are followed as events. Lives on the router's context; only
 * {@link #has} may be called on any thread.
 */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.health");

    /** One lost request is daily business; so many in a row are not. */
    private static final int FAILURES_IN_A_ROW = 3;

    /** A peer that is gone for longer stays away; a restart takes less. */
    private static final Duration PEER_LOST_AFTER = Duration.ofSeconds(10);

    /** Peers answer the first solicitation, and solicitations are 2 s apart at most by default. */
    private static final Duration NO_PEER_AFTER = Duration.ofSeconds(10);

    /** How long a repair is told. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private record Key(ProblemKind kind, String on) {}

    private record Failures(int inARow, String reason) {
        Failures and(String newest) {
            return new Failures(inARow + 1, newest);
        }
    }

    private static final Failures NONE = new Failures(0, "");

    private final RouterConfig self;
    private final boolean apiOnly;
    private final Supplier<StoreStatus> store;
    private final Supplier<DataplaneStatus> dataplane;
    private final Supplier<List<InterfaceReport>> interfaces;
    private final EventLoopMonitor lag;
    private final Supplier<Instant> clock;
    private final Map<String, Failures> pushes = new HashMap<>();
    private final Map<String, Failures> pulls = new HashMap<>();
    private final Map<String, Long> closedEpochs = new HashMap<>();
    private final Map<String, String> openFailures = new HashMap<>();
    private Map<String, LinkDefect> defects = Map.of();
    private Optional<String> linksUnreadable = Optional.empty();
    private long repairs;
    private Instant repairedAt = Instant.MIN;
    private volatile Map<Key, Problem> known = Map.of();

    /**
     * @param apiOnly whether the router is to have no interface
     */
    public Health(RouterConfig self, boolean apiOnly, Supplier<StoreStatus> store, Supplier<DataplaneStatus> dataplane,
            Supplier<List<InterfaceReport>> interfaces, EventLoopMonitor lag, Supplier<Instant> clock) {
        this.self = self;
        this.apiOnly = apiOnly;
        this.store = store;
        this.dataplane = dataplane;
        this.interfaces = interfaces;
        this.lag = lag;
        this.clock = clock;
    }

    /** Follows what happens in the exchange. */
    public void event(Event event) {
        if (event instanceof Event.PushFailed e && isCurrent(e.name(), e.epoch())) {
            pushes.put(e.name(), pushes.getOrDefault(e.name(), NONE).and(e.reason()));
        } else if (event instanceof Event.PushCompleted e) {
            pushes.remove(e.name());
        } else if (event instanceof Event.PullFailed e && isCurrent(e.name(), e.epoch())) {
            pulls.put(e.name(), pulls.getOrDefault(e.name(), NONE).and(e.reason()));
        } else if (event instanceof Event.PullCompleted e) {
            pulls.remove(e.name());
        } else if (event instanceof Event.PullUnchanged e) {
            pulls.remove(e.name());
        } else if (event instanceof Event.InterfaceOpenFailed e) {
            openFailures.put(e.name(), e.reason());
        } else if (event instanceof Event.InterfaceOpened e) {
            openFailures.remove(e.name());
        }
    }

    /** Follows the ends of sessions: what was under way fails with them, and means nothing. */
    public void effect(Effect effect) {
        if (effect instanceof Effect.CloseSession e) {
            pushes.remove(e.name());
            pulls.remove(e.name());
            closedEpochs.put(e.name(), e.epoch());
        }
    }

    private boolean isCurrent(String name, long epoch) {
        return epoch > closedEpochs.getOrDefault(name, Long.MIN_VALUE);
    }

    /** All interfaces were read: these exist and cannot be used. */
    public void linksRead(Map<String, LinkDefect> unusable) {
        defects = unusable;
        linksUnreadable = Optional.empty();
    }

    /** The interfaces could not be read for some time. */
    public void linksUnreadable(String reason) {
        linksUnreadable = Optional.of(reason);
    }

    /** Whether an interface could not be opened although it can be used. */
    boolean hasFailedToOpen(String name) {
        return openFailures.containsKey(name);
    }

    /** Looks at everything, and logs what began and what is over. */
    public List<Problem> problems() {
        Instant now = clock.get();
        Map<Key, Problem> found = new LinkedHashMap<>();
        find(now).stream().sorted((a, b) -> a.kind().compareTo(b.kind())).forEach(problem -> {
            Key key = new Key(problem.kind(), problem.on());
            Problem before = known.get(key);
            if (before == null) {
                LOG.atLevel(problem.kind().severity().level())
                        .log("{}{}: {}; what to do: {}", problem.kind().code(), on(problem), problem.what(),
                                problem.fix());
            }
            found.put(key,
                    before == null
                            ? problem
                            : new Problem(problem.kind(), problem.on(), problem.what(), problem.fix(), before.since()));
        });
        known.forEach((key, problem) -> {
            if (!found.containsKey(key)) {
                LOG.info("{}{}: over after {} s", problem.kind().code(), on(problem),
                        Duration.between(problem.since(), now).toSeconds());
            }
        });
        known = found;
        return List.copyOf(found.values());
    }

    /** Whether there was a problem of this kind when it was last looked. */
    public boolean has(ProblemKind kind) {
        return known.keySet().stream().anyMatch(key -> key.kind == kind);
    }

    /** Whether the kernel forwards what it should: on a server there is nothing to forward. */
    boolean forwards() {
        return self.kind() != RouterKind.TRANSIT || dataplane.get().findings().forwards();
    }

    private List<Problem> find(Instant now) {
        List<Problem> found = new ArrayList<>();
        store(found, now);
        dataplane(found, now);
        config(found, now);
        links(found, interfaces.get(), now);
        lag.recent()
                .ifPresent(late -> found.add(new Problem(ProblemKind.LOOP_LAGGING, "",
                        "the event loop was " + late.toMillis() + " ms late within the last minute",
                        Advice.lagging(dataplane.get().wanted()), now)));
        return found;
    }

    private void store(List<Problem> found, Instant now) {
        StoreStatus status = store.get();
        status.damage().ifPresent(words -> found.add(new Problem(ProblemKind.STORE_DAMAGED, "", words, now)));
        status.failure()
                .ifPresent(reason -> found.add(new Problem(
                        status.full() ? ProblemKind.STORE_FULL : ProblemKind.STORE_UNWRITABLE, "", reason, now)));
    }

    private void dataplane(List<Problem> found, Instant now) {
        DataplaneStatus status = dataplane.get();
        if (!status.refused().isEmpty() || !status.refusedNextHops().isEmpty()) {
            StringBuilder words = new StringBuilder();
            words.append(status.refused().size())
                    .append(" of ")
                    .append(status.wanted())
                    .append(" networks and ")
                    .append(status.refusedNextHops().size())
                    .append(" next hops are refused");
            status.refused()
                    .entrySet()
                    .stream()
                    .findAny()
                    .ifPresent(e -> words.append(", such as ").append(e.getKey()).append(": ").append(e.getValue()));
            status.refusedNextHops()
                    .entrySet()
                    .stream()
                    .findAny()
                    .ifPresent(e -> words.append(", such as ").append(e.getKey()).append(": ").append(e.getValue()));
            found.add(new Problem(ProblemKind.ROUTES_REFUSED, "", words.toString(), now));
        }
        if (status.driftRepairs() > repairs) {
            repairs = status.driftRepairs();
            repairedAt = now;
        }
        if (repairs > 0 && now.isBefore(repairedAt.plus(RECENT))) {
            found.add(new Problem(ProblemKind.ROUTES_REPAIRED, "",
                    repairs + " changes by somebody else were put right, the last at " + repairedAt, now));
        }
        kernel(found, status.findings(), now);
    }

    private void kernel(List<Problem> found, PlaneFindings findings, Instant now) {
        if (!forwards()) {
            found.add(new Problem(ProblemKind.FORWARDING_OFF, "",
                    "this router is a transit and the kernel drops what it should forward:"
                            + " net.ipv6.conf.all.forwarding is 0",
                    now));
        }
        findings.unreadable()
                .ifPresent(
                        reason -> found.add(new Problem(ProblemKind.KERNEL_UNREADABLE, "", "routes: " + reason, now)));
        if (findings.shadowed() > 0) {
            String examples = String.join("; ",
                    findings.shadowing()
                            .stream()
                            .map(route -> route.network() + " by a " + route.protocol() + " route via " + route.target()
                                    + " with metric " + route.metric())
                            .toList());
            found.add(new Problem(ProblemKind.ROUTES_SHADOWED, "",
                    "packets to " + findings.shadowed() + " networks take a foreign route, not ours: " + examples,
                    now));
        }
    }

    private void config(List<Problem> found, Instant now) {
        Duration least = self.solicitInterval().multipliedBy(2);
        if (self.expireThreshold().compareTo(least) < 0) {
            found.add(new Problem(ProblemKind.EXPIRE_THRESHOLD_SHORT, "",
                    "--expire-threshold is " + self.expireThreshold().toMillis()
                            + " ms, less than two solicit intervals (" + least.toMillis()
                            + " ms): one lost packet loses a peer",
                    now));
        }
    }

    private void links(List<Problem> found, List<InterfaceReport> links, Instant now) {
        linksUnreadable.ifPresent(
                reason -> found.add(new Problem(ProblemKind.KERNEL_UNREADABLE, "", "interfaces: " + reason, now)));
        if (links.isEmpty() && !apiOnly) {
            found.add(new Problem(ProblemKind.NO_INTERFACE, "",
                    "no interface is configured: there was no -a, and none was added since",
                    "name the interfaces to other routers with -a, such as `-a eth1 -a eth2`, or start with --api-only",
                    now));
        } else if (!links.isEmpty() && links.stream().allMatch(link -> link.state() == FsmState.INIT)) {
            found.add(new Problem(ProblemKind.NO_INTERFACE, "",
                    "none of the " + links.size() + " configured interfaces can be used: "
                            + String.join(", ", links.stream().map(InterfaceReport::name).toList()),
                    now));
        }
        links.forEach(link -> link(found, link, now));
    }

    private void link(List<Problem> found, InterfaceReport link, Instant now) {
        String name = link.name();
        if (link.suppression().isPresent()) {
            Suppression suppression = link.suppression().get();
            found.add(new Problem(ProblemKind.LINK_SUPPRESSED, name,
                    "suppressed until " + suppression.until() + ": " + suppression.reason(), now));
        } else if (link.state() == FsmState.INIT) {
            found.add(unusable(link, now));
        }
        if (link.state() == FsmState.SOLICIT) {
            lostPeer(link, now).or(() -> neverFoundPeer(link, now)).ifPresent(found::add);
        }
        if (link.state() == FsmState.EXCHANGE) {
            failing(found, ProblemKind.PUSHES_FAILING, pushes.getOrDefault(name, NONE), link, now);
            failing(found, ProblemKind.PULLS_FAILING, pulls.getOrDefault(name, NONE), link, now);
        }
        if (!link.oddities().isEmpty()) {
            found.add(new Problem(ProblemKind.LINK_ODD, name,
                    String.join("; ", link.oddities().stream().map(oddity -> oddity.words()).toList()),
                    Advice.odd(link.oddities()), now));
        }
        if (!link.refused().isEmpty()) {
            found.add(new Problem(ProblemKind.OFFERS_REFUSED, name,
                    String.join("; ",
                            link.refused()
                                    .stream()
                                    .map(refused -> refused.count() + " not taken in: " + refused.reason().words()
                                            + ", such as " + refused.example().destination())
                                    .toList()),
                    now));
        }
    }

    private Problem unusable(InterfaceReport link, Instant now) {
        LinkDefect defect = defects.get(link.name());
        if (link.address().isPresent()) {
            String reason = openFailures.getOrDefault(link.name(), "it is being opened");
            return new Problem(ProblemKind.LINK_UNUSABLE, link.name(), "cannot be used: " + reason,
                    Advice.opening(reason), now);
        } else if (defect == null) {
            return new Problem(ProblemKind.LINK_MISSING, link.name(), "there is no interface " + link.name(), now);
        }
        ProblemKind kind = switch (defect.kind()) {
            case DUPLICATE_ADDRESS -> ProblemKind.ADDRESS_DUPLICATE;
            case TENTATIVE_ADDRESS -> ProblemKind.ADDRESS_TENTATIVE;
            case DOWN, NO_CARRIER, NO_ADDRESS -> ProblemKind.LINK_UNUSABLE;
        };
        return new Problem(kind, link.name(), "cannot be used: " + defect.reason(),
                Advice.unusable(link.name(), defect), now);
    }

    /** The peer that was lost on an open link and has stayed away; the newest loss counts. */
    private static Optional<Problem> lostPeer(InterfaceReport link, Instant now) {
        return link.history()
                .reversed()
                .stream()
                .filter(change -> change.from() == FsmState.EXCHANGE && change.to() != FsmState.EXCHANGE)
                .findFirst()
                .filter(loss -> !now.isBefore(loss.at().plus(PEER_LOST_AFTER)))
                .map(loss -> {
                    boolean silent = loss.reason().startsWith(ExpireReason.SILENCE.words());
                    String peer = loss.peer().map(p -> p.id() + " (" + p.address() + ")").orElse("the peer");
                    return new Problem(silent ? ProblemKind.PEER_SILENT : ProblemKind.PEER_LOST, link.name(),
                            silent
                                    ? peer + " has been silent since " + loss.at() + "; the link is up"
                                    : peer + " was lost at " + loss.at() + " and has not come back: " + loss.reason(),
                            now);
                });
    }

    /** A link that has had no peer since it opened: the first link of a newcomer, or a cable in the wrong port. */
    private Optional<Problem> neverFoundPeer(InterfaceReport link, Instant now) {
        return apiOnly || now.isBefore(link.since().plus(NO_PEER_AFTER))
                ? Optional.empty()
                : Optional.of(new Problem(ProblemKind.NO_PEER, link.name(),
                        "no peer has appeared since the link opened at " + link.since(), now));
    }

    private static void failing(List<Problem> found, ProblemKind kind, Failures failures, InterfaceReport link,
            Instant now) {
        if (failures.inARow >= FAILURES_IN_A_ROW) {
            String peer = link.peer().map(p -> p.id() + " (" + p.address() + ")").orElse("the peer");
            found.add(new Problem(kind, link.name(),
                    failures.inARow + " in a row, the last to " + peer + ": " + failures.reason,
                    Advice.exchange(kind, failures.reason), now));
        }
    }

    private static String on(Problem problem) {
        return problem.on().isEmpty() ? "" : " on " + problem.on();
    }
}
