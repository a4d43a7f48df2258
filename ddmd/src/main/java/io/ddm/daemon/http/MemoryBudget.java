package io.ddm.daemon.http;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A bound on the bytes that the requests, or the replies, of all clients hold at one time. A part of it is reserved for
 * clients of the unix socket. When there is not enough, the oldest leases are revoked that have had {@link #MIN_HOLD},
 * so that slow clients cannot keep others out for longer. Not thread-safe: used on the {@link AdminLoop} only.
 */
public final class MemoryBudget {

    /** A lease is not revoked before it has lasted this long. */
    static final Duration MIN_HOLD = Duration.ofSeconds(30);

    private static final String LISTENER = "admin";

    private final String name;
    private final long maxBytes;
    private final long reservedBytes;
    private final RefusalObserver observer;
    private final LongSupplier nanos;
    private final Set<Lease> oldestFirst = new LinkedHashSet<>();
    private long used;

    /**
     * @param name what the memory is for, the cause when a client is refused
     * @param maxBytes for all clients
     * @param reservedBytes how many of these only clients of the unix socket may use
     */
    public MemoryBudget(String name, long maxBytes, long reservedBytes, RefusalObserver observer) {
        this(name, maxBytes, reservedBytes, observer, System::nanoTime);
    }

    MemoryBudget(String name, long maxBytes, long reservedBytes, RefusalObserver observer, LongSupplier nanos) {
        this.name = name;
        this.observer = observer;
        this.maxBytes = maxBytes;
        this.reservedBytes = reservedBytes;
        this.nanos = nanos;
    }

    /**
     * A lease of no bytes yet.
     *
     * @param isPrivileged whether it may use the reserve
     * @param source the client, for logs
     * @param revoked called when others need the memory: it is not counted any more and has to be released
     */
    public Lease lease(boolean isPrivileged, String source, Runnable revoked) {
        return new Lease(isPrivileged, source, revoked);
    }

    /** How many bytes are leased. */
    public long used() {
        return used;
    }

    private boolean makeRoom(Lease asking, long bytes) {
        long limit = asking.isPrivileged ? maxBytes : maxBytes - reservedBytes;
        long now = nanos.getAsLong();
        while (used + bytes > limit) {
            Optional<Lease> oldest = oldestFirst.stream()
                    .filter(lease -> lease != asking && (asking.isPrivileged || !lease.isPrivileged))
                    .findFirst()
                    .filter(lease -> now - lease.since >= MIN_HOLD.toNanos());
            if (oldest.isEmpty()) {
                return false;
            }
            oldest.get().revoke();
        }
        return true;
    }

    /** Some bytes of the budget. */
    public final class Lease {

        private final boolean isPrivileged;
        private final String source;
        private final Runnable revoked;
        private long since;
        private long bytes;

        private Lease(boolean isPrivileged, String source, Runnable revoked) {
            this.isPrivileged = isPrivileged;
            this.source = source;
            this.revoked = revoked;
        }

        /** Leases more bytes, or leaves the lease as it is and returns false. */
        public boolean grow(long more) {
            if (!makeRoom(this, more)) {
                observer.refused(LISTENER, name, source);
                return false;
            }
            if (bytes == 0) {
                since = nanos.getAsLong();
                oldestFirst.add(this);
            }
            bytes += more;
            used += more;
            return true;
        }

        /** Returns some bytes; never more than are leased. */
        public void shrink(long fewer) {
            long returned = Math.min(fewer, bytes);
            used -= returned;
            bytes -= returned;
            if (bytes == 0) {
                oldestFirst.remove(this);
            }
        }

        private void revoke() {
            observer.refused(LISTENER, name, source);
            release();
            revoked.run();
        }

        /** Returns all bytes; doing so again changes nothing. */
        public void release() {
            used -= bytes;
            bytes = 0;
            oldestFirst.remove(this);
        }
    }
}
