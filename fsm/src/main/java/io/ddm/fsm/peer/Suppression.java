package io.ddm.fsm.peer;

import java.time.Instant;

/**
 * A link that stays closed for a while.
 *
 * @param until when it may open again
 * @param reason why, for operators
 */
public record Suppression(Instant until, String reason) {}
