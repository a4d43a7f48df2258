package io.ddm.daemon.health;

import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether this router can forward: the gates of the start, which are passed in order and once each, and whether the
 * kernel forwards now. Lives on the router's context.
 */
public final class Readiness {

    /** Steps of the start, in order. */
    public enum Gate {
        /** The stored prefixes are originated. */
        ORIGINATED("the stored prefixes are originated"),
        /** At least one interface is open, and each other is open or has a reported problem; none with --api-only. */
        LINKS("at least one interface is open, and every other one is open or cannot be used"),
        /** The tables of the neighbors are imported. */
        PULLS("the table of the peer on every open interface is imported, or 10 s have passed and none is in transfer"),
        /** The kernel has the routes that follow from them. */
        FIB("the resulting routes are installed or rejected by the kernel"),
        /** The only gate that can be lost again. */
        FORWARDING("the kernel forwards IPv6 packets now (transits only)");

        private final String description;

        Gate(String description) {
            this.description = description;
        }

        /** What holds after this gate, for people. */
        public String description() {
            return description;
        }
    }

    /** How long the start waits for a peer on each open interface; routes of an earlier process stay as long. */
    public static final Duration PEER_TIMEOUT = Duration.ofSeconds(10);

    /** Upper bound on the wait for tables, however large they are. */
    static final Duration TABLE_TIMEOUT = Duration.ofSeconds(60);

    private final Health health;
    private final boolean apiOnly;
    private final Supplier<List<InterfaceReport>> interfaces;
    private final BooleanSupplier isTableAwaited;
    private final Supplier<CompletionStage<Void>> flush;
    private final Executor context;
    private final Supplier<Instant> clock;
    private final Instant start;
    private final EnumSet<Gate> passed = EnumSet.noneOf(Gate.class);
    private final Set<String> pulled = new HashSet<>();
    private boolean linksKnown;
    private boolean flushing;

    /**
     * @param apiOnly whether the router runs without interfaces
     * @param isTableAwaited whether the first table of a peer is in transfer, or being imported
     * @param flush completes when the data plane has processed everything that is desired now
     * @param context the router's context
     */
    public Readiness(Health health, boolean apiOnly, Supplier<List<InterfaceReport>> interfaces,
            BooleanSupplier isTableAwaited, Supplier<CompletionStage<Void>> flush, Executor context,
            Supplier<Instant> clock) {
        this.health = health;
        this.apiOnly = apiOnly;
        this.interfaces = interfaces;
        this.isTableAwaited = isTableAwaited;
        this.flush = flush;
        this.context = context;
        this.clock = clock;
        this.start = clock.get();
    }

    /** Follows the start of origination and the pulls. */
    public void event(Event event) {
        if (event instanceof Event.Originate) {
            passed.add(Gate.ORIGINATED);
        } else if (event instanceof Event.PullCompleted e) {
            pulled.add(e.name());
        } else if (event instanceof Event.PullUnchanged e) {
            pulled.add(e.name());
        }
    }

    /** The kernel's interfaces are known. */
    public void linksKnown() {
        linksKnown = true;
    }

    /** Checks the gates, and returns those that were passed so far. */
    public Set<Gate> passed() {
        if (passed.contains(Gate.ORIGINATED) && linksKnown && isAnyOpen()
                && interfaces.get().stream().allMatch(this::isTried)) {
            passed.add(Gate.LINKS);
        }
        if (passed.contains(Gate.LINKS) && areTablesThere()) {
            passed.add(Gate.PULLS);
        }
        if (passed.contains(Gate.PULLS) && !flushing) {
            flushing = true;
            flush.get().thenRunAsync(() -> passed.add(Gate.FIB), context);
        }
        return EnumSet.copyOf(passed);
    }

    /** The gates that hold now; the router is ready for packets if all do. */
    public Set<Gate> satisfied() {
        Set<Gate> now = passed();
        if (health.forwards()) {
            now.add(Gate.FORWARDING);
        }
        return now;
    }

    /** A router without an open interface cannot forward. */
    private boolean isAnyOpen() {
        return apiOnly || interfaces.get().stream().anyMatch(link -> link.state() != FsmState.INIT);
    }

    private boolean areTablesThere() {
        if (isTableAwaited.getAsBoolean()) {
            return isOver(TABLE_TIMEOUT);
        }
        return isOver(PEER_TIMEOUT) || interfaces.get().stream().allMatch(this::isPulled);
    }

    private boolean isOver(Duration time) {
        return !clock.get().isBefore(start.plus(time));
    }

    /** Whether routes of an earlier process that are not desired may be removed. */
    public boolean maySweep() {
        return isOver(TABLE_TIMEOUT)
                || (isOver(PEER_TIMEOUT) && passed().contains(Gate.FIB) && !isTableAwaited.getAsBoolean());
    }

    private boolean isTried(InterfaceReport link) {
        return link.state() != FsmState.INIT || link.address().isEmpty() || link.suppression().isPresent()
                || health.hasFailedToOpen(link.name());
    }

    private boolean isPulled(InterfaceReport link) {
        return link.state() == FsmState.INIT || pulled.contains(link.name());
    }
}
