package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.LinkDefect;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.Map;
import java.util.Set;

/** Is told of every interface but the loopback when it becomes usable and when it ceases to be. */
public interface LinkListener {

    /** The interface is up, has a carrier, and a link-local address that is neither tentative nor a duplicate. */
    void ready(String name, int index, Ipv6Address linkLocal);

    /**
     * The interface that was ready is not any more.
     *
     * @param reason a few words for operators, such as {@code no carrier}
     */
    void lost(String name, String reason);

    /**
     * These are all IPv6 addresses of this machine that are in use.
     *
     * @param connected the subnets that the kernel reaches directly because of them, link-local ones among them
     */
    void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected);

    /**
     * Everything that has changed until now has been told; for the first time when all interfaces have been read.
     *
     * @param defects interfaces that exist and cannot be used, by name
     */
    default void upToDate(Map<String, LinkDefect> defects) {}

    /**
     * The interfaces could not be read completely for some time; what was told before stays in use. Repeated until
     * {@link #upToDate} follows.
     *
     * @param reason why, and for how long
     */
    default void unreadable(String reason) {}
}
