/**
 * Delay: what probes of peers show, how a peer that does not answer differs from one that is slow, and what a path
 * costs in time. Pure, and imports nothing of the router.
 *
 * <p>From the bottom up: {@link io.ddm.fsm.delay.RttEstimator} (smoothed round trips of one target),
 * {@link io.ddm.fsm.delay.ProbeTarget} (its probes and answers), {@link io.ddm.fsm.delay.ProbeTiming} (how often all
 * targets are probed) and {@link io.ddm.fsm.delay.FailureDetector} (which of them have failed), whose result is a
 * {@link io.ddm.fsm.delay.PeerProbe}. Rules and numbers are those of IPMP's probe-based failure detection. These
 * classes are no part of the router's state: the daemon runs them where it probes, and the router only learns results.
 */
@NullMarked
package io.ddm.fsm.delay;

import org.jspecify.annotations.NullMarked;
