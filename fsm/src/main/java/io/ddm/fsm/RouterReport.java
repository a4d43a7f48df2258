package io.ddm.fsm;

import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.FlapDamping;
import java.util.List;
import java.util.SortedMap;

/**
 * A router at one moment: immutable, for operators, the API and tests; may be read on any thread.
 *
 * @param id our router id
 * @param kind whether we redistribute
 * @param interfaces every configured interface, in the order of configuration
 * @param originated what we originate, sorted
 * @param imported what each peer offers, sorted
 * @param flapping destinations that change so often that their announcements to peers are damped
 * @param warnings what is likely to hurt in the configuration, a sentence each
 */
public record RouterReport(RouterId id, RouterKind kind, List<InterfaceReport> interfaces, List<Destination> originated,
        SortedMap<NextHop, List<PathVector>> imported, FlapDamping.Report flapping, List<String> warnings) {}
