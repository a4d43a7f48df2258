package io.ddm.fsm.session;

/** Counts changes of what the interfaces of a router report, so that readers notice cheaply that there were none. */
public final class ReportChanges {

    private long states;
    private long liveness;

    /** A report changed in more than what {@link #livenessChanged} counts. */
    public void changed() {
        states++;
    }

    /** A peer was heard, or an anomaly was noticed again. */
    public void livenessChanged() {
        liveness++;
    }

    /** How many changes there were, of all but liveness. */
    public long states() {
        return states;
    }

    /** How many changes of liveness there were. */
    public long liveness() {
        return liveness;
    }
}
