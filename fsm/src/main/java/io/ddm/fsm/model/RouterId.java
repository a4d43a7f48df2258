package io.ddm.fsm.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The name by which a router is known in path vectors; its host name unless the operator says otherwise.
 *
 * @param value 1 to 255 bytes of UTF-8, since discovery carries the length in one byte
 */
public record RouterId(String value) implements Comparable<RouterId> {

    /** The longest id that discovery can carry, in bytes of UTF-8. */
    public static final int MAX_BYTES = 255;

    /**
     * Ids are host names; a label of the DNS has 63 bytes, a host name of Linux 64. Longer ids on the paths of others
     * are valid, and make no router's messages larger.
     */
    public static final int LONGEST_HOST_NAME = 64;

    /**
     * @throws IllegalArgumentException if it is empty, longer than {@value #MAX_BYTES} bytes or no Unicode text (half
     *     a surrogate pair)
     */
    public RouterId {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a router id has 1 to " + MAX_BYTES + " bytes, this one " + bytes.length);
        }
        if (!new String(bytes, StandardCharsets.UTF_8).equals(value)) {
            throw new IllegalArgumentException("a router id is Unicode text, this one has half a surrogate pair");
        }
    }

    // Written out, as in the other values that tables compare: what the compiler makes of a record's own is slow until
    // the second compiler has seen it.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouterId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public int compareTo(RouterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
