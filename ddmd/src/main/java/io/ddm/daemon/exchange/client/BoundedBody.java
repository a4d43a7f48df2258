package io.ddm.daemon.exchange.client;

import io.ddm.daemon.exchange.BodyBudget;
import io.ddm.daemon.exchange.BudgetExceededException;
import java.io.IOException;
import java.util.Arrays;

/** A body while it arrives: grows as it comes, whatever length was promised, up to its bound. */
final class BoundedBody {

    private static final int FIRST_BYTES = 1024;

    private final int most;
    private final boolean cut;
    private final BodyBudget.Lease lease;
    private long expected;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * @param most how large it may be, in bytes
     * @param cut whether a longer one ends there, instead of being an error
     */
    BoundedBody(int most, boolean cut, BodyBudget.Lease lease) {
        this.most = most;
        this.cut = cut;
        this.lease = lease;
    }

    /**
     * So many bytes are promised.
     *
     * @throws IOException if they are too many
     */
    void expect(long promised) throws IOException {
        expected = promised;
        if (promised > most && !cut) {
            throw tooLarge();
        }
    }

    /**
     * Adds bytes.
     *
     * @return false if it is full and what follows is cut
     * @throws IOException if it is full, or the budget of all bodies is used up
     */
    boolean add(byte[] from, int start, int count) throws IOException {
        int taken = Math.min(count, most - length);
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
        long wanted = Math.max(least, Math.min(doubled, expected > 0 ? Math.min(expected, most) : most));
        if (!lease.grow(wanted)) {
            throw new BudgetExceededException();
        }
        bytes = Arrays.copyOf(bytes, (int) wanted);
    }

    private IOException tooLarge() {
        return new IOException("the answer is larger than " + most + " bytes");
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
