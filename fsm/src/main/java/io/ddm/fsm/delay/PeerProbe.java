package io.ddm.fsm.delay;

/**
 * What the probes of one peer show at one moment.
 *
 * @param name the interface that the peer is on
 * @param epoch of the session whose peer it is
 * @param state whether the peer answers
 * @param delay one-way, half of the average time from kernel to kernel and back
 */
public record PeerProbe(String name, long epoch, ProbeState state, PathDelay delay) {}
