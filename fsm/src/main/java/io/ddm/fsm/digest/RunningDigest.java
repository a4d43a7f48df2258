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
            if (length + 1 + id.length > bytes.length) {
                byte[] more = new byte[Math.max(bytes.length * 2, DESTINATION_BYTES + length + 1 + id.length)];
                System.arraycopy(bytes, 0, more, 0, length);
                bytes = more;
            }
            put(1, id.length);
            System.arraycopy(id, 0, bytes, length, id.length);
            length += id.length;
        }
        return SipHash.hash(key, bytes, length);
    }

    @Override
    public void put(int size, long value) {
        for (int i = size - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
    }
}
