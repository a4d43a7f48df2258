package io.ddm.daemon.probe;

import io.ddm.fsm.model.Ipv6Address;

/**
 * How long a peer has taken to answer our solicitations, in this session. Times are nanoseconds.
 *
 * @param peer its address
 * @param latest the latest one
 * @param average smoothed as RTTAVG is
 * @param times all of them
 */
public record PeerAnswers(Ipv6Address peer, long latest, long average, DelayHistogram times) {}
