package io.ddm.fsm.rib;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv4Prefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.TableDigest.Bits;
import io.ddm.fsm.model.TunnelOrigin;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@link TableDigest} kept up to date entry by entry; the bytes of an entry stand in docs/protocol.md. */
final class RunningDigest {

    private static final int DESTINATION_BYTES = 64;

    private final Bits key;
    private byte[] bytes = new byte[512];
    private int length;
    private Bits sum = Bits.ZERO;
    private long count;

    RunningDigest(Bits key) {
        this.key = key;
    }

    Bits key() {
        return key;
    }

    void add(Destination destination, List<RouterId> path) {
        sum = sum.plus(hash(destination, path));
        count++;
    }

    void remove(Destination destination, List<RouterId> path) {
        sum = sum.minus(hash(destination, path));
        count--;
    }

    void clear() {
        sum = Bits.ZERO;
        count = 0;
    }

    TableDigest now() {
        return new TableDigest(key, count, sum);
    }

    private Bits hash(Destination destination, List<RouterId> path) {
        length = 0;
        if (destination instanceof TunnelOrigin tunnel) {
            put(1, 1);
            put(tunnel.overlayPrefix());
            put(tunnel.boundaryAddress());
            put(4, tunnel.vni());
            put(8, tunnel.metric());
        } else if (destination instanceof Prefix prefix) {
            put(1, 0);
            put(prefix);
        }
        for (RouterId router : path) {
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

    private void put(IpPrefix prefix) {
        if (prefix instanceof Prefix v6) {
            put(1, 6);
            put(v6.address());
        } else if (prefix instanceof Ipv4Prefix v4) {
            put(1, 4);
            put(4, v4.address());
        }
        put(1, prefix.length());
    }

    private void put(Ipv6Address address) {
        put(8, address.high());
        put(8, address.low());
    }

    /** In network order. */
    private void put(int size, long value) {
        for (int i = size - 1; i >= 0; i--) {
            bytes[length++] = (byte) (value >>> (8 * i));
        }
    }
}
