package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.LinkMessages.Address;
import io.ddm.daemon.dataplane.linux.LinkMessages.Link;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the interfaces of this network namespace and says which can be used. Learns them by a dump, then by
 * notifications as they come; when the kernel had to drop some, by another dump.
 */
public final class LinkMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.links");

    /** After a failure the kernel is asked again this much later, in ms. */
    private static final int RETRY_MS = 1000;

    private record Usable(String name, Ipv6Address address) {}

    private final LinkListener listener;
    private final Netlink notifications;
    private final NetlinkRequests requests;
    private final Waker waker;
    private final Thread thread;
    private final Map<Integer, Link> links = new HashMap<>();
    private final Map<Integer, Map<Ipv6Address, Prefix>> addresses = new HashMap<>();
    private final Map<Integer, Usable> told = new HashMap<>();
    private Map<Ipv6Address, Set<Prefix>> toldAddresses = Map.of();
    private volatile boolean closed;

    /**
     * Begins to follow the interfaces of the calling thread's network namespace.
     *
     * @param listener called on a thread of the monitor; for interfaces that are usable already, soon
     * @throws NetlinkException if the kernel cannot be asked
     */
    public static LinkMonitor open(LinkListener listener) throws NetlinkException {
        LinkMonitor monitor = new LinkMonitor(listener);
        monitor.thread.start();
        return monitor;
    }

    private LinkMonitor(LinkListener listener) throws NetlinkException {
        this.listener = listener;
        this.waker = new Waker();
        // Subscribed before the dump, so that nothing falls between the two.
        this.notifications = Netlink.open(Netlink.GROUP_LINK, Netlink.GROUP_IPV6_IFADDR);
        this.requests = new NetlinkRequests(Netlink.open(), () -> {});
        this.thread = new Thread(this::run, "links");
        thread.setDaemon(true);
    }

    @Override
    public void close() {
        closed = true;
        waker.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Netlink notifications() {
        return notifications;
    }

    private void run() {
        try (waker; notifications; requests) {
            boolean known = false;
            while (!closed) {
                try {
                    if (!known) {
                        learn();
                        known = true;
                    }
                    read();
                    tell(() -> listener.upToDate(unusable()));
                } catch (NetlinkException e) {
                    LOG.warn("the interfaces have to be read again: {}", e.getMessage());
                    if (known) {
                        // Notifications were lost: what they said is to be had at once.
                        known = false;
                        continue;
                    }
                }
                waker.await(notifications, known ? -1 : RETRY_MS);
            }
        }
    }

    /** Reads everything anew. */
    private void learn() throws NetlinkException {
        links.clear();
        addresses.clear();
        for (Link link : requests.<Link>dump((out, lines) -> LinkMessages.dumpLinks(out),
                message -> message.type() == LinkMessages.NEWLINK ? LinkMessages.decodeLink(message) : null)) {
            links.put(link.index(), link);
        }
        for (Address address : requests.<Address>dump((out, lines) -> LinkMessages.dumpAddresses(out),
                message -> message.type() == LinkMessages.NEWADDR ? LinkMessages.decodeAddress(message) : null)) {
            note(address, true);
        }
        Set<Integer> all = new TreeSet<>(links.keySet());
        all.addAll(told.keySet());
        all.forEach(this::judge);
        tellAddresses();
    }

    private void read() throws NetlinkException {
        for (ByteBuffer datagram = notifications.receive(); datagram != null; datagram = notifications.receive()) {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage.next(
                    datagram)) {
                read(message);
            }
        }
        tellAddresses();
    }

    private void read(NetlinkMessage message) throws MalformedMessageException {
        switch (message.type()) {
            case LinkMessages.NEWLINK, LinkMessages.DELLINK -> {
                Link link = LinkMessages.decodeLink(message);
                if (link != null) {
                    if (message.type() == LinkMessages.NEWLINK) {
                        links.put(link.index(), link);
                    } else {
                        links.remove(link.index());
                        addresses.remove(link.index());
                    }
                    judge(link.index());
                }
            }
            case LinkMessages.NEWADDR, LinkMessages.DELADDR -> {
                Address address = LinkMessages.decodeAddress(message);
                if (address != null) {
                    note(address, message.type() == LinkMessages.NEWADDR);
                    judge(address.interfaceIndex());
                }
            }
            default -> {
                // Not asked for.
            }
        }
    }

    private void note(Address address, boolean exists) {
        Map<Ipv6Address, Prefix> usable = addresses.computeIfAbsent(address.interfaceIndex(),
                index -> new LinkedHashMap<>());
        if (exists && address.usable()) {
            usable.put(address.address(), address.subnet());
        } else {
            usable.remove(address.address());
        }
    }

    /** Tells what has become different about an interface. */
    private void judge(int index) {
        Usable before = told.get(index);
        Usable now = usable(index, before);
        if (before != null && !before.equals(now)) {
            told.remove(index);
            tell(() -> listener.lost(before.name, reason(index, before)));
        }
        if (now != null && !now.equals(before)) {
            told.put(index, now);
            tell(() -> listener.ready(now.name, index, now.address));
        }
    }

    /** A listener that fails must not end the monitor. */
    private static void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("what is to be done about a changed interface failed", e);
        }
    }

    /** An interface keeps its address as long as it has it, whatever others come and go. */
    private @Nullable Usable usable(int index, @Nullable Usable before) {
        Link link = links.get(index);
        List<Ipv6Address> usable = linkLocal(index);
        if (link == null || link.isLoopback() || lacking(link).isPresent()) {
            return null;
        }
        if (before != null && usable.contains(before.address)) {
            return new Usable(link.name(), before.address);
        }
        return new Usable(link.name(), usable.getFirst());
    }

    private List<Ipv6Address> linkLocal(int index) {
        return addresses.getOrDefault(index, Map.of()).keySet().stream().filter(Ipv6Address::isLinkLocal).toList();
    }

    /** Tells which addresses are ours, if they have become others. */
    private void tellAddresses() {
        Map<Ipv6Address, Set<Prefix>> ours = new TreeMap<>();
        addresses.values().forEach(onLink -> onLink.forEach(
                (address, subnet) -> ours.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(subnet)));
        if (!ours.equals(toldAddresses)) {
            toldAddresses = ours;
            Set<Prefix> connected = ours.values().stream().flatMap(Set::stream).collect(
                    Collectors.toCollection(LinkedHashSet::new));
            tell(() -> listener.addressesChanged(ours.keySet(), connected));
        }
    }

    private String reason(int index, Usable before) {
        Link link = links.get(index);
        if (link == null) {
            return "interface removed";
        } else if (!link.name().equals(before.name)) {
            return "renamed to " + link.name();
        }
        return lacking(link).orElse("link-local address changed");
    }

    private Map<String, String> unusable() {
        Map<String, String> reasons = new HashMap<>();
        links.values().forEach(link -> lacking(link).ifPresent(lack -> reasons.put(link.name(), lack)));
        return Map.copyOf(reasons);
    }

    /** What keeps a link from being used, if anything. */
    private Optional<String> lacking(Link link) {
        if (!link.isUp()) {
            return Optional.of("link down");
        } else if (!link.hasCarrier()) {
            return Optional.of("no carrier");
        }
        return linkLocal(link.index()).isEmpty()
                ? Optional.of("no link-local address")
                : Optional.empty();
    }
}
