package io.ddm.fsm.policy;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Prefixes that make no sense as destinations of an underlay, wherever they come from. Of the special-purpose registry
 * (RFC 6890) those that no router may forward are here; documentation prefixes are not, since labs use them.
 */
public final class ReservedPrefixes {

    /**
     * Shorter prefixes are rejected: 2000::/3 would attract the whole Internet. Eight bits leave room for aggregates of
     * unique local addresses, which are all in fd00::/8.
     */
    public static final int MIN_LENGTH = 8;

    private record Reserved(Prefix prefix, RejectReason reason) {}

    /**
     * A prefix that overlaps one of these attracts what no router may attract: the default route does, and so do halves
     * of it. No filter permits them.
     */
    private static final List<Prefix> NEVER = List.of(Prefix.parse("::1/128"), Prefix.parse("fe80::/10"),
            Prefix.parse("ff00::/8"));

    /** The narrower ones first, so that the reason is the closest. */
    private static final List<Reserved> UNLESS_PERMITTED = List.of(
            new Reserved(Prefix.parse("::/128"), RejectReason.UNSPECIFIED),
            new Reserved(Prefix.parse("::ffff:0:0/96"), RejectReason.IPV4_MAPPED),
            new Reserved(Prefix.parse("::/96"), RejectReason.IPV4_COMPATIBLE),
            new Reserved(Prefix.parse("100::/64"), RejectReason.DISCARD),
            new Reserved(Prefix.parse("2001:10::/28"), RejectReason.ORCHID),
            new Reserved(Prefix.parse("2001:20::/28"), RejectReason.ORCHID));

    private ReservedPrefixes() {}

    /**
     * Why no router can reach this destination, whatever its filters say: it lies within loopback, link-local or
     * multicast addresses, so to originate it is a mistake; empty otherwise. The default route, which contains them, is
     * left to the operator: peers of ours reject it, the reference accepts it.
     */
    public static Optional<RejectReason> rejectedAtOrigination(Destination destination) {
        Prefix prefix = destination.attractedPrefix();
        return prefix != null && NEVER.stream().anyMatch(reserved -> reserved.contains(prefix))
                ? Optional.of(RejectReason.RESERVED)
                : Optional.empty();
    }

    /**
     * Why every router of ours rejects this destination, whatever its filters say; empty if some may import it.
     */
    public static Optional<RejectReason> rejectedAlways(Destination destination) {
        Prefix prefix = destination.attractedPrefix();
        return prefix != null && NEVER.stream().anyMatch(overlapping(prefix))
                ? Optional.of(RejectReason.RESERVED)
                : Optional.empty();
    }

    /**
     * Why routers reject this destination unless an import filter permits it by name; empty if they import it.
     */
    public static Optional<RejectReason> rejectedUnlessPermitted(Destination destination) {
        Prefix prefix = destination.attractedPrefix();
        return prefix == null
                ? Optional.empty()
                : rejectedAlways(destination).or(() -> check(prefix, PrefixFilter.ALL));
    }

    /** Why a prefix is rejected under a filter. */
    static Optional<RejectReason> check(Prefix prefix, PrefixFilter filter) {
        if (prefix.length() < MIN_LENGTH) {
            return filter.names(prefix) ? Optional.empty() : Optional.of(RejectReason.TOO_SHORT);
        }
        return UNLESS_PERMITTED.stream()
                .filter(reserved -> overlapping(prefix).test(reserved.prefix))
                .findFirst()
                .filter(reserved -> !filter.names(prefix) && !filter.permitsWithin(reserved.prefix, prefix))
                .map(Reserved::reason);
    }

    private static Predicate<Prefix> overlapping(Prefix prefix) {
        return reserved -> reserved.contains(prefix) || prefix.contains(reserved);
    }
}
