package io.ddm.fsm.model;

import java.util.Comparator;

/** An IP prefix, IPv4 or IPv6. Host bits are kept as they were given. */
public sealed interface IpPrefix permits Prefix, Ipv4Prefix {

    /** The prefix length in bits: 0 to 32 for IPv4, 0 to 128 for IPv6. */
    int length();

    /** Writes the bytes that tell the prefix from all others: 4 or 6, the address, the length. */
    void writeIdentity(Destination.IdentityBytes out);

    /**
     * Reads {@code address/length} of IPv4 or IPv6.
     *
     * @throws IllegalArgumentException if it is neither an IPv4 nor an IPv6 prefix
     */
    static IpPrefix parse(String text) {
        return text.indexOf(':') >= 0 ? Prefix.parse(text) : Ipv4Prefix.parse(text);
    }

    /** IPv4 before IPv6, then by address, then by length. */
    Comparator<IpPrefix> ORDER = new Comparator<>() {
        @Override
        public int compare(IpPrefix a, IpPrefix b) {
            if (a instanceof Prefix p) {
                return b instanceof Prefix q ? p.compareTo(q) : 1;
            }
            return a instanceof Ipv4Prefix p && b instanceof Ipv4Prefix q ? Ipv4Prefix.ORDER.compare(p, q) : -1;
        }
    };
}
