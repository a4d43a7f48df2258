package io.ddm.daemon.link;

import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.Map;
import java.util.Set;

/** Receives the changes of a {@link LinkSource}: of every interface but the loopback. */
public interface LinkListener {

    /**
     * An interface can be used: it is up, has a carrier, and a link-local address that is neither tentative nor a
     * duplicate.
     */
    void ready(String name, int index, Ipv6Address linkLocal);

    /**
     * An interface that was ready cannot be used any more.
     *
     * @param reason a few words for operators, such as {@code no carrier}
     */
    void lost(String name, String reason);

    /**
     * The IPv6 addresses of this machine have changed.
     *
     * @param addresses all that are in use
     * @param connected the subnets that the machine reaches directly because of them, link-local ones among them
     */
    void addressesChanged(Set<Ipv6Address> addresses, Set<Prefix> connected);

    /**
     * All changes until now have been reported; called for the first time when all interfaces have been read.
     *
     * @param defects interfaces that exist and cannot be used, by name
     */
    default void upToDate(Map<String, LinkDefect> defects) {}

    /**
     * The interfaces could not be read completely for some time; what was reported before stays in use. Repeated until
     * {@link #upToDate} follows.
     *
     * @param reason why, and for how long
     */
    default void unreadable(String reason) {}
}
