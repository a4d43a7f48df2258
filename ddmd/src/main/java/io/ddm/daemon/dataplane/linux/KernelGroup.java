package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.dataplane.linux.KernelNexthop.Member;
import java.util.List;

/**
 * A nexthop group in the kernel. Its kind cannot change while it exists, its members can.
 *
 * @param buckets 0 for a plain group, which assigns flows to members by ranges of their hash, so that a change of one
 *     member moves flows of the others too. A resilient group has so many buckets for flows, each with a member, and
 *     moves as few of them as a change needs
 * @param members by ascending id; empty for a group that we would not have made
 */
record KernelGroup(int buckets, List<Member> members) {

    /** No group, or one that we would not have made. */
    static final KernelGroup NONE = new KernelGroup(0, List.of());

    /** The same kind of group with other members. */
    KernelGroup with(List<Member> others) {
        return new KernelGroup(buckets, others);
    }

    boolean isResilient() {
        return buckets > 0;
    }
}
