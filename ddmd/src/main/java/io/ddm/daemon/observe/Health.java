package io.ddm.daemon.observe;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.store.StoreStatus;
import io.ddm.fsm.Effect;
import io.ddm.fsm.Event;
import io.ddm.fsm.peer.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong now: the one list that the log, the metrics and {@code /ready} show. It is found by looking at what
 * everybody says of itself; only failures of the exchange are followed as events. Lives on the router's context; only
 * {@link #has} may be called on any thread.
 */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /** One lost request is daily business; so many in a row are not. */
    private static final int FAILURES_IN_A_ROW = 3;

    /** How long a repair is told. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private record Key(ProblemKind kind, String on) {}

    private record Failures(int inARow, String reason) {
        Failures and(String newest) {
            return new Failures(inARow + 1, newest);
        }
    }

    private static final Failures NONE = new Failures(0, "");

    private final Supplier<StoreStatus> store;
    private final Supplier<DataplaneStatus> dataplane;
    private final Supplier<List<InterfaceReport>> interfaces;
    private final LoopLag lag;
    private final Supplier<Instant> clock;
    private final Map<String, Failures> pushes = new HashMap<>();
    private final Map<String, Failures> pulls = new HashMap<>();
    private final Map<String, Long> closedEpochs = new HashMap<>();
    private final Map<String, String> openFailures = new HashMap<>();
    private Map<String, String> unusable = Map.of();
    private long repairs;
    private Instant repairedAt = Instant.MIN;
    private volatile Map<Key, Problem> known = Map.of();

    public Health(Supplier<StoreStatus> store, Supplier<DataplaneStatus> dataplane,
            Supplier<List<InterfaceReport>> interfaces, LoopLag lag, Supplier<Instant> clock) {
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

    /** These interfaces exist and cannot be used, each for a reason. */
    public void unusable(Map<String, String> reasons) {
        unusable = reasons;
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
                LOG.warn("{}{}: {}; what to do: {}", problem.kind().code(), on(problem), problem.what(),
                        problem.kind().fix());
            }
            found.put(key, before == null
                    ? problem
                    : new Problem(problem.kind(), problem.on(), problem.what(), before.since()));
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

    private List<Problem> find(Instant now) {
        List<Problem> found = new ArrayList<>();
        store(found, now);
        dataplane(found, now);
        interfaces.get().forEach(link -> link(found, link, now));
        lag.recent().ifPresent(late -> found.add(new Problem(ProblemKind.LOOP_LAGGING, "",
                "the event loop was " + late.toMillis() + " ms late within the last minute", now)));
        return found;
    }

    private void store(List<Problem> found, Instant now) {
        StoreStatus status = store.get();
        status.damage().ifPresent(words -> found.add(new Problem(ProblemKind.STORE_DAMAGED, "", words, now)));
        status.failure().ifPresent(reason -> found.add(new Problem(
                status.full() ? ProblemKind.STORE_FULL : ProblemKind.STORE_UNWRITABLE, "", reason, now)));
    }

    private void dataplane(List<Problem> found, Instant now) {
        DataplaneStatus status = dataplane.get();
        if (!status.refused().isEmpty() || !status.refusedNextHops().isEmpty()) {
            StringBuilder words = new StringBuilder();
            words.append(status.refused().size()).append(" of ").append(status.wanted()).append(
                    " networks and ").append(
                            status.refusedNextHops().size()).append(" next hops are refused");
            status.refused().entrySet().stream().findAny().ifPresent(
                    e -> words.append(", such as ").append(e.getKey()).append(": ").append(e.getValue()));
            status.refusedNextHops().entrySet().stream().findAny().ifPresent(
                    e -> words.append(", such as ").append(e.getKey()).append(": ").append(e.getValue()));
            found.add(new Problem(ProblemKind.ROUTES_REFUSED, "", words.toString(), now));
        }
        if (status.driftRepairs() > repairs) {
            repairs = status.driftRepairs();
            repairedAt = now;
        }
        if (repairs > 0 && now.isBefore(repairedAt.plus(RECENT))) {
            found.add(new Problem(ProblemKind.ROUTES_REPAIRED, "", repairs
                    + " changes by somebody else were put right, the last at " + repairedAt, now));
        }
    }

    private void link(List<Problem> found, InterfaceReport link, Instant now) {
        String name = link.name();
        if (link.state() == FsmState.INIT) {
            String reason = link.address().isPresent()
                    ? openFailures.getOrDefault(name, "it is being opened")
                    : unusable.getOrDefault(name, "there is no such interface");
            found.add(new Problem(ProblemKind.LINK_UNUSABLE, name, "cannot be used: " + reason, now));
        }
        if (link.state() == FsmState.EXCHANGE) {
            failing(found, ProblemKind.PUSHES_FAILING, pushes.getOrDefault(name, NONE), link, now);
            failing(found, ProblemKind.PULLS_FAILING, pulls.getOrDefault(name, NONE), link, now);
        }
        if (!link.oddities().isEmpty()) {
            found.add(new Problem(ProblemKind.LINK_ODD, name,
                    String.join("; ", link.oddities().stream().map(oddity -> oddity.words()).toList()), now));
        }
        if (!link.refused().isEmpty()) {
            found.add(new Problem(ProblemKind.OFFERS_REFUSED, name,
                    String.join("; ", link.refused().stream().map(refused -> refused.count() + " not taken in: "
                            + refused.reason().words() + ", such as " + refused.example().destination()).toList()),
                    now));
        }
    }

    private static void failing(List<Problem> found, ProblemKind kind, Failures failures, InterfaceReport link,
            Instant now) {
        if (failures.inARow >= FAILURES_IN_A_ROW) {
            String peer = link.peer().map(p -> p.id() + " (" + p.address() + ")").orElse("the peer");
            found.add(new Problem(kind, link.name(), failures.inARow + " in a row, the last to " + peer + ": "
                    + failures.reason, now));
        }
    }

    private static String on(Problem problem) {
        return problem.on().isEmpty() ? "" : " on " + problem.on();
    }
}
