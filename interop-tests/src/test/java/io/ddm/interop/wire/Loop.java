package io.ddm.interop.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the frames of all wires on one thread, without allocation. It wakes a little before a frame is due, by as much
 * as the kernel is usually late, and passes the rest of the time awake.
 */
final class Loop {

    private static final int PR_SET_TIMERSLACK = 29;

    /** The longest time that is passed awake before a frame is due. */
    private static final long MAX_MARGIN_NANOS = 100_000;

    private final List<Tap> taps = new ArrayList<>();
    private final List<Direction> directions = new ArrayList<>();
    private final PollSet arrivals;
    private long margin;

    Loop(List<Wire> wires, Arena arena) {
        arrivals = new PollSet(arena, 2 * wires.size());
        for (Wire wire : wires) {
            directions.addAll(wire.directions());
            taps.addAll(wire.ends());
        }
        taps.forEach(tap -> arrivals.add(tap.fd(), PollSet.POLLIN));
    }

    /** Runs until the process ends. */
    void run() throws IOException {
        Libc.prctl(PR_SET_TIMERSLACK, 1);
        while (true) {
            long began = System.nanoTime();
            long next = Long.MAX_VALUE;
            for (int i = 0; i < directions.size(); i++) {
                next = Math.min(next, directions.get(i).release());
            }
            if (await(next, began) > 0) {
                receive();
            }
        }
    }

    private int await(long next, long began) {
        if (next == Long.MAX_VALUE) {
            return arrivals.poll(next);
        }
        // Other directions may have sent frames since the time was taken.
        long due = began + next;
        long before = System.nanoTime();
        long pause = due - margin - before;
        if (pause <= 0) {
            return arrivals.poll(0);
        }
        int ready = arrivals.poll(pause);
        if (ready == 0) {
            long late = System.nanoTime() - before - pause;
            // Follows the later ones of the wake-ups, without believing a single one.
            margin += late > margin ? (late - margin) / 8 : (late - margin) / 64;
            margin = Math.min(margin, MAX_MARGIN_NANOS);
        }
        return ready;
    }

    private void receive() {
        for (int i = 0; i < directions.size(); i++) {
            short events = arrivals.events(i);
            if (events == PollSet.POLLIN) {
                directions.get(i).receive();
            } else if (events != 0) {
                arrivals.ignore(i);
                System.err.println(taps.get(i).name() + " was deleted; its wire no longer works");
            }
        }
    }
}
