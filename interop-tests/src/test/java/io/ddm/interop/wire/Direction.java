package io.ddm.interop.wire;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One direction of a wire: decides of each frame that arrives whether and when it leaves. Frames leave in the order in
 * which they arrived, whatever their jitter, and never before they are due. One thread moves frames, without
 * allocation; others may read the figures and set the shape.
 */
final class Direction {

    /** Frames that are read at a time, so that the other directions have their turn. */
    static final int MAX_BATCH = 32;

    /** A frame is dropped if those before it occupy the line for longer than this. */
    static final long MAX_BACKLOG_NANOS = 200_000_000;

    private final Port in;
    private final Port out;
    private final LongSupplier clock;
    private final SplittableRandom random;
    private final DelayLine line;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Shape shape = Shape.NONE;
    private volatile Lateness lateness = new Lateness();
    private volatile boolean connected = true;
    private long lastDue;
    private long lineFree;

    /**
     * A direction without delay, loss or limit.
     *
     * @param clock monotonic, in ns
     * @param seed of jitter and loss
     */
    Direction(Port in, Port out, LongSupplier clock, long seed, Arena arena) {
        this.in = in;
        this.out = out;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.line = new DelayLine(arena);
        this.lastDue = clock.getAsLong();
        this.lineFree = lastDue;
    }

    Shape shape() {
        return shape;
    }

    /** Frames that arrive from now on are treated like this, and lateness is counted from now on. */
    void shape(Shape next) {
        shape = next;
        lateness = new Lateness();
    }

    /** While not connected all frames are dropped, those under way too. */
    void connected(boolean is) {
        connected = is;
    }

    /** Reads frames that have arrived, until there are none or some may have to leave. */
    void receive() {
        for (int i = 0; i < MAX_BATCH; i++) {
            int bytes = in.read(line.vacant(), DelayLine.SLOT_BYTES);
            if (bytes <= 0) {
                return;
            }
            arrive(bytes, clock.getAsLong());
        }
    }

    private void arrive(int bytes, long now) {
        Shape present = shape;
        boolean busy = present.bitsPerSecond() > 0 && lineFree - now > MAX_BACKLOG_NANOS;
        if (present.loss() > 0 && random.nextDouble() < present.loss()) {
            lost.incrementAndGet();
        } else if (!connected || busy || line.isFull() || bytes == DelayLine.SLOT_BYTES) {
            dropped.incrementAndGet();
        } else {
            lineFree = (lineFree - now > 0 && present.bitsPerSecond() > 0 ? lineFree : now)
                    + present.sendingNanos(bytes);
            long delay = present.jitterNanos() == 0 ? present.delayNanos() : present.delayNanos(random.nextDouble());
            long due = lineFree + delay;
            lastDue = due - lastDue > 0 ? due : lastDue;
            line.add(bytes, lastDue);
        }
    }

    /** Sends all frames that are due, and returns the ns until the next one is; {@link Long#MAX_VALUE} without one. */
    long release() {
        while (!line.isEmpty()) {
            long late = clock.getAsLong() - line.due();
            if (!connected) {
                dropped.incrementAndGet();
            } else if (late < 0) {
                return -late;
            } else if (out.write(line.address(), line.bytes())) {
                frames.incrementAndGet();
                lateness.add(late);
            } else {
                dropped.incrementAndGet();
            }
            line.remove();
        }
        return Long.MAX_VALUE;
    }

    /** Frames that have left. */
    long frames() {
        return frames.get();
    }

    /** Frames that were lost at random. */
    long lost() {
        return lost.get();
    }

    /** Frames that found the line full, busy for too long, or cut, or were too long, or refused at the far end. */
    long dropped() {
        return dropped.get();
    }

    /** Frames under way. */
    int queued() {
        return line.size();
    }

    /** How late frames have left since the shape was set. */
    Lateness lateness() {
        return lateness;
    }
}
