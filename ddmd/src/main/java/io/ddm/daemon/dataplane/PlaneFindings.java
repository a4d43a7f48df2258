package io.ddm.daemon.dataplane;

import java.util.List;
import java.util.Optional;

/**
 * What the latest audit of a forwarding plane found besides our own routes.
 *
 * @param unreadable why no complete state could be read for some time; empty if it can. The older state stays in use
 * @param forwards whether it forwards IPv6 packets at all
 * @param shadowed the number of our networks for which it prefers a foreign route
 * @param shadowing the first few of those routes
 */
public record PlaneFindings(Optional<String> unreadable, boolean forwards, int shadowed,
        List<ForeignRoute> shadowing) {

    /** Nothing that an operator should know. */
    public static final PlaneFindings NONE = new PlaneFindings(Optional.empty(), true, 0, List.of());

    public PlaneFindings {
        shadowing = List.copyOf(shadowing);
    }

    /** The same with another reason why no state could be read. */
    public PlaneFindings withUnreadable(Optional<String> reason) {
        return new PlaneFindings(reason, forwards, shadowed, shadowing);
    }
}
