package io.ddm.api.recording;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.time.Instant;
import java.util.Optional;

/** One line of a recording. */
public sealed interface Line {

    /** Its number, from one. */
    long number();

    /**
     * A segment begins.
     *
     * @param at when
     * @param config the configuration of the router
     * @param fromState whether {@link State} lines follow; if not, the router has just begun
     * @param continues whether no event is missing between this segment and the one before it
     */
    record Begin(long number, Instant at, RouterConfig config, boolean fromState,
            boolean continues) implements Line {}

    /**
     * A part of the router's state.
     *
     * @param name which part
     * @param json the whole line
     */
    record State(long number, String name, String json) implements Line {}

    /**
     * An event.
     *
     * @param at when the router handled it
     * @param effects how many effects follow
     * @param failure the exception that the router threw instead of having effects
     */
    record Input(long number, Instant at, Event event, long effects, Optional<String> failure) implements Line {}

    /** An effect of the event before it. */
    record Output(long number, Effect effect) implements Line {}

    /** So many events are missing here. */
    record Lost(long number, long events) implements Line {}
}
