package io.ddm.fsm.peer;

import io.ddm.fsm.event.Transition;
import java.util.ArrayDeque;
import java.util.List;

/** The latest transitions of one interface, oldest first; older ones are forgotten. */
final class History {

    /** Enough to see a pattern of flapping; about 10 KiB. */
    static final int CAPACITY = 64;

    private final ArrayDeque<Transition> transitions = new ArrayDeque<>();

    void add(Transition transition) {
        if (transitions.size() == CAPACITY) {
            transitions.removeFirst();
        }
        transitions.addLast(transition);
    }

    List<Transition> toList() {
        return List.copyOf(transitions);
    }
}
