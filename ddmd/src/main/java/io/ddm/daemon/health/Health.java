package io.ddm.daemon.health;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.link.LinkDefect;
import io.ddm.daemon.store.StoreStatus;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong now: one list for the log, the metrics and {@code /ready}. It is computed from the status of each part
 * when {@link #problems} is called; only failures of the exchange and of opening interfaces are followed as events.
 * Lives on the router's context.
 */
public final class Health {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.health");

    private record Key(ProblemKind kind, String on) {}

    private final RouterConfig self;
    private final Supplier<StoreStatus> store;
    private final Supplier<DataplaneStatus> dataplane;
    private final Supplier<List<InterfaceReport>> interfaces;
    private final EventLoopMonitor lag;
    private final Supplier<Instant> clock;
    private final ExchangeFailures failures = new ExchangeFailures();
    private final KernelProblems kernel = new KernelProblems();
    private final LinkProblems links;
    private final SilentPeers silent = new SilentPeers();
    private Map<Key, Problem> known = Map.of();

    /**
     * @param apiOnly whether the router runs without interfaces
     */
    public Health(RouterConfig self, boolean apiOnly, Supplier<StoreStatus> store, Supplier<DataplaneStatus> dataplane,
            Supplier<List<InterfaceReport>> interfaces, EventLoopMonitor lag, Supplier<Instant> clock) {
        this.self = self;
        this.store = store;
        this.dataplane = dataplane;
        this.interfaces = interfaces;
        this.lag = lag;
        this.clock = clock;
        this.links = new LinkProblems(apiOnly, failures);
    }

    /** Follows failures and successes of the exchange and of opening interfaces. */
    public void event(Event event) {
        failures.event(event);
        links.event(event);
    }

    /** Follows the ends of sessions, and what probes show. */
    public void effect(Effect effect) {
        failures.effect(effect);
        silent.effect(effect);
    }

    /** All interfaces were read: these exist and cannot be used. */
    public void linksRead(Map<String, LinkDefect> unusable) {
        links.linksRead(unusable);
    }

    /** The interfaces could not be read for some time. */
    public void linksUnreadable(String reason) {
        links.linksUnreadable(reason);
    }

    /** Whether an interface could not be opened although it can be used. */
    boolean hasFailedToOpen(String name) {
        return links.hasFailedToOpen(name);
    }

    /** Checks everything, and logs each problem that is new or over. */
    public List<Problem> problems() {
        Instant now = clock.get();
        Map<Key, Problem> found = new LinkedHashMap<>();
        find(now).stream().sorted(Comparator.comparing(Problem::kind)).forEach(problem -> {
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
                LOG.info("{}{}: cleared after {} s", problem.kind().code(), on(problem),
                        Duration.between(problem.since(), now).toSeconds());
            }
        });
        known = found;
        return List.copyOf(found.values());
    }

    /** Whether the kernel forwards what it should; a server forwards nothing. */
    boolean forwards() {
        return self.kind() != RouterKind.TRANSIT || dataplane.get().findings().forwards();
    }

    private List<Problem> find(Instant now) {
        List<Problem> found = new ArrayList<>();
        store(found, now);
        kernel.find(found, dataplane.get(), forwards(), now);
        config(found, now);
        links.find(found, interfaces.get(), now);
        silent.find(found, now);
        lag.recent()
                .ifPresent(late -> found.add(new Problem(ProblemKind.LOOP_LAGGING, "",
                        "the event loop was " + late.toMillis() + " ms late within the last minute",
                        Advice.lagging(dataplane.get().wanted()), now)));
        return found;
    }

    private void store(List<Problem> found, Instant now) {
        StoreStatus status = store.get();
        status.damage().ifPresent(damage -> found.add(new Problem(ProblemKind.STORE_DAMAGED, "", damage, now)));
        status.failure()
                .ifPresent(reason -> found.add(new Problem(
                        status.full() ? ProblemKind.STORE_FULL : ProblemKind.STORE_UNWRITABLE, "", reason, now)));
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

    private static String on(Problem problem) {
        return problem.on().isEmpty() ? "" : " on " + problem.on();
    }
}
