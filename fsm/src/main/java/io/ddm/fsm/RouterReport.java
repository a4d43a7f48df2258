package io.ddm.fsm;

import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.FamilyCounts;
import io.ddm.fsm.rib.FlapDamping;
import io.ddm.fsm.rib.OfferedTable;
import java.util.List;
import java.util.SortedMap;

/**
 * A router at one moment: immutable, for operators, the API and tests; may be read on any thread. The tables are
 * snapshots that cost nothing until a reader walks through them.
 *
 * @param id our router id
 * @param kind whether we redistribute
 * @param interfaces every configured interface, in the order of configuration
 * @param originated how many destinations of each family we originate
 * @param imported what each peer offers, sorted
 * @param flapping destinations that change so often that their announcements to peers are damped
 * @param warnings risks of the configuration, a sentence each
 * @param roles of the interfaces that are not active, by name
 * @param probes what probes show of the peers that are being probed, by interface
 */
public record RouterReport(RouterId id, RouterKind kind, List<InterfaceReport> interfaces, FamilyCounts originated,
        SortedMap<NextHop, OfferedTable> imported, FlapDamping.Report flapping, List<String> warnings,
        SortedMap<String, LinkRole> roles, SortedMap<String, ProbeState> probes) {}
