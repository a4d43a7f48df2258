package io.ddm.daemon.dataplane.linux;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads the notifications that concern our routes and keeps only what follows from them: that somebody else touched
 * something of ours, or that a link of ours went up or down. Used by one thread at a time.
 */
final class KernelEvents implements AutoCloseable {

    private final Netlink socket;
    private final Map<Integer, Boolean> running = new HashMap<>();
    private int ownPortId;
    private IntPredicate concerns = _ -> true;
    private boolean touched;
    private boolean linkChanged;

    KernelEvents() throws NetlinkException {
        socket = Netlink.open(Netlink.GROUP_LINK, Netlink.GROUP_IPV6_ROUTE, Netlink.GROUP_NEXTHOP);
    }

    /**
     * @param portId the socket whose doings are our own
     * @param interfaceIndex whether an interface is of importance to us
     */
    void ignore(int portId, IntPredicate interfaceIndex) {
        ownPortId = portId;
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
                // Lost or not understood: whatever it said, looking at the kernel tells it too.
                touched = true;
                running.clear();
            }
        }
    }

    /** Whether somebody else touched something of ours since the last call. */
    boolean takeTouched() {
        boolean taken = touched;
        touched = false;
        return taken;
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
        for (NetlinkMessage message = NetlinkMessage.next(datagram); message != null; message = NetlinkMessage.next(
                datagram)) {
            if (message.portId() == ownPortId) {
                continue;
            }
            switch (message.type()) {
                case RouteMessages.NEWROUTE, RouteMessages.DELROUTE -> touched |= RouteMessages.decode(message) != null;
                case NexthopMessages.NEWNEXTHOP, NexthopMessages.DELNEXTHOP -> touched |= NexthopMessages.decode(
                        message).protocol() == RouteMessages.PROTOCOL;
                case LinkMessages.NEWLINK, LinkMessages.DELLINK -> link(message);
                default -> {
                    // Not asked for.
                }
            }
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
