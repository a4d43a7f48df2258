package io.ddm.daemon.probe;

import io.ddm.fsm.model.Ipv6Address;

/**
 * A probe that was answered, or lost. Times are nanoseconds, those that are not known -1.
 *
 * @param name the interface
 * @param peer the peer that was probed
 * @param sequence counts the probes of this peer from 0 on
 * @param startedAt when it was sent, of {@link System#nanoTime()}
 * @param acked whether it was answered; otherwise it is lost
 * @param netRtt NETRTT, from kernel to kernel
 * @param rtt RTT, until this process had the answer
 * @param average RTTAVG, over this and earlier probes
 * @param deviation RTTDEV, over this and earlier probes
 */
public record ProbeRecord(String name, Ipv6Address peer, long sequence, long startedAt, boolean acked, long netRtt,
        long rtt, long average, long deviation) {}
