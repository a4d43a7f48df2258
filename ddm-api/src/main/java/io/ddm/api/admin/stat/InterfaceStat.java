package io.ddm.api.admin.stat;

import java.util.Optional;

/**
 * One configured interface.
 *
 * @param name its configured name
 * @param index the kernel's index; 0 before the interface was first usable
 * @param isActive whether its next hop may carry packets: in session, and neither standby nor offline
 * @param group id of the group with most destinations that it belongs to; empty if it belongs to none
 * @param flags {@value #ALL_FLAGS}, with {@code -} in place of each that does not apply; see {@link #flags}
 * @param link whether it can send and receive
 * @param probe what the probes of its peer show
 * @param state all together
 */
public record InterfaceStat(String name, int index, boolean isActive, Optional<String> group, String flags, Link link,
        Probe probe, State state) {

    /**
     * i: no route uses it; s: standby; m, b: never set, since IPv4 and broadcast are not used; M: discovery multicasts
     * on it; d: administratively down or missing; h: another interface has a peer with the same address.
     */
    public static final String ALL_FLAGS = "ismbMdh";

    /** Whether an interface can send and receive. */
    public enum Link {
        /** It can. */
        UP,
        /** It exists, but has no carrier, no usable address, or is down. */
        DOWN,
        /** It does not exist yet. */
        UNKNOWN
    }

    /** What the probes of a peer show. */
    public enum Probe {
        /** The peer answers. */
        OK,
        /** The peer no longer answers. */
        FAILED,
        /** The peer has not answered yet, or there is none. */
        UNKNOWN,
        /** The interface is not probed. */
        DISABLED
    }

    /** Link, session and probes together. */
    public enum State {
        /** The interface has a peer, which works. */
        OK,
        /** The link is down, the peer was lost, or it no longer answers. */
        FAILED,
        /** There is no peer yet. */
        UNKNOWN,
        /** An operator has taken the interface out of use. */
        OFFLINE
    }

    /**
     * The flags as they are shown.
     *
     * @param set the letters of those that apply, from {@link #ALL_FLAGS}, in any order
     */
    public static String flags(String set) {
        StringBuilder flags = new StringBuilder(ALL_FLAGS.length());
        for (int i = 0; i < ALL_FLAGS.length(); i++) {
            char flag = ALL_FLAGS.charAt(i);
            flags.append(set.indexOf(flag) >= 0 ? flag : '-');
        }
        return flags.toString();
    }
}
