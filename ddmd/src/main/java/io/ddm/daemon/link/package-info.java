/**
 * Which interfaces can be used, and which addresses this machine has.
 *
 * <p>{@link io.ddm.daemon.link.LinkSource} is the port, {@link io.ddm.daemon.link.LinkMonitor} its implementation for
 * Linux by netlink: {@code LinkTable} is what the kernel says of interfaces and addresses. Events out:
 * {@link io.ddm.daemon.link.LinkListener}. It may import {@code io.ddm.daemon.linux} and {@code io.ddm.fsm.model}, and
 * nothing else of the project.
 */
@NullMarked
package io.ddm.daemon.link;

import org.jspecify.annotations.NullMarked;
