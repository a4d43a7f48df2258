/**
 * Delay: what probes of peers show, how a peer that does not answer is told from one that is slow, and what a path costs
 * in time. Pure, and imports nothing of the router.
 */
@NullMarked
package io.ddm.fsm.delay;

import org.jspecify.annotations.NullMarked;
