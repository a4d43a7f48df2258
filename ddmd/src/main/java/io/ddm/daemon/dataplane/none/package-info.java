/**
 * The data plane of a router that forwards nothing, for {@code --dataplane none}.
 *
 * <p>No events, no thread. It may import the port and {@code io.ddm.fsm}.
 */
@NullMarked
package io.ddm.daemon.dataplane.none;

import org.jspecify.annotations.NullMarked;
