package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.NextHopQuality;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.OfferedTable;
import io.ddm.fsm.rib.WeightedNextHop;
import io.ddm.fsm.table.Snapshot;
import java.util.List;
import java.util.SortedMap;

/**
 * Forwarding at one moment, and what it follows from: immutable, may be read on any thread. The tables are snapshots
 * that cost nothing until a reader walks through them.
 *
 * @param interfaces every configured interface, in the order of configuration
 * @param networks the next hops of each network that the forwarding plane is to have
 * @param quality ranks and delays of these next hops
 * @param imported what each peer offers, sorted
 * @param originated what we originate, sorted
 */
public record ForwardingReport(List<InterfaceReport> interfaces, Snapshot<Prefix, List<WeightedNextHop>> networks,
        NextHopQuality quality, SortedMap<NextHop, OfferedTable> imported, Iterable<Destination> originated) {

    /** Which of these next hops carry. */
    public NextHopRanks ranks() {
        return quality.ranks();
    }
}
