package io.ddm.fsm.session;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RejectReason;

/**
 * Offers of a peer that were not imported for one reason.
 *
 * @param reason why
 * @param count how many, since the peer's table was last pulled
 * @param example the first of them
 */
public record RejectedRoutes(RejectReason reason, long count, PathVector example) {}
