/**
 * The forwarding plane of Linux: routes on nexthop groups, by netlink.
 *
 * <p>From the bottom up: {@code RouteMessages} and {@code NexthopMessages} (what the bytes mean),
 * {@code KernelRoute}, {@code KernelNexthop} and {@code KernelGroup} (what they say), {@code KernelState} (what is in
 * the kernel), {@code GroupTable} (which desired routes share a group), {@code GroupKind} (resilient or plain),
 * {@code MemberChoice} (which next hops are members), {@code NexthopEditor} and {@code RouteEditor} (make the one the
 * other), {@code KernelEvents} (what other processes do), {@code NamespaceLock} (one data plane in each network
 * namespace), and {@link io.ddm.daemon.dataplane.linux.LinuxPlane}, which implements the port.
 *
 * <p>Groups stay in this package: they are how Linux makes the loss of a next hop one message for many routes, and
 * other forwarding planes have other means. It may import the port ({@code io.ddm.daemon.dataplane}),
 * {@code io.ddm.daemon.linux}, {@code io.ddm.fsm.model} and {@code io.ddm.fsm.rib}, and nothing else of the project.
 * Constants have the names of the kernel's headers ({@code linux/rtnetlink.h}, {@code linux/nexthop.h}).
 *
 * <p>Sockets belong to the network namespace of the thread that opens them, which is the one that calls {@code open}.
 */
@NullMarked
package io.ddm.daemon.dataplane.linux;

import org.jspecify.annotations.NullMarked;
