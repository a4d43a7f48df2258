package io.ddm.daemon.admin.stat;

import io.ddm.fsm.ForwardingReport;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.rib.OfferedTable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The delays of paths, as peers say and as our hops are measured: walks through what peers offer, in step with a reader
 * that asks for networks in order.
 */
final class PathDelays {

    private final ForwardingReport report;
    private final Map<NextHop, Walk> walks = new HashMap<>();

    /** Through the table of one peer. */
    private static final class Walk {
        private final Iterator<PathVector> paths;
        private @Nullable PathVector next;

        Walk(OfferedTable table) {
            this.paths = table.iterator();
            advance();
        }

        private void advance() {
            next = paths.hasNext() ? paths.next() : null;
        }

        /** The least delay of the shortest paths to a network; unknown if it is not offered in this form. */
        PathDelay to(Prefix network) {
            PathDelay least = PathDelay.UNKNOWN;
            int length = Integer.MAX_VALUE;
            for (PathVector path = next; path != null; path = next) {
                int order = Destination.ORDER.compare(path.destination(), network);
                if (order > 0) {
                    break;
                }
                if (order == 0 && path.path().length() <= length) {
                    length = path.path().length();
                    least = least.orLess(path.path().delay());
                }
                advance();
            }
            return least;
        }
    }

    PathDelays(ForwardingReport report) {
        this.report = report;
        report.imported().forEach((peer, table) -> walks.put(peer, new Walk(table)));
    }

    /**
     * The delay of the path to a network by a next hop, our hop included.
     *
     * @param network not before that of the last call with this next hop
     */
    PathDelay of(Prefix network, NextHop nextHop) {
        Walk walk = walks.get(nextHop);
        return walk == null ? PathDelay.UNKNOWN : walk.to(network).plus(report.quality().delayTo(nextHop));
    }
}
