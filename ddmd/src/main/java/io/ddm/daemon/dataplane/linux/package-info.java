/**
 * Linux by netlink: routes on nexthop groups, and which interfaces are ready to be used.
 *
 * <p>From below to above: {@code Libc} (system calls by the foreign function API), {@code Netlink} (a socket),
 * {@code MessageWriter}, {@code NetlinkMessage} and {@code Attributes} (bytes), {@code NetlinkRequests} (batches and
 * dumps), the {@code …Messages} (what the bytes mean), {@code KernelState} (what is in the kernel),
 * {@code GroupTable} (what shall be there), {@code Reconciler} (makes the one the other), and the two threads
 * {@link io.ddm.daemon.dataplane.linux.RouteProgrammer} and {@link io.ddm.daemon.dataplane.linux.LinkMonitor}.
 *
 * <p>Events in: wishes of the event loop, notifications of the kernel. Events out:
 * {@link io.ddm.daemon.dataplane.linux.LinkListener}. It may import the port, {@code io.ddm.fsm.model} and
 * {@code io.ddm.fsm.rib}. Constants are named as in the kernel's headers ({@code linux/netlink.h},
 * {@code linux/rtnetlink.h}, {@code linux/nexthop.h}, {@code linux/if_link.h}, {@code linux/if_addr.h}).
 *
 * <p>Sockets belong to the network namespace of the thread that opens them, which is the one that calls
 * {@code open}.
 */
@NullMarked
package io.ddm.daemon.dataplane.linux;

import org.jspecify.annotations.NullMarked;
