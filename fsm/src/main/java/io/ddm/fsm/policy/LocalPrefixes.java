package io.ddm.fsm.policy;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RejectReason;
import io.ddm.fsm.replay.Archive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What belongs to this machine, so that no peer may draw its traffic away: the prefixes that it originates, its
 * addresses, and the subnets that they are in.
 *
 * <p>A lookup costs one search per prefix length that occurs here, so a peer cannot make it more expensive.
 */
public final class LocalPrefixes {

    /**
     * An underlay has a /64 for each server, a /56 for each rack and a /48 for all racks. So what a router originates
     * of this length or longer is its own; what is shorter is an aggregate of what others originate, or the default
     * route, and hides none of it.
     */
    static final int OWN_LENGTH = 64;

    private final Networks originated = new Networks();
    private Networks connected = new Networks();
    private SortedSet<Ipv6Address> addresses = new TreeSet<>();
    private SortedSet<Prefix> local = new TreeSet<>(Destination.ORDER);

    /** These destinations are originated from now on. */
    public void originate(Collection<Destination> destinations) {
        destinations.forEach(destination -> {
            Prefix routed = destination.routedPrefix();
            if (routed != null) {
                originated.add(routed);
            }
        });
    }

    /** These destinations, which were originated, are not any more. */
    public void withdraw(Collection<Destination> destinations) {
        destinations.forEach(destination -> {
            Prefix routed = destination.routedPrefix();
            if (routed != null) {
                originated.remove(routed);
            }
        });
    }

    /**
     * What a change of the machine's addresses means.
     *
     * @param added networks in which offers are rejected from now on
     * @param removed whether there are networks in which they are no longer
     */
    public record Change(List<Prefix> added, boolean removed) {}

    /** These are all addresses and subnets of the machine from now on. */
    public Change connect(Set<Ipv6Address> nowAddresses, Set<Prefix> nowConnected) {
        SortedSet<Prefix> now = new TreeSet<>(Destination.ORDER);
        nowAddresses.forEach(address -> now.add(new Prefix(address, 128)));
        nowConnected.forEach(subnet -> now.add(subnet.network()));
        now.removeIf(network -> network.address().isLinkLocal());
        List<Prefix> added = now.stream().filter(network -> !local.contains(network)).toList();
        boolean removed = !now.containsAll(local);
        local = now;
        connected = new Networks();
        nowConnected.stream().filter(subnet -> !subnet.address().isLinkLocal()).forEach(connected::add);
        addresses = new TreeSet<>(nowAddresses);
        return new Change(added, removed);
    }

    /** Whether a prefix that is originated here keeps peers from offering more specific ones. */
    public static boolean isOwn(Prefix originated) {
        return originated.length() >= OWN_LENGTH;
    }

    /**
     * Why a prefix is not for a peer to offer; empty if it is. A prefix that is originated here too is not rejected:
     * several routers may originate one, and its traffic stays here in any case.
     *
     * <p>A filter overrides what it permits within the local prefix: {@code --import-permit fd00:1::/64} on the
     * originator of fd00:1::/64, but not {@code --import-permit fd00::/8}.
     */
    public Optional<RejectReason> check(Prefix prefix, PrefixFilter filter) {
        if (prefix.length() == 128 && addresses.contains(prefix.address())) {
            return Optional.of(RejectReason.OWN_ADDRESS);
        }
        if (originated.contains(prefix)) {
            return Optional.empty();
        }
        if (originated.anyContaining(prefix, local -> isOwn(local) && !filter.permitsWithin(local, prefix))) {
            return Optional.of(RejectReason.OWN_PREFIX);
        }
        return connected.anyContaining(prefix, local -> !filter.permitsWithin(local, prefix))
                ? Optional.of(RejectReason.CONNECTED)
                : Optional.empty();
    }

    /** Networks by length, each with the number of prefixes that differ in host bits only. */
    private static final class Networks {

        private final SortedMap<Integer, Map<Ipv6Address, Integer>> byLength = new TreeMap<>();

        void add(Prefix prefix) {
            byLength.computeIfAbsent(prefix.length(), length -> new TreeMap<>())
                    .merge(prefix.network().address(), 1, Integer::sum);
        }

        void remove(Prefix prefix) {
            Ipv6Address network = prefix.network().address();
            Map<Ipv6Address, Integer> sameLength = byLength.get(prefix.length());
            Integer count = sameLength == null ? null : sameLength.remove(network);
            if (sameLength != null && count != null && count > 1) {
                sameLength.put(network, count - 1);
            } else if (sameLength != null && sameLength.isEmpty()) {
                byLength.remove(prefix.length());
            }
        }

        boolean contains(Prefix prefix) {
            return byLength.getOrDefault(prefix.length(), Collections.emptySortedMap())
                    .containsKey(prefix.network().address());
        }

        List<Prefix> toList() {
            List<Prefix> all = new ArrayList<>();
            byLength.forEach((length, counts) -> counts.keySet()
                    .forEach(network -> all.add(new Prefix(network, length))));
            return all;
        }

        boolean anyContaining(Prefix prefix, Predicate<Prefix> condition) {
            for (Map.Entry<Integer, Map<Ipv6Address, Integer>> sameLength : byLength.headMap(prefix.length() + 1)
                    .entrySet()) {
                Prefix network = new Prefix(prefix.address(), sameLength.getKey()).network();
                if (sameLength.getValue().containsKey(network.address()) && condition.test(network)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Hands its state through, but for what is originated.
     *
     * @param nowOriginated what is originated
     */
    public void archive(Archive archive, Iterable<Destination> nowOriginated) {
        Set<Ipv6Address> allAddresses = new TreeSet<>(addresses);
        Set<Prefix> allConnected = new TreeSet<>(connected.toList());
        archive.rows("addresses", Ipv6Address.class, List.copyOf(addresses), allAddresses::add);
        archive.rows("connected", Prefix.class, connected.toList(), allConnected::add);
        if (archive.isRestoring()) {
            connect(allAddresses, allConnected);
            nowOriginated.forEach(destination -> originate(List.of(destination)));
        }
    }
}
