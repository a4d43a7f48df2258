package io.ddm.api.sim;

/** A cable between two ports. */
final class SimLink {

    private final SimPort a;
    private final SimPort b;
    private boolean up = true;

    SimLink(SimRouter one, SimRouter other) {
        this.a = one.addPort(this);
        this.b = other.addPort(this);
    }

    SimPort a() {
        return a;
    }

    SimPort b() {
        return b;
    }

    SimPort otherEnd(SimPort end) {
        return end == a ? b : a;
    }

    boolean isUp() {
        return up;
    }

    /** Nothing passes any more; whether an end notices is the caller's choice. */
    void cut(boolean noticedByA, boolean noticedByB) {
        up = false;
        if (noticedByA) {
            a.loseCarrier();
        }
        if (noticedByB) {
            b.loseCarrier();
        }
    }

    void heal() {
        up = true;
        a.gainCarrier();
        b.gainCarrier();
    }
}
