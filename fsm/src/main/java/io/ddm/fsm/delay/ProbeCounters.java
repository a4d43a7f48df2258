package io.ddm.fsm.delay;

/** What happened to the probes of one target, in numbers. Not thread-safe. */
public final class ProbeCounters {

    private long sent;
    private long acked;
    private long lost;
    private long late;
    private long duplicates;
    private long unknown;

    /** Probes that were sent. */
    public long sent() {
        return sent;
    }

    /** Probes that were answered in time. */
    public long acked() {
        return acked;
    }

    /** Probes that were not answered in time. */
    public long lost() {
        return lost;
    }

    /** Those of the lost probes that were answered after all. */
    public long late() {
        return late;
    }

    /** All that were answered. */
    public long answered() {
        return acked + late;
    }

    /** Answers to probes that had been answered. */
    public long duplicates() {
        return duplicates;
    }

    /** Answers to probes that were not sent, or so long ago that they are forgotten. */
    public long unknown() {
        return unknown;
    }

    void addSent() {
        sent++;
    }

    void addLost() {
        lost++;
    }

    void add(AckResult result) {
        switch (result) {
            case ACCEPTED -> acked++;
            case LATE -> late++;
            case DUPLICATE -> duplicates++;
            case UNKNOWN -> unknown++;
        }
    }
}
