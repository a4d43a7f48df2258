package io.ddm.fsm.model;

import org.jspecify.annotations.Nullable;

/**
 * An IPv6 address without a zone, as two 64-bit halves in network order.
 *
 * <p>The text form is RFC 5952, IPv4-mapped addresses in mixed notation; it is also what the reference prints, so
 * texts compare byte for byte.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Ipv6Address(long high, long low) implements Comparable<Ipv6Address> {

    private static final int GROUPS = 8;
    private static final long MAPPED_IPV4 = 0xffffL << 32;

    /**
     * Reads the text form of RFC 4291 section 2.2, without a zone.
     *
     * @throws IllegalArgumentException if it is not an IPv6 address
     */
    public static Ipv6Address parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return of(groups(text, GROUPS, true));
        }
        int[] before = groups(text.substring(0, gap), GROUPS - 1, false);
        int[] after = groups(text.substring(gap + 2), GROUPS - 1, false);
        if (before.length + after.length >= GROUPS || text.lastIndexOf('.', gap) >= 0) {
            throw invalid();
        }
        int[] all = new int[GROUPS];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(after, 0, all, GROUPS - after.length, after.length);
        return of(all);
    }

    /** Reads 16 bytes in network order, from {@code offset} on. */
    public static Ipv6Address ofBytes(byte[] bytes, int offset) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            high = high << 8 | (bytes[offset + i] & 0xff);
            low = low << 8 | (bytes[offset + Long.BYTES + i] & 0xff);
        }
        return new Ipv6Address(high, low);
    }

    /** The 16 bytes of the address in network order. */
    public byte[] toBytes() {
        byte[] bytes = new byte[2 * Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[Long.BYTES + i] = (byte) (low >>> (56 - 8 * i));
        }
        return bytes;
    }

    /** The first {@code length} bits (0 to 128), the others zero. */
    Ipv6Address masked(int length) {
        return new Ipv6Address(high & mask(length), low & mask(length - 64));
    }

    /** Whether only the first {@code length} bits are other than zero. */
    boolean isMasked(int length) {
        return (high & ~mask(length)) == 0 && (low & ~mask(length - 64)) == 0;
    }

    /** Whether the first {@code length} bits are the same. */
    boolean isEqualUpTo(int length, Ipv6Address other) {
        return ((high ^ other.high) & mask(length)) == 0 && ((low ^ other.low) & mask(length - 64)) == 0;
    }

    /** Whether the address is of {@code fe80::/10}, the only kind that neighbors speak from. */
    public boolean isLinkLocal() {
        return high >>> 54 == 0xfe80 >>> 6;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ipv6Address address && high == address.high && low == address.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    @Override
    public int compareTo(Ipv6Address other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        if (high == 0 && low >>> 32 == MAPPED_IPV4 >>> 32) {
            return "::ffff:" + Ipv4Prefix.addressText((int) low);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = i;
            while (run < GROUPS && group(run) == 0) {
                run++;
            }
            if (run - i > length) {
                start = i;
                length = run - i;
            }
            i = Math.max(i, run);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index % 4))) & 0xffff;
    }

    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    private static Ipv6Address of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new Ipv6Address(high, low);
    }

    /** Groups of hexadecimal digits, the last two of which may stand as an IPv4 address. */
    private static int[] groups(String text, int most, boolean exactly) {
        if (text.isEmpty() && !exactly) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        boolean mixed = parts[parts.length - 1].indexOf('.') >= 0;
        int count = parts.length + (mixed ? 1 : 0);
        if (count > most || (exactly && count != most)) {
            throw invalid();
        }
        int[] groups = new int[count];
        for (int i = 0; i < parts.length; i++) {
            if (mixed && i == parts.length - 1) {
                int ipv4 = Ipv4Prefix.parseAddress(parts[i]);
                groups[i] = ipv4 >>> 16;
                groups[i + 1] = ipv4 & 0xffff;
            } else {
                groups[i] = hex(parts[i]);
            }
        }
        return groups;
    }

    private static int hex(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            throw invalid();
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw invalid();
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("invalid IPv6 address syntax");
    }
}
