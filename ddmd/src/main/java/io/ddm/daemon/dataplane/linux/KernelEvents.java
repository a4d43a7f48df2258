package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.PlaneEvents;
import io.ddm.daemon.linux.LinkMessages;
import io.ddm.daemon.linux.MalformedMessageException;
import io.ddm.daemon.linux.Netlink;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of the kernel, reduced to what follows from them: that another process or the kernel itself changed
 * what is ours, or that a link of ours went up or down. Used by one thread at a time.
 */
final class KernelEvents implements AutoCloseable {

    private final Netlink socket;
    private final Map<Integer, Boolean> running = new HashMap<>();
    private final int ownPortId;
    private final IntPredicate concerns;
    private boolean touched;
    private long removedRoutes;
    private boolean linkChanged;

    /**
     * @param ownPortId the socket whose changes are our own; never 0, which is the kernel itself
     * @param concerns whether a link, by its index, is of interest
     */
    KernelEvents(int ownPortId, IntPredicate concerns) throws NetlinkException {
        this.ownPortId = ownPortId;
        this.concerns = concerns;
        socket = Netlink.open(Netlink.GROUP_LINK, Netlink.GROUP_IPV6_ROUTE, Netlink.GROUP_NEXTHOP);
    }

    Netlink socket() {
        return socket;
    }

    /** Reads all notifications that wait. */
    void read() {
        boolean empty = false;
        while (!empty) {
            try {
                ByteBuffer datagram = socket.receive();
                empty = datagram == null;
                if (datagram != null) {
                    read(datagram);
                }
            } catch (NetlinkException _) {
                // Lost or malformed: an audit sees the same and more, and what is still queued is older than that.
                touched = true;
                removedRoutes++;
                resynchronize();
                empty = true;
            }
        }
    }

    private void resynchronize() {
        running.clear();
        try {
            socket.discardQueued();
        } catch (NetlinkException _) {
            // They arrive faster than they are read; the next call continues, and an audit is due in any case.
        }
    }

    /** What was read since the last call. */
    PlaneEvents take() {
        PlaneEvents taken = new PlaneEvents(touched, linkChanged);
        touched = false;
        linkChanged = false;
        return taken;
    }

    /**
     * How often other processes removed IPv6 routes, ever. The kernel does not mark a dump of routes as interrupted,
     * but it can lack routes if others are removed meanwhile.
     */
    long removedRoutes() {
        return removedRoutes;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void read(ByteBuffer datagram) throws MalformedMessageException {
        for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage
                .next(datagram)) {
            if (message.portId() == ownPortId) {
                continue;
            }
            switch (message.type()) {
                case RouteMessages.NEWROUTE, RouteMessages.DELROUTE -> route(message);
                case NexthopMessages.NEWNEXTHOP, NexthopMessages.DELNEXTHOP ->
                    touched |= NexthopMessages.decode(message).protocol() == KernelRoute.PROTOCOL;
                case LinkMessages.NEWLINK, LinkMessages.DELLINK -> link(message);
                default -> {
                    // Not subscribed.
                }
            }
        }
    }

    /** Whether it is a route of ours, or a foreign one that starts or stops using a nexthop object of ours. */
    private static boolean isOfOurs(@Nullable KernelRoute route) {
        return route != null && (route.isOurs() || NexthopIds.isOurs(route.nexthopId()));
    }

    private void route(NetlinkMessage message) throws MalformedMessageException {
        touched |= isOfOurs(RouteMessages.decode(message));
        if (message.type() == RouteMessages.DELROUTE) {
            removedRoutes++;
        }
    }

    private void link(NetlinkMessage message) throws MalformedMessageException {
        LinkMessages.Link link = LinkMessages.decodeLink(message);
        if (link != null) {
            boolean isRunning = message.type() == LinkMessages.NEWLINK && link.isUp() && link.hasCarrier();
            Boolean before = running.put(link.index(), isRunning);
            linkChanged |= (before == null || before != isRunning) && concerns.test(link.index());
            if (message.type() == LinkMessages.DELLINK) {
                running.remove(link.index());
            }
        }
    }
}
