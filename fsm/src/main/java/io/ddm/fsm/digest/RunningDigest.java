package io.ddm.fsm.digest;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TableDigest.Bits;
import java.nio.charset.StandardCharsets;

/** A {@link TableDigest} kept up to date entry by entry; the bytes of an entry stand in docs/protocol.md. */
public final class RunningDigest implements Destination.IdentityBytes {

    /** Of a destination: the tag of its family and its identity. */
    private static final int DESTINATION_BYTES = 1 + Destination.MAX_IDENTITY_BYTES;

    private static final int DELAY_BYTES = 1 + Integer.BYTES;

    private final Bits key;
    private byte[] bytes = new byte[512];
    private int length;
    private Bits sum = Bits.ZERO;
    private long count;

    public RunningDigest(Bits key) {
        this.key = key;
    }

    /** The key of the sum. */
    public Bits key() {
        return key;
    }

    /** An entry came. */
    public void add(Destination destination, RouterPath path) {
        sum = sum.plus(hash(destination, path));
        count++;
    }

    /** An entry that was added went. */
    public void remove(Destination destination, RouterPath path) {
        sum = sum.minus(hash(destination, path));
        count--;
    }

    /** All entries went. */
    public void clear() {
        sum = Bits.ZERO;
        count = 0;
    }

    /** The digest of the entries that are there now. */
    public TableDigest now() {
        return new TableDigest(key, count, sum);
    }

    private Bits hash(Destination destination, RouterPath path) {
        length = 0;
        put(1, destination.family().rank());
        destination.writeIdentity(this);
        for (RouterId router : path.routers()) {
            byte[] id = router.value().getBytes(StandardCharsets.UTF_8);
            room(1 + id.length);
            put(1, id.length);
            System.arraycopy(id, 0, bytes, length, id.length);
            length += id.length;
        }
        if (path.saysDelay()) {
            room(DELAY_BYTES);
            // No id has a length of 0.
            put(1, 0);
            put(Integer.BYTES, path.delay().micros());
        }
        return SipHash.hash(key, bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            byte[] larger = new byte[Math.max(bytes.length * 2, DESTINATION_BYTES + length + more)];
            System.arraycopy(bytes, 0, larger, 0, length);
            bytes = larger;
        }
    }

    @Override
    public void put(int size, long value) {
        for (int i = size - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
    }
}
