package io.ddm.fsm.model;

import java.util.Comparator;

/**
 * An IPv4 prefix, host bits kept: what a tunnel may lead to. The underlay itself is IPv6 only.
 *
 * @param address the 32 bits of the address
 * @param length the prefix length, 0 to 32
 */
public record Ipv4Prefix(int address, int length) implements IpPrefix {

    static final Comparator<Ipv4Prefix> ORDER = Comparator
            .comparingLong((Ipv4Prefix p) -> Integer.toUnsignedLong(p.address))
            .thenComparingInt(Ipv4Prefix::length);

    /**
     * @throws IllegalArgumentException if the length is not 0 to 32
     */
    public Ipv4Prefix {
        Prefix.checkLength(length, Integer.SIZE);
    }

    /**
     * Reads {@code address/length}, the address in dotted decimal.
     *
     * @throws IllegalArgumentException if it is not an IPv4 prefix
     */
    public static Ipv4Prefix parse(String text) {
        int slash = Prefix.slash(text);
        return new Ipv4Prefix(parseAddress(text.substring(0, slash)), Prefix.parseLength(text.substring(slash + 1)));
    }

    /**
     * Reads four decimal numbers without leading zeros.
     *
     * @throws IllegalArgumentException if it is not an IPv4 address
     */
    public static int parseAddress(String text) {
        String[] parts = text.split("\\.", -1);
        int address = 0;
        for (String part : parts) {
            boolean digits = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (parts.length != 4 || !digits || (part.length() > 1 && part.charAt(0) == '0')
                    || Integer.parseInt(part) > 255) {
                throw new IllegalArgumentException("invalid IP address syntax");
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    @Override
    public void writeIdentity(Destination.IdentityBytes out) {
        out.put(1, 4);
        out.put(4, address);
        out.put(1, length);
    }

    /** The address in dotted decimal. */
    public String addressText() {
        return addressText(address);
    }

    static String addressText(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    @Override
    public String toString() {
        return addressText() + "/" + length;
    }
}
