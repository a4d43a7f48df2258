package io.ddm.fsm;

import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.explain.Explanation;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.rib.NextHopRanks;
import io.ddm.fsm.rib.OfferedTable;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.rib.WeightedNextHop;
import io.ddm.fsm.session.Session;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The router as readers see it, in sections. To be called by the router's owner; what is returned may be read on any
 * thread, and shows the moment of the call. A section is made when it is asked for and kept until it changes, so no
 * call copies or sorts a section that has not changed. Tables are shared with the router until either changes; no call
 * copies or sorts one. {@link #versions} says what has changed without looking at a section.
 */
public final class Reports {

    private static final ReportVersions NONE = new ReportVersions(-1, -1, -1, -1);

    private final RouterConfig config;
    private final Rib rib;
    private final Propagation propagation;
    private final Interfaces interfaces;
    private final Ranking ranking;
    private final Explaining explaining;
    private ReportVersions interfacesAt = NONE;
    private ReportVersions importedAt = NONE;
    private List<InterfaceReport> interfaceReports = List.of();
    private SortedMap<NextHop, OfferedTable> importedTables = Collections.emptySortedMap();

    Reports(RouterConfig config, Rib rib, Tables tables, Propagation propagation, Interfaces interfaces,
            Ranking ranking) {
        this.config = config;
        this.rib = rib;
        this.propagation = propagation;
        this.interfaces = interfaces;
        this.ranking = ranking;
        this.explaining = new Explaining(rib, tables, propagation, interfaces);
    }

    /** What has changed since a reader last asked; for a few numbers, whatever the tables. */
    public ReportVersions versions() {
        return new ReportVersions(interfaces.changes().states(), interfaces.changes().liveness(),
                rib.originatedVersion(), rib.tables().version());
    }

    /** All sections. */
    public RouterReport all() {
        return new RouterReport(config.id(), config.kind(), interfaces(),
                rib.originatedCounts(), imported(),
                propagation.flapping(), config.warnings(), ranking.roles(), ranking.probeStates());
    }

    /** The interfaces and their sessions, without the tables. */
    public List<InterfaceReport> interfaces() {
        ReportVersions now = versions();
        if (interfacesAt.interfaces() != now.interfaces() || interfacesAt.liveness() != now.liveness()) {
            interfacesAt = now;
            interfaceReports = interfaces.all().stream().map(InterfaceFsm::report).toList();
        }
        return interfaceReports;
    }

    /** What the router originates, sorted; the same object until it changes. */
    public Iterable<Destination> originated() {
        return rib.originated();
    }

    /** What each peer offers, sorted. The table of a peer is the same object until it changes. */
    public SortedMap<NextHop, OfferedTable> imported() {
        ReportVersions now = versions();
        if (importedAt.imported() != now.imported()) {
            importedAt = now;
            importedTables = rib.tables().offered();
        }
        return importedTables;
    }

    /** The next hops of each network that the forwarding plane is to have; a live view, for the owner only. */
    public Map<Prefix, List<WeightedNextHop>> fib() {
        return propagation.fib().desired();
    }

    /** Forwarding and what it follows from, for readers on any thread. */
    public ForwardingReport forwarding() {
        return new ForwardingReport(interfaces(), propagation.fib().snapshot(), rib.quality(), imported(),
                originated());
    }

    /**
     * Why a network is reached as it is; of one that is not known, the longest known one around it. Costs what peers
     * offer for it, whatever the tables.
     */
    public Explanation explain(Prefix asked) {
        return explaining.explain(asked);
    }

    /** Which next hops carry. */
    public NextHopRanks ranks() {
        return rib.quality().ranks();
    }

    /** Whether the first table of a peer is on its way, or being worked on. */
    public boolean isAnyTableAwaited() {
        return interfaces.sessions().stream().anyMatch(Session::isTableAwaited);
    }

    /**
     * The longest id on any path that was imported, in bytes of UTF-8, of those that may be host names; 0 for none.
     * Changes with {@link ReportVersions#imported} only.
     */
    public int longestId() {
        return rib.longestId();
    }

    /** What the peer of an interface is known to hold from us, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest(String interfaceName) {
        return interfaces.find(interfaceName).flatMap(InterfaceFsm::session).flatMap(Session::digest);
    }

    /**
     * The interface whose peer offers most paths; empty if none offers any. Changes with
     * {@link ReportVersions#imported} only.
     */
    public Optional<String> heaviest() {
        Optional<String> heaviest = Optional.empty();
        long most = 0;
        for (InterfaceFsm fsm : interfaces.all()) {
            long paths = fsm.session().map(session -> session.table().paths()).orElse(0L);
            if (paths > most) {
                most = paths;
                heaviest = Optional.of(fsm.name());
            }
        }
        return heaviest;
    }
}
