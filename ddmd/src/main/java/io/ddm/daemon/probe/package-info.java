/**
 * Probes of peers: ICMPv6 echo requests, which the kernel of a peer answers whatever its router does. A
 * {@link io.ddm.daemon.probe.Prober} starts and stops them on one thread for all peers, {@code ProbeLoop}, which waits
 * for answers and for the next probe at once; a {@code ProbedPeer} has the socket of one peer. What an answer or a loss
 * means is decided by {@link io.ddm.fsm.delay.FailureDetector}. {@link io.ddm.daemon.probe.AnswerTimes} is what
 * discovery shows beside probes. Imports {@code linux}, {@code log}, {@code io.ddm.fsm.delay} and
 * {@code io.ddm.fsm.model}.
 */
@NullMarked
package io.ddm.daemon.probe;

import org.jspecify.annotations.NullMarked;
