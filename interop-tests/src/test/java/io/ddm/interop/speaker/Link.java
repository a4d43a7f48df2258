package io.ddm.interop.speaker;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Objects;

/**
 * An interface on which we speak.
 *
 * @param own our link-local address there
 */
record Link(NetworkInterface device, Inet6Address own) {

    static Link of(String name) throws IOException {
        NetworkInterface device = Objects.requireNonNull(NetworkInterface.getByName(name), name);
        Inet6Address own = device.inetAddresses()
                .filter(address -> address.isLinkLocalAddress() && address instanceof Inet6Address)
                .map(Inet6Address.class::cast)
                .findFirst()
                .orElseThrow();
        return new Link(device, Inet6Address.getByAddress(null, own.getAddress(), device.getIndex()));
    }

    int index() {
        return device.getIndex();
    }

    String name() {
        return device.getName();
    }

    /** An address in the scope of this link. */
    Inet6Address scoped(String address) throws IOException {
        return Inet6Address.getByAddress(null, InetAddress.ofLiteral(address).getAddress(), index());
    }

    /** The short text of an address, without its scope. */
    static String text(InetAddress address) {
        String full = address.getHostAddress().replaceAll("%.*", "");
        // The JDK writes all eight groups; the longest run of zeros in a link-local address follows the first.
        return full.replaceFirst("^fe80(:0)+:", "fe80::");
    }
}
