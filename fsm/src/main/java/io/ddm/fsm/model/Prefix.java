package io.ddm.fsm.model;

/**
 * An IPv6 prefix of the underlay.
 *
 * <p>Host bits are kept and echoed as they were given: {@code fd00::1/64} and {@code fd00::/64} are two destinations
 * in the RIB and to the API, and one {@link #network()} to the kernel.
 *
 * @param address the address, host bits included
 * @param length the prefix length, 0 to 128
 */
public record Prefix(Ipv6Address address, int length) implements IpPrefix, Destination, Comparable<Prefix> {

    /**
     * @throws IllegalArgumentException if the length is not 0 to 128
     */
    public Prefix {
        checkLength(length, 128);
    }

    /**
     * Reads {@code address/length}.
     *
     * @throws IllegalArgumentException if it is not an IPv6 prefix
     */
    public static Prefix parse(String text) {
        int slash = slash(text);
        Ipv6Address address = Ipv6Address.parse(text.substring(0, slash));
        return new Prefix(address, parseLength(text.substring(slash + 1)));
    }

    /** The same prefix with its host bits cleared: the key under which the kernel knows it. */
    public Prefix network() {
        return address.isMasked(length) ? this : new Prefix(address.masked(length), length);
    }

    /** The last address of the network, as a prefix: in order, nothing within the network comes after it. */
    public Prefix last() {
        Ipv6Address mask = new Ipv6Address(-1, -1).masked(length);
        return new Prefix(new Ipv6Address(address.high() | ~mask.high(), address.low() | ~mask.low()), 128);
    }

    /** Whether every address of the other prefix is one of this. */
    public boolean contains(Prefix other) {
        return length <= other.length && address.isEqualUpTo(length, other.address);
    }

    /** By address, then by length. That it is comparable with its own kind keeps hash tables of the JDK fast, too. */
    @Override
    public int compareTo(Prefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public RouteFamily family() {
        return UnderlayFamily.INSTANCE;
    }

    @Override
    public int compareWithin(Destination sameFamily) {
        return compareTo((Prefix) sameFamily);
    }

    @Override
    public void writeIdentity(IdentityBytes out) {
        out.put(1, 6);
        out.put(8, address.high());
        out.put(8, address.low());
        out.put(1, length);
    }

    @Override
    public Prefix routedPrefix() {
        return this;
    }

    @Override
    public Prefix attractedPrefix() {
        return this;
    }

    @Override
    public String toText() {
        return toString();
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    static int slash(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("missing '/' character");
        }
        return slash;
    }

    static int parseLength(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("invalid prefix value: '" + digits + "' is not a number");
        }
        return Integer.parseInt(digits);
    }

    static void checkLength(int length, int most) {
        if (length < 0 || length > most) {
            throw new IllegalArgumentException("invalid prefix value: invalid network prefix " + length);
        }
    }
}
