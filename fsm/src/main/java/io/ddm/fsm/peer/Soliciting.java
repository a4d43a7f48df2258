package io.ddm.fsm.peer;

import io.ddm.fsm.event.FsmState;

/**
 * The link has no peer; one is looked for.
 *
 * @param active the open link
 */
record Soliciting(ActiveLink active) implements State.Open {

    @Override
    public FsmState shown() {
        return FsmState.SOLICIT;
    }
}
