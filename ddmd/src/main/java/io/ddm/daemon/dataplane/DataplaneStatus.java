package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.Prefix;
import java.util.Map;
import java.util.Optional;

/**
 * A data plane at one moment. Everything is as wanted when nothing is pending and nothing refused.
 *
 * @param wanted networks that shall have a route
 * @param installed networks of these that have the wanted route
 * @param pending networks whose newest wish has not been worked on yet; the other numbers do not know it
 * @param refused networks that shall have a route and do not have it, each with the reason of the forwarding plane
 * @param refusedNextHops next hops that the forwarding plane does not take, as {@code fe80::1 on eth0}, each with its
 *     reason; networks that have other next hops are installed with those
 * @param driftRepairs times since the start that something of ours was changed by somebody else and put right again
 * @param lastError the newest error, kept after it has been overcome
 * @param findings what the latest audit found besides our own routes
 */
public record DataplaneStatus(int wanted, int installed, int pending, Map<Prefix, String> refused,
        Map<String, String> refusedNextHops, long driftRepairs, Optional<String> lastError, KernelFindings findings) {

    /** A data plane that was never told anything. */
    public static final DataplaneStatus EMPTY = new DataplaneStatus(0, 0, 0, Map.of(), Map.of(), 0, Optional.empty());

    public DataplaneStatus {
        refused = Map.copyOf(refused);
        refusedNextHops = Map.copyOf(refusedNextHops);
    }

    /** One with nothing found besides our own routes. */
    public DataplaneStatus(int wanted, int installed, int pending, Map<Prefix, String> refused,
            Map<String, String> refusedNextHops, long driftRepairs, Optional<String> lastError) {
        this(wanted, installed, pending, refused, refusedNextHops, driftRepairs, lastError, KernelFindings.NONE);
    }

    /** The same with other findings. */
    public DataplaneStatus withFindings(KernelFindings found) {
        return new DataplaneStatus(wanted, installed, pending, refused, refusedNextHops, driftRepairs, lastError,
                found);
    }

    /** The same with another number of pending networks. */
    public DataplaneStatus withPending(int count) {
        return new DataplaneStatus(wanted, installed, count, refused, refusedNextHops, driftRepairs, lastError,
                findings);
    }
}
