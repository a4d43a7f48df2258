package io.ddm.fsm.session;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.List;

/** Paths of entries that came without one. */
final class PathAttribution {

    private PathAttribution() {}

    /**
     * Gives entries that came without a path, where the wire has none for their family, the shortest path that is
     * true: through the peer.
     */
    static List<PathVector> to(RouterId peer, List<PathVector> offered) {
        return offered.stream()
                .map(p -> p.path().isEmpty() && mayOmitPath(p.destination().family())
                        ? new PathVector(p.destination(), RouterPath.of(peer))
                        : p)
                .toList();
    }

    private static boolean mayOmitPath(RouteFamily family) {
        return family.formFor(PeerCapabilities.NONE) == RouteFamily.WireForm.WITHOUT_PATH;
    }
}
