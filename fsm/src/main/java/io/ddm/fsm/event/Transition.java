package io.ddm.fsm.event;

import io.ddm.fsm.model.PeerIdentity;
import java.time.Instant;
import java.util.Optional;

/**
 * One change of state, with its reason.
 *
 * @param at when it happened
 * @param from the state that was left; the same as {@code to} when one peer followed another without a pause
 * @param to the state that was entered
 * @param reason a few words for operators
 * @param peer the peer that was won or lost, where there was one
 */
public record Transition(Instant at, FsmState from, FsmState to, String reason, Optional<PeerIdentity> peer) {}
