/**
 * The forwarding plane of a router that forwards nothing, for {@code --dataplane none} and {@code --api-only}.
 *
 * <p>It may import the port ({@code io.ddm.daemon.dataplane}), {@code io.ddm.fsm.model} and {@code io.ddm.fsm.rib}, and
 * nothing else of the project.
 */
@NullMarked
package io.ddm.daemon.dataplane.none;

import org.jspecify.annotations.NullMarked;
