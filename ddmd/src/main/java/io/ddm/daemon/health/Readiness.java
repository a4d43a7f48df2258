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
 * Whether this router can forward: how far the start has come, in gates that are passed one after the other, each once,
 * and whether the kernel forwards now. Lives on the router's context.
 */
public final class Readiness {

    /** Steps of the start, in order, and what has to hold afterwards. */
    public enum Gate {
        /** What was stored is originated. */
        ORIGINATED("what is stored is originated"),
        /** An interface is open, unless there are to be none, and there is a reason why each other is not. */
        LINKS("at least one interface is open, and each other is open or cannot be used"),
        /** The tables of the neighbors are here. */
        PULLS("the table of the peer on every open interface was taken in, or 10 s are over and none is on its way"),
        /** The kernel has what followed from them. */
        FIB("the routes that follow are installed or refused"),
        /** The only one that can be lost again. */
        FORWARDING("the kernel forwards IPv6 packets now (transits only)");

        private final String words;

        Gate(String words) {
            this.words = words;
        }

        /** What has to be so. */
        public String words() {
            return words;
        }
    }

    /** An open interface without a neighbor is waited for no longer; as long as routes of an earlier process stay. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For no table is waited longer, however large it is. */
    static final Duration LONGEST = Duration.ofSeconds(60);

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
     * @param apiOnly whether the router is to have no interface
     * @param isTableAwaited whether the first table of a peer is on its way, or being imported
     * @param flush completes when all that is wanted now was put to the data plane
     * @param context the router's
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

    /** Follows what happens. */
    public void event(Event event) {
        if (event instanceof Event.Originate) {
            passed.add(Gate.ORIGINATED);
        } else if (event instanceof Event.PullCompleted e) {
            pulled.add(e.name());
        } else if (event instanceof Event.PullUnchanged e) {
            pulled.add(e.name());
        }
    }

    /** The kernel has told which interfaces there are. */
    public void linksKnown() {
        linksKnown = true;
    }

    /** The gates of the start that were passed; looks whether there are more. */
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

    /** The gates that hold now; packets may be sent through this router if all do. */
    public Set<Gate> satisfied() {
        Set<Gate> now = passed();
        if (health.forwards()) {
            now.add(Gate.FORWARDING);
        }
        return now;
    }

    /** A router that has no interface to send a packet through is not ready for any. */
    private boolean isAnyOpen() {
        return apiOnly || interfaces.get().stream().anyMatch(link -> link.state() != FsmState.INIT);
    }

    private boolean areTablesThere() {
        if (isTableAwaited.getAsBoolean()) {
            return isOver(LONGEST);
        }
        return isOver(PATIENCE) || interfaces.get().stream().allMatch(this::isPulled);
    }

    private boolean isOver(Duration time) {
        return !clock.get().isBefore(start.plus(time));
    }

    /** Whether routes of an earlier process that nobody has asked for may go. */
    public boolean maySweep() {
        return isOver(LONGEST) || (isOver(PATIENCE) && passed().contains(Gate.FIB) && !isTableAwaited.getAsBoolean());
    }

    private boolean isTried(InterfaceReport link) {
        return link.state() != FsmState.INIT || link.address().isEmpty() || link.suppression().isPresent()
                || health.hasFailedToOpen(link.name());
    }

    private boolean isPulled(InterfaceReport link) {
        return link.state() == FsmState.INIT || pulled.contains(link.name());
    }
}
