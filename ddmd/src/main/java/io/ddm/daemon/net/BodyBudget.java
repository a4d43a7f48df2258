package io.ddm.daemon.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies from all neighbors may take while they arrive and are read. Each body has a small share that
 * nobody else can take; what is larger comes out of one pool, and is refused while the pool is empty. Thread-safe.
 */
final class BodyBudget {

    /** Every body may be so large, whatever the others take, in bytes: some thousand prefixes. */
    static final int FREE_BYTES = 256 * 1024;

    /** A body costs a few times its size until it is read, and there is more in the heap than bodies. */
    private static final int HEAP_SHARE = 8;

    private static final long LEAST_BYTES = 16L * 1024 * 1024;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param most the size of the pool, in bytes
     */
    BodyBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE));
    }

    /** The size of the pool, in bytes: no body can be larger. */
    long most() {
        return most;
    }

    /** A body that has no bytes yet. */
    Lease lease() {
        return new Lease();
    }

    /** The share of one body. */
    final class Lease implements AutoCloseable {

        private long charged;
        private boolean closed;

        /** Makes room for a body of so many bytes in all; false if there is none. */
        synchronized boolean grow(long bytes) {
            long more = Math.max(0, bytes - FREE_BYTES) - charged;
            if (more <= 0) {
                return true;
            }
            if (closed || taken.addAndGet(more) > most) {
                if (!closed) {
                    taken.addAndGet(-more);
                }
                return false;
            }
            charged += more;
            return true;
        }

        /** Gives back what was taken; harmless when repeated. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                taken.addAndGet(-charged);
            }
        }
    }
}
