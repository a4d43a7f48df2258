package io.ddm.fsm.model;

/** An IP prefix of either family, host bits kept as they were given. */
public sealed interface IpPrefix extends Comparable<IpPrefix> permits Prefix, Ipv4Prefix {

    /** The prefix length in bits: 0 to 32 for IPv4, 0 to 128 for IPv6. */
    int length();

    /**
     * Reads {@code address/length} of either family.
     *
     * @throws IllegalArgumentException if it is neither an IPv4 nor an IPv6 prefix
     */
    static IpPrefix parse(String text) {
        return text.indexOf(':') >= 0 ? Prefix.parse(text) : Ipv4Prefix.parse(text);
    }

    /** IPv4 before IPv6, then by address, then by length. */
    @Override
    default int compareTo(IpPrefix other) {
        return switch (this) {
            case Ipv4Prefix mine -> other instanceof Ipv4Prefix theirs ? Ipv4Prefix.ORDER.compare(mine, theirs) : -1;
            case Prefix mine -> other instanceof Prefix theirs ? Prefix.ORDER.compare(mine, theirs) : 1;
        };
    }
}
