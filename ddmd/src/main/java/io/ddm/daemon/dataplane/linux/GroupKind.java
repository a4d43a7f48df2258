package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.NetlinkRequests.KernelError;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kind of nexthop groups is made: resilient ones (Linux 5.13 and later), else plain ones. The kind of a group
 * cannot change, so all of ours are resilient from the beginning, also those of one next hop, which may get more.
 *
 * <p>In a plain group a change of one member also moves flows between the others: half of all flows when a third next
 * hop comes or goes, where a resilient one moves a third. The flows of a next hop that leaves move at once in both.
 */
final class GroupKind {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /**
     * Shares are multiples of one bucket. With 32 a share can be 1.6 % of all flows from its weight, which a count of
     * 1,024 flows shows; and each of 8 next hops gets 8 of 64. With more buckets than flows the empty ones satisfy the
     * weights first: 64 flows move from 32:32 to 52:12 for 10:1, with 256 buckets only to 40:24.
     */
    static final int BUCKETS = 64;
    /** A bucket moves as soon as it had no packet for so long: that reorders no flow. */
    static final Duration IDLE_TIMER = Duration.ofSeconds(1);
    /**
     * Busy buckets move when the weights are not satisfied for so long: idle ones had their turn by then. A further
     * change of weights does not restart it. The kernel's default is never; it acts up to 0.5 s late.
     */
    static final Duration UNBALANCED_TIMER = Duration.ofSeconds(3);

    private boolean resilient;

    GroupKind(boolean resilient) {
        this.resilient = resilient;
    }

    /** A group without members yet, of the kind to be made. */
    KernelGroup empty() {
        return new KernelGroup(resilient ? BUCKETS : 0, KernelGroup.NONE.members());
    }

    /** Whether a group that exists can be used: a plain one only if no resilient ones can be made. */
    boolean isUsable(KernelGroup group) {
        return group.isResilient() || !resilient;
    }

    /** Whether the kernel may have refused a group because it, or the driver of a member, knows only plain ones. */
    static boolean isRefusalOfKind(@Nullable KernelError error) {
        return error != null && (error.errno() == Errno.EOPNOTSUPP || error.errno() == Errno.EINVAL);
    }

    void setResilient(boolean use) {
        resilient = use;
    }

    /** Says that new groups are plain. */
    void report(String reason) {
        if (!resilient) {
            LOG.info("data plane: plain nexthop groups, as resilient ones are refused ({}): changes of weights and of"
                    + " next hops move more flows than needed", reason);
        }
    }

    /** For an operator. */
    @Override
    public String toString() {
        return resilient ? "resilient groups" : "plain groups";
    }
}
