package io.ddm.fsm.peer;

import io.ddm.fsm.event.Transition;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest transitions of one interface, oldest first; older ones are forgotten. */
final class History {

    /** Enough to see a pattern of flapping; about 10 KiB. */
    static final int CAPACITY = 64;

    private final ArrayDeque<Transition> transitions = new ArrayDeque<>();
    private @Nullable List<Transition> latest;

    void add(Transition transition) {
        if (transitions.size() == CAPACITY) {
            transitions.removeFirst();
        }
        transitions.addLast(transition);
        latest = null;
    }

    /** The same object until there is another transition. */
    List<Transition> toList() {
        List<Transition> list = latest;
        if (list == null) {
            list = List.copyOf(transitions);
            latest = list;
        }
        return list;
    }
}
