package io.ddm.fsm.peer;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Transition;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.replay.Archive;
import io.ddm.fsm.session.ReportChanges;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one interface, and the one way from a state to another: {@link #become} refuses what {@link State} does
 * not list, stamps the time, records the transition and reports it. The latest transitions are kept for operators.
 */
final class CurrentState {

    /** Transitions that are kept: enough to see a pattern of flapping; about 10 KiB. */
    static final int HISTORY = 64;

    private final String name;
    private final ReportChanges changes;
    private final Consumer<Effect> effects;
    private final ArrayDeque<Transition> transitions = new ArrayDeque<>();
    private @Nullable List<Transition> history;
    private State state = Down.unusable();
    private Instant since;
    private long epoch;

    /**
     * @param name of the interface, which is down at first
     */
    CurrentState(String name, ReportChanges changes, Consumer<Effect> effects, Instant now) {
        this.name = name;
        this.changes = changes;
        this.effects = effects;
        this.since = now;
    }

    State get() {
        return state;
    }

    /** The number of the latest attempt to open the link, or of the latest session; 0 before the first. */
    long epoch() {
        return epoch;
    }

    /** Another number: from now on completions with an earlier one are stale. */
    long nextEpoch() {
        return ++epoch;
    }

    /** When the interface entered the state that operators see. */
    Instant since() {
        return since;
    }

    /** The latest transitions, oldest first; the same object until there is another one. */
    List<Transition> history() {
        List<Transition> list = history;
        if (list == null) {
            list = List.copyOf(transitions);
            history = list;
        }
        return list;
    }

    /**
     * Makes a transition.
     *
     * @param reason for operators
     * @param peer the peer that is won or lost by it
     * @throws IllegalStateException if {@link State} lists no such transition
     */
    void become(State next, String reason, Optional<PeerIdentity> peer, Instant now) {
        if (!state.leadsTo(next)) {
            throw new IllegalStateException(name + ": no transition from " + state + " to " + next + ": " + reason);
        }
        Transition transition = new Transition(now, state.shown(), next.shown(), reason, peer);
        state = next;
        changes.changed();
        if (next instanceof Opening) {
            // An attempt only: operators see INIT until it succeeds.
            return;
        }
        since = now;
        keep(transition);
        effects.accept(new Effect.Changed(name, transition));
    }

    /** Hands the number of the latest attempt or session through. */
    void archive(Archive archive) {
        epoch = archive.number("epoch", epoch);
    }

    /** A state that another process was in, without a transition. */
    void restore(State restored) {
        state = restored;
    }

    private void keep(Transition transition) {
        if (transitions.size() == HISTORY) {
            transitions.removeFirst();
        }
        transitions.addLast(transition);
        history = null;
    }
}
