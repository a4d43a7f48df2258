package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.NextHop;
import org.jspecify.annotations.Nullable;

/**
 * A nexthop object or group in the kernel, whichever process made it.
 *
 * @param id its number
 * @param protocol RTPROT_*
 * @param nextHop where it leads to; null for a group and for an object that we would not have made
 * @param group the group; {@link KernelGroup#NONE} for an object
 */
record KernelNexthop(int id, int protocol, @Nullable NextHop nextHop, KernelGroup group) {

    /**
     * A member of a group.
     *
     * @param id its nexthop object
     * @param weight its share of the group's packets, 1 to 65,536; ours are at most 256, since kernels before 6.12
     *     reject more
     */
    record Member(int id, int weight) {}
}
