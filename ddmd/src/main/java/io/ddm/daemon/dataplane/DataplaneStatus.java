package io.ddm.daemon.dataplane;

import io.ddm.fsm.model.Prefix;
import java.util.Map;
import java.util.Optional;

/**
 * A data plane at one moment. Everything is as desired when nothing is pending and nothing refused.
 *
 * @param wanted networks that are to have a route
 * @param installed networks of these that have it
 * @param pending networks whose latest change has not been carried out yet; the other numbers do not include it
 * @param refused networks that are to have a route and have none, each with the reason of the forwarding plane
 * @param refusedNextHops next hops that the forwarding plane refuses, as {@code fe80::1 on eth0}, each with its reason;
 *     networks that have other next hops are installed with those
 * @param driftRepairs how many routes were repaired since the start after another process had changed them
 * @param lastError the latest error, kept after it has been overcome
 * @param findings what the latest audit found besides our own routes
 */
public record DataplaneStatus(int wanted, int installed, int pending, Map<Prefix, String> refused,
        Map<String, String> refusedNextHops, long driftRepairs, Optional<String> lastError, PlaneFindings findings) {

    /** A data plane without routes. */
    public static final DataplaneStatus EMPTY = new DataplaneStatus(0, 0, 0, Map.of(), Map.of(), 0, Optional.empty());

    public DataplaneStatus {
        refused = Map.copyOf(refused);
        refusedNextHops = Map.copyOf(refusedNextHops);
    }

    /** One with nothing found besides our own routes. */
    public DataplaneStatus(int wanted, int installed, int pending, Map<Prefix, String> refused,
            Map<String, String> refusedNextHops, long driftRepairs, Optional<String> lastError) {
        this(wanted, installed, pending, refused, refusedNextHops, driftRepairs, lastError, PlaneFindings.NONE);
    }

    /** The same with other findings. */
    public DataplaneStatus withFindings(PlaneFindings found) {
        return new DataplaneStatus(wanted, installed, pending, refused, refusedNextHops, driftRepairs, lastError,
                found);
    }

    /** The same with another number of pending networks. */
    public DataplaneStatus withPending(int count) {
        return new DataplaneStatus(wanted, installed, count, refused, refusedNextHops, driftRepairs, lastError,
                findings);
    }
}
