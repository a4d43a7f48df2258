package io.ddm.daemon.exchange;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that bodies from all neighbors may take while they arrive and are read. Each body has a small share that
 * nobody else can take; what is larger comes out of one pool. A link may take at most as much of it as stays free, so
 * the bodies of one link leave half of the pool to the others, those of two links a third. Thread-safe.
 */
public final class BodyBudget {

    /** Every body may be so large, whatever the others take, in bytes: some thousand prefixes. */
    public static final int FREE_BYTES = 256 * 1024;

    /** A body costs a few times its size until it is read, and there is more in the heap than bodies. */
    private static final int HEAP_SHARE = 8;

    private static final long LEAST_BYTES = 16L * 1024 * 1024;

    private final long most;
    private final Map<String, Long> takenByLink = new HashMap<>();
    private long taken;

    /**
     * @param most the size of the pool, in bytes
     */
    public BodyBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** No body can be larger, in bytes. */
    public long largest() {
        return most / 2;
    }

    /** A body of a link that has no bytes yet. */
    public Lease lease(String link) {
        return new Lease(link);
    }

    private synchronized boolean take(String link, long more) {
        long ofLink = takenByLink.getOrDefault(link, 0L) + more;
        if (more > 0 && ofLink > most - taken - more) {
            return false;
        }
        taken += more;
        if (ofLink == 0) {
            takenByLink.remove(link);
        } else {
            takenByLink.put(link, ofLink);
        }
        return true;
    }

    /** The share of one body. */
    public final class Lease implements AutoCloseable {

        private final String link;
        private long charged;
        private boolean closed;

        private Lease(String link) {
            this.link = link;
        }

        /** Makes room for a body of so many bytes in all; false if there is none. */
        public synchronized boolean grow(long bytes) {
            long more = Math.max(0, bytes - FREE_BYTES) - charged;
            if (more <= 0) {
                return true;
            }
            if (closed || !take(link, more)) {
                return false;
            }
            charged += more;
            return true;
        }

        /** The body has turned out to have only so many bytes. */
        public synchronized void shrink(long bytes) {
            long less = charged - Math.max(0, bytes - FREE_BYTES);
            if (!closed && less > 0) {
                take(link, -less);
                charged -= less;
            }
        }

        /** Gives back what was taken; harmless when repeated. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                take(link, -charged);
            }
        }
    }
}
