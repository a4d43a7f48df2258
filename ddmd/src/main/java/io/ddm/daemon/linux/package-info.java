/**
 * Linux as this program reaches it: system calls, netlink sockets and messages, and the wait for both.
 *
 * <p>From the bottom up: {@link io.ddm.daemon.linux.Libc} (system calls by the foreign function API),
 * {@link io.ddm.daemon.linux.Netlink} (a socket), {@link io.ddm.daemon.linux.MessageWriter},
 * {@link io.ddm.daemon.linux.NetlinkMessage} and {@link io.ddm.daemon.linux.Attributes} (bytes),
 * {@link io.ddm.daemon.linux.NetlinkRequests} (batches and dumps), and messages that more than one room reads
 * ({@link io.ddm.daemon.linux.LinkMessages}). Beside netlink there are echo requests with the kernel's times
 * ({@link io.ddm.daemon.linux.EchoSocket}), for which {@link io.ddm.daemon.linux.PollSet} waits. Constants have the
 * names of the kernel's headers.
 *
 * <p>Every room that speaks to the kernel may use it; it is the only one that calls foreign functions. It may import
 * {@code io.ddm.fsm.model} and nothing else of the project. Sockets belong to the network namespace of the thread that
 * opens them.
 */
@NullMarked
package io.ddm.daemon.linux;

import org.jspecify.annotations.NullMarked;
