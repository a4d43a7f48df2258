package io.ddm.daemon.link;

import io.ddm.daemon.linux.LinkMessages;
import io.ddm.daemon.linux.LinkMessages.Address;
import io.ddm.daemon.linux.LinkMessages.AddressState;
import io.ddm.daemon.linux.LinkMessages.Link;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The interfaces of a network namespace and their IPv6 addresses: read by a dump, then updated by notifications. */
final class LinkTable {

    /** What {@link #apply} returns for a message that is about no interface. */
    static final int NO_INTERFACE = 0;

    private final Map<Integer, Link> links = new HashMap<>();
    private final Map<Integer, Map<Ipv6Address, Address>> addresses = new HashMap<>();

    /**
     * Reads all of them.
     *
     * @throws NetlinkException if the kernel cannot be asked, or the interfaces changed during every attempt
     */
    static LinkTable dump(NetlinkRequests requests) throws NetlinkException {
        LinkTable table = new LinkTable();
        for (Link link : requests.<Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                message -> message.type() == LinkMessages.NEWLINK ? LinkMessages.decodeLink(message) : null)) {
            table.links.put(link.index(), link);
        }
        for (Address address : requests.<Address>dump((out, _) -> LinkMessages.dumpAddresses(out),
                message -> message.type() == LinkMessages.NEWADDR ? LinkMessages.decodeAddress(message) : null)) {
            table.put(address);
        }
        return table;
    }

    /**
     * Applies a notification.
     *
     * @return the index of the interface it is about, or {@link #NO_INTERFACE}
     */
    int apply(NetlinkMessage message) throws MalformedMessageException {
        return switch (message.type()) {
            case LinkMessages.NEWLINK, LinkMessages.DELLINK ->
                apply(LinkMessages.decodeLink(message), message.type() == LinkMessages.NEWLINK);
            case LinkMessages.NEWADDR, LinkMessages.DELADDR ->
                apply(LinkMessages.decodeAddress(message), message.type() == LinkMessages.NEWADDR);
            default -> NO_INTERFACE;
        };
    }

    Set<Integer> indexes() {
        return links.keySet();
    }

    /** The interface with an index; null if there is none. */
    @Nullable
    Link link(int index) {
        return links.get(index);
    }

    /** The link-local addresses of an interface that are in use, in the order in which they were learned. */
    List<Ipv6Address> linkLocal(int index) {
        return linkLocal(index, AddressState.USABLE);
    }

    /** All addresses that are in use, each with the subnets that are reached directly because of it. */
    SortedMap<Ipv6Address, Set<Prefix>> usableAddresses() {
        SortedMap<Ipv6Address, Set<Prefix>> usable = new TreeMap<>();
        addresses.values()
                .forEach(onLink -> onLink.values()
                        .stream()
                        .filter(address -> address.state() == AddressState.USABLE)
                        .forEach(address -> usable.computeIfAbsent(address.address(), _ -> new LinkedHashSet<>())
                                .add(address.subnet())));
        return usable;
    }

    /** Why a link cannot be used; empty if it can. */
    Optional<LinkDefect> defect(Link link) {
        if (!link.isUp()) {
            return Optional.of(new LinkDefect(LinkDefect.Kind.DOWN, "link down"));
        } else if (!link.hasCarrier()) {
            return Optional.of(new LinkDefect(LinkDefect.Kind.NO_CARRIER, "no carrier"));
        } else if (!linkLocal(link.index()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(addressDefect(link.index()));
    }

    private LinkDefect addressDefect(int index) {
        List<Ipv6Address> duplicate = linkLocal(index, AddressState.DUPLICATE);
        List<Ipv6Address> tentative = linkLocal(index, AddressState.TENTATIVE);
        if (!duplicate.isEmpty()) {
            return new LinkDefect(LinkDefect.Kind.DUPLICATE_ADDRESS,
                    "duplicate link-local address " + duplicate.getFirst() + ": another node on the link uses it");
        } else if (!tentative.isEmpty()) {
            return new LinkDefect(LinkDefect.Kind.TENTATIVE_ADDRESS, "tentative link-local address "
                    + tentative.getFirst() + ": duplicate address detection has not finished");
        }
        return new LinkDefect(LinkDefect.Kind.NO_ADDRESS, "no link-local address");
    }

    /** Why interfaces cannot be used, by name; those that can are missing. */
    Map<String, LinkDefect> defects() {
        Map<String, LinkDefect> defects = new HashMap<>();
        links.values().forEach(link -> defect(link).ifPresent(defect -> defects.put(link.name(), defect)));
        return Map.copyOf(defects);
    }

    private List<Ipv6Address> linkLocal(int index, AddressState state) {
        return addresses.getOrDefault(index, Map.of())
                .values()
                .stream()
                .filter(address -> address.state() == state && address.address().isLinkLocal())
                .map(Address::address)
                .toList();
    }

    private int apply(@Nullable Link link, boolean exists) {
        if (link == null) {
            return NO_INTERFACE;
        }
        if (exists) {
            links.put(link.index(), link);
        } else {
            links.remove(link.index());
            addresses.remove(link.index());
        }
        return link.index();
    }

    private int apply(@Nullable Address address, boolean exists) {
        if (address == null) {
            return NO_INTERFACE;
        }
        if (exists) {
            put(address);
        } else {
            Map<Ipv6Address, Address> known = addresses.get(address.interfaceIndex());
            if (known != null) {
                known.remove(address.address());
            }
        }
        return address.interfaceIndex();
    }

    private void put(Address address) {
        addresses.computeIfAbsent(address.interfaceIndex(), _ -> new LinkedHashMap<>()).put(address.address(), address);
    }
}
