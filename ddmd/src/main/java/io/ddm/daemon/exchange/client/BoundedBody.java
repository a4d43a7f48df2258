package io.ddm.daemon.exchange.client;

import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.BudgetExceededException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A body that is being received: its buffer grows with the received bytes, not with the promised length, up to a bound.
 */
final class BoundedBody {

    private static final int FIRST_BYTES = 1024;

    private final int maxBytes;
    private final boolean cut;
    private final BodyBudget.Lease lease;
    private long expected;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * @param maxBytes bound on its size
     * @param cut whether a longer body is cut there instead of being an error
     */
    BoundedBody(int maxBytes, boolean cut, BodyBudget.Lease lease) {
        this.maxBytes = maxBytes;
        this.cut = cut;
        this.lease = lease;
    }

    /**
     * Sets the promised length.
     *
     * @throws IOException if it exceeds the bound
     */
    void expect(long promised) throws IOException {
        expected = promised;
        if (promised > maxBytes && !cut) {
            throw tooLarge();
        }
    }

    /**
     * Adds bytes.
     *
     * @return false if the body is full and the rest is cut
     * @throws IOException if the body is full, or the budget of all bodies is exhausted
     */
    boolean add(byte[] from, int start, int count) throws IOException {
        int taken = Math.min(count, maxBytes - length);
        if (taken < count && !cut) {
            throw tooLarge();
        }
        if (bytes.length - length < taken) {
            grow(length + taken);
        }
        System.arraycopy(from, start, bytes, length, taken);
        length += taken;
        return taken == count;
    }

    private void grow(int least) throws IOException {
        long doubled = Math.max(FIRST_BYTES, 2L * bytes.length);
        long size = Math.max(least, Math.min(doubled, expected > 0 ? Math.min(expected, maxBytes) : maxBytes));
        if (!lease.grow(size)) {
            throw new BudgetExceededException();
        }
        bytes = Arrays.copyOf(bytes, (int) size);
    }

    private IOException tooLarge() {
        return new IOException("the reply is larger than " + maxBytes + " bytes");
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
