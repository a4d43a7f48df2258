package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import org.jspecify.annotations.Nullable;

/** Netlink messages about interfaces and their IPv6 addresses. */
public final class LinkMessages {

    /** RTM_NEWLINK: an interface exists or has changed. */
    public static final int NEWLINK = 16;
    /** RTM_DELLINK: an interface is removed. */
    public static final int DELLINK = 17;
    private static final int GETLINK = 18;
    /** RTM_NEWADDR: an address exists or has changed. */
    public static final int NEWADDR = 20;
    /** RTM_DELADDR: an address is removed. */
    public static final int DELADDR = 21;
    private static final int GETADDR = 22;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET6 = 10;
    private static final int IFINFO_BYTES = 16;
    private static final int IFLA_IFNAME = 3;
    private static final int IFF_UP = 0x1;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int IFADDR_BYTES = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_F_DADFAILED = 0x08;
    private static final int IFA_F_TENTATIVE = 0x40;

    /**
     * An interface.
     *
     * @param index its number
     * @param name its name
     * @param flags IFF_*
     */
    public record Link(int index, String name, int flags) {

        /** Whether it is the loopback interface. */
        public boolean isLoopback() {
            return (flags & IFF_LOOPBACK) != 0;
        }

        /** Whether it is administratively up. */
        public boolean isUp() {
            return (flags & IFF_UP) != 0;
        }

        /** Whether packets can pass: the driver has a carrier, and no protocol of the link is still negotiating. */
        public boolean hasCarrier() {
            return (flags & IFF_RUNNING) != 0 && (flags & IFF_LOWER_UP) != 0;
        }
    }

    /** The result of duplicate address detection. */
    public enum AddressState {
        /** No duplicate was found, or detection is off. */
        USABLE,
        /** The detection has not finished. */
        TENTATIVE,
        /** Another node on the link uses the address. */
        DUPLICATE
    }

    /**
     * An IPv6 address of an interface.
     *
     * @param interfaceIndex the interface
     * @param address the address
     * @param subnet what the kernel reaches directly because of it: the address, or that of the other end of the link,
     *     with the prefix length
     * @param state the result of duplicate address detection
     */
    public record Address(int interfaceIndex, Ipv6Address address, Prefix subnet, AddressState state) {}

    private LinkMessages() {}

    /** Writes a request for all interfaces. */
    public static void dumpLinks(MessageWriter out) {
        out.begin(GETLINK, MessageWriter.DUMP).int8(AF_UNSPEC).int8(0).int16(0).int32(0).int32(0).int32(0);
    }

    /** Writes a request for all IPv6 addresses. */
    public static void dumpAddresses(MessageWriter out) {
        out.begin(GETADDR, MessageWriter.DUMP).int8(AF_INET6).int8(0).int8(0).int8(0).int32(0);
    }

    /**
     * The interface of a NEWLINK or DELLINK; null if a bridge sent the message about its port: a port that leaves a
     * bridge is announced as DELLINK.
     *
     * @throws MalformedMessageException if the bytes are not such a message
     */
    @Nullable
    public static Link decodeLink(NetlinkMessage message) throws MalformedMessageException {
        if (message.int8(0) != AF_UNSPEC) {
            return null;
        }
        String name = "";
        Attributes attributes = message.attributes(IFINFO_BYTES);
        while (attributes.next()) {
            if (attributes.type() == IFLA_IFNAME) {
                name = attributes.text();
            }
        }
        return new Link(message.int32(4), name, message.int32(8));
    }

    /**
     * The address of a NEWADDR or DELADDR; null if it is not of IPv6.
     *
     * @throws MalformedMessageException if the bytes are not such a message
     */
    @Nullable
    public static Address decodeAddress(NetlinkMessage message) throws MalformedMessageException {
        if (message.int8(0) != AF_INET6) {
            return null;
        }
        int flags = message.int8(2);
        Ipv6Address remote = null;
        Ipv6Address local = null;
        Attributes attributes = message.attributes(IFADDR_BYTES);
        while (attributes.next()) {
            switch (attributes.type()) {
                // With a peer address, ADDRESS is the peer's and LOCAL is ours.
                case IFA_ADDRESS -> remote = attributes.address();
                case IFA_LOCAL -> local = attributes.address();
                case IFA_FLAGS -> flags = attributes.int32();
                default -> {
                    // Lifetimes.
                }
            }
        }
        Ipv6Address address = local != null ? local : remote;
        if (address == null) {
            return null;
        }
        int length = message.int8(1);
        if (length > 128) {
            throw new MalformedMessageException("prefix length " + length);
        }
        return new Address(message.int32(4), address, new Prefix(remote != null ? remote : address, length),
                state(flags));
    }

    private static AddressState state(int flags) {
        if ((flags & IFA_F_DADFAILED) != 0) {
            return AddressState.DUPLICATE;
        }
        return (flags & IFA_F_TENTATIVE) != 0 ? AddressState.TENTATIVE : AddressState.USABLE;
    }
}
