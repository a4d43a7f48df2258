package io.ddm.daemon.dataplane.linux;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the notifications that concern our routes and keeps only what follows from them: that another process or the
 * kernel itself touched something of ours, or that a link of ours went up or down. Used by one thread at a time.
 */
final class KernelEvents implements AutoCloseable {

    private final Netlink socket;
    private final Map<Integer, Boolean> running = new HashMap<>();
    private final int ownPortId;
    private IntPredicate concerns = _ -> true;
    private boolean touched;
    private long removedRoutes;
    private boolean linkChanged;

    /**
     * @param ownPortId the socket whose changes are our own; never 0, which is the kernel itself
     */
    KernelEvents(int ownPortId) throws NetlinkException {
        this.ownPortId = ownPortId;
        socket = Netlink.open(Netlink.GROUP_LINK, Netlink.GROUP_IPV6_ROUTE, Netlink.GROUP_NEXTHOP);
    }

    /** Only links for which this is true count from now on. */
    void concerning(IntPredicate interfaceIndex) {
        concerns = interfaceIndex;
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
                // Lost or not understood: an audit sees what it said, and what is still queued is older than that.
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
            // They arrive faster than they are read; the next call continues, and an audit is due anyway.
        }
    }

    /** Whether somebody else touched something of ours since the last call. */
    boolean takeTouched() {
        boolean taken = touched;
        touched = false;
        return taken;
    }

    /**
     * How often others removed IPv6 routes, ever. The kernel does not mark a dump of routes as interrupted, but it can
     * lack routes if others are removed meanwhile.
     */
    long removedRoutes() {
        return removedRoutes;
    }

    /** Whether a link of ours went up or down since the last call. */
    boolean takeLinkChanged() {
        boolean taken = linkChanged;
        linkChanged = false;
        return taken;
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
                    touched |= NexthopMessages.decode(message).protocol() == RouteMessages.PROTOCOL;
                case LinkMessages.NEWLINK, LinkMessages.DELLINK -> link(message);
                default -> {
                    // Not asked for.
                }
            }
        }
    }

    /** Whether it is a route of ours, or a foreign one that begins or ends to use a nexthop object of ours. */
    private static boolean isOfOurs(RouteMessages.@Nullable Line route) {
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
