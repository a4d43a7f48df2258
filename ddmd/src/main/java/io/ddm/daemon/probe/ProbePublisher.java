package io.ddm.daemon.probe;

import io.ddm.fsm.delay.ProbeTarget;

/**
 * Gives the probes of one peer to subscribers. An answer whose stamp has not come yet is published with it or, when the
 * next one comes, without.
 */
final class ProbePublisher {

    private final ProbeLoop.Start start;
    private final ProbeTarget target;
    private final ProbeSlots slots;
    private final ProbeSubscribers subscribers;
    private long unstamped = ProbeSlots.UNKNOWN;

    ProbePublisher(ProbeLoop.Start start, ProbeTarget target, ProbeSlots slots, ProbeSubscribers subscribers) {
        this.start = start;
        this.target = target;
        this.slots = slots;
        this.subscribers = subscribers;
    }

    void acked(long sequence, boolean isStamped) {
        if (subscribers.isEmpty()) {
            return;
        }
        if (isStamped) {
            publish(sequence, true);
        } else {
            flush();
            unstamped = sequence;
        }
    }

    /** The stamp of a probe has come. */
    void stamped(long sequence) {
        if (sequence == unstamped) {
            flush();
        }
    }

    void lost(long sequence) {
        if (!subscribers.isEmpty()) {
            publish(sequence, false);
        }
    }

    /** Waits for no stamp any more. */
    void flush() {
        long sequence = unstamped;
        if (sequence != ProbeSlots.UNKNOWN) {
            unstamped = ProbeSlots.UNKNOWN;
            publish(sequence, true);
        }
    }

    private void publish(long sequence, boolean acked) {
        subscribers.accept(new ProbeRecord(start.name(), start.peer(), sequence, slots.startedAt(sequence), acked,
                slots.netRtt(sequence), slots.rtt(sequence), target.net().average(), target.net().deviation()));
    }
}
