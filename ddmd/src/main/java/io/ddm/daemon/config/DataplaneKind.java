package io.ddm.daemon.config;

/** What forwards the packets. */
public enum DataplaneKind {
    /** The Linux kernel of this network namespace, over netlink. */
    LINUX,
    /** Nothing: routes are known and passed on, not installed. */
    NONE
}
