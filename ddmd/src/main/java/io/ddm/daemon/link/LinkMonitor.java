package io.ddm.daemon.link;

import io.ddm.daemon.linux.LinkMessages.Link;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.daemon.linux.Waker;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interfaces of a network namespace of Linux, on a thread of its own. Reads them by a dump, then follows the
 * notifications of the kernel; when the kernel had to drop some, it reads everything again.
 */
public final class LinkMonitor implements LinkSource {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.links");

    /** Pauses between attempts to resynchronize, in ms: the second attempt follows at once. */
    private static final int FIRST_RETRY_MS = 20;
    private static final int MAX_RETRY_MS = 1000;
    /** Failing for so long is reported to operators. */
    private static final Duration UNREADABLE_AFTER = Duration.ofSeconds(30);

    /** {@link #close} waits so long for a dump that is under way. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(100);

    private record Usable(String name, Ipv6Address address) {}

    private final LinkListener listener;
    private final Netlink notifications;
    private final NetlinkRequests requests;
    private final Waker waker;
    private final Thread thread;
    private LinkTable table = new LinkTable();
    private final Map<Integer, Usable> reported = new HashMap<>();
    private Map<Ipv6Address, Set<Prefix>> reportedAddresses = Map.of();
    private volatile boolean closed;

    /**
     * Starts to follow the interfaces of the calling thread's network namespace.
     *
     * @param listener called on a thread of the monitor; for interfaces that are usable already, soon
     * @param died called on that thread when it ends by an error: changes are not reported any more
     * @throws NetlinkException if the kernel cannot be asked
     */
    public static LinkMonitor open(LinkListener listener, Consumer<Throwable> died) throws NetlinkException {
        return open(listener, died, Netlink::open);
    }

    static LinkMonitor open(LinkListener listener, Consumer<Throwable> died, Sockets sockets) throws NetlinkException {
        LinkMonitor monitor = new LinkMonitor(listener, died, sockets);
        monitor.thread.start();
        return monitor;
    }

    /** Opens a socket of the kernel that is subscribed to groups. */
    interface Sockets {
        Netlink open(int... groups) throws NetlinkException;
    }

    private LinkMonitor(LinkListener listener, Consumer<Throwable> died, Sockets sockets) throws NetlinkException {
        this.listener = listener;
        // Subscribed before the dump, so that nothing falls between the two.
        this.notifications = sockets.open(Netlink.GROUP_LINK, Netlink.GROUP_IPV6_IFADDR);
        Netlink dumps = null;
        try {
            dumps = sockets.open();
            this.waker = new Waker();
        } catch (NetlinkException | RuntimeException | Error e) {
            notifications.close();
            if (dumps != null) {
                dumps.close();
            }
            throw e;
        }
        this.requests = new NetlinkRequests(dumps, () -> {});
        this.thread = new Thread(() -> run(died), "links");
        thread.setDaemon(true);
    }

    @Override
    public void close() {
        closed = true;
        waker.wake();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.warn("interfaces: still waiting for the kernel after {} ms", CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Netlink notifications() {
        return notifications;
    }

    private void run(Consumer<Throwable> died) {
        Throwable error = null;
        try (waker; notifications; requests) {
            follow();
        } catch (Throwable e) {
            error = e;
        }
        if (error != null) {
            died.accept(error);
        }
    }

    private void follow() {
        boolean synchronous = false;
        int failures = 0;
        long failingSince = 0;
        while (!closed) {
            try {
                if (synchronous) {
                    read();
                } else {
                    resynchronize();
                    synchronous = true;
                    failures = 0;
                }
                report(() -> listener.upToDate(table.defects()));
                waker.await(notifications, -1);
            } catch (NetlinkException e) {
                synchronous = false;
                failingSince = failures == 0 ? System.nanoTime() : failingSince;
                failures++;
                reportFailure(e, failures, Duration.ofNanos(System.nanoTime() - failingSince));
                if (failures > 1) {
                    waker.pause(Math.min(FIRST_RETRY_MS << Math.min(failures - 2, 10), MAX_RETRY_MS));
                }
            }
        }
    }

    private void reportFailure(NetlinkException e, int failures, Duration failing) {
        if (failures == 1) {
            LOG.warn("interfaces: {}; resynchronizing", e.getMessage());
        }
        if (failing.compareTo(UNREADABLE_AFTER) >= 0) {
            report(() -> listener
                    .unreadable("not read completely for " + failing.toSeconds() + " s: " + e.getMessage()));
        }
    }

    /**
     * Reads everything by a dump. What is queued before it is discarded: after a loss that is older than the dump, and
     * it would be applied over newer state. What is queued during it is applied before anything is reported.
     */
    private void resynchronize() throws NetlinkException {
        notifications.discardQueued();
        LinkTable read = LinkTable.dump(requests);
        for (ByteBuffer datagram = notifications.receive(); datagram != null
                && !closed; datagram = notifications.receive()) {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                read.apply(message);
            }
        }
        table = read;
        Set<Integer> all = new TreeSet<>(table.indexes());
        all.addAll(reported.keySet());
        update(all);
        reportAddresses();
    }

    private void read() throws NetlinkException {
        for (ByteBuffer datagram = notifications.receive(); datagram != null; datagram = notifications.receive()) {
            for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                    .next(datagram)) {
                int index = table.apply(message);
                if (index != LinkTable.NO_INTERFACE) {
                    update(Set.of(index));
                }
            }
        }
        reportAddresses();
    }

    /**
     * Reports what has changed about interfaces: first what is lost, since a name may have moved to another index,
     * where its loss must not be the last word.
     */
    private void update(Set<Integer> indexes) {
        Map<Integer, Usable> ready = new TreeMap<>();
        for (int index : indexes) {
            Usable before = reported.get(index);
            Usable now = usable(index, before);
            if (before != null && !before.equals(now)) {
                reported.remove(index);
                report(() -> listener.lost(before.name, reason(index, before)));
            }
            if (now != null && !now.equals(before)) {
                ready.put(index, now);
            }
        }
        ready.forEach((index, now) -> {
            reported.put(index, now);
            report(() -> listener.ready(now.name, index, now.address));
        });
    }

    /** A listener that fails must not end the monitor. */
    private static void report(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.error("the change of an interface could not be handled", e);
        }
    }

    /** An interface keeps the address in use while it exists, whatever other addresses come and go. */
    private @Nullable Usable usable(int index, @Nullable Usable before) {
        Link link = table.link(index);
        if (link == null || link.isLoopback() || table.defect(link).isPresent()) {
            return null;
        }
        List<Ipv6Address> usable = table.linkLocal(index);
        return new Usable(link.name(),
                before != null && usable.contains(before.address) ? before.address : usable.getFirst());
    }

    /** Reports the addresses of this machine, if they have changed. */
    private void reportAddresses() {
        SortedMap<Ipv6Address, Set<Prefix>> ours = table.usableAddresses();
        if (!ours.equals(reportedAddresses)) {
            reportedAddresses = ours;
            Set<Prefix> connected = new LinkedHashSet<>();
            ours.values().forEach(connected::addAll);
            report(() -> listener.addressesChanged(ours.keySet(), connected));
        }
    }

    private String reason(int index, Usable before) {
        Link link = table.link(index);
        if (link == null) {
            return "interface removed";
        } else if (!link.name().equals(before.name)) {
            return "renamed to " + link.name();
        }
        return table.defect(link).map(LinkDefect::reason).orElse("link-local address changed");
    }
}
