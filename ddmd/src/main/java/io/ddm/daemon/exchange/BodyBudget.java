package io.ddm.daemon.exchange;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory that bodies from all neighbors may use while they are received and decoded. Each body has a small free
 * allowance; larger ones are charged to one pool. A link may use at most as much of the pool as stays free, so one link
 * leaves half of the pool to the others, and two links a third. Thread-safe.
 */
public final class BodyBudget {

    /** The free allowance of each body: some thousand prefixes. */
    public static final int FREE_BYTES = 256 * 1024;

    /** Decoding a body takes a few times its size, and the heap holds more than bodies. */
    private static final int HEAP_SHARE = 8;

    private static final long MIN_POOL_BYTES = 16L * 1024 * 1024;

    private final long poolBytes;
    private final Map<String, Long> takenByLink = new HashMap<>();
    private long taken;

    /**
     * @param poolBytes size of the pool
     */
    public BodyBudget(long poolBytes) {
        this.poolBytes = poolBytes;
    }

    /** A budget of an eighth of the heap. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(MIN_POOL_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** Upper bound on the size of a body, in bytes. */
    public long largest() {
        return poolBytes / 2;
    }

    /** The lease of a new, empty body of a link. */
    public Lease lease(String link) {
        return new Lease(link);
    }

    private synchronized boolean take(String link, long more) {
        long ofLink = takenByLink.getOrDefault(link, 0L) + more;
        if (more > 0 && ofLink > poolBytes - taken - more) {
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

    /** The memory of one body. */
    public final class Lease implements AutoCloseable {

        private final String link;
        private long charged;
        private boolean closed;

        private Lease(String link) {
            this.link = link;
        }

        /** Extends the lease to this total size in bytes; false if there is no memory. */
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

        /** Reduces the lease to this total size in bytes. */
        public synchronized void shrink(long bytes) {
            long less = charged - Math.max(0, bytes - FREE_BYTES);
            if (!closed && less > 0) {
                take(link, -less);
                charged -= less;
            }
        }

        /** Returns the memory; may be repeated. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                take(link, -charged);
            }
        }
    }
}
