package io.ddm.fsm;

import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.model.WeightedNextHop;
import io.ddm.fsm.peer.InterfaceFsm;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.Interfaces;
import io.ddm.fsm.peer.Session;
import io.ddm.fsm.rib.OfferedTable;
import io.ddm.fsm.rib.Rib;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The router as readers see it. To be called by the router's owner; what is returned may be read on any thread, and
 * shows the moment of the call. A table is shared with the router until either changes, so no call copies or sorts one.
 */
public final class Reports {

    private final RouterConfig config;
    private final Rib rib;
    private final Tables tables;
    private final Interfaces interfaces;

    Reports(RouterConfig config, Rib rib, Tables tables, Interfaces interfaces) {
        this.config = config;
        this.rib = rib;
        this.tables = tables;
        this.interfaces = interfaces;
    }

    /** All sections. */
    public RouterReport all() {
        return new RouterReport(config.id(), config.kind(), interfaces(),
                rib.originatedCounts(), imported(),
                tables.flapping(), config.warnings());
    }

    /** The interfaces and their sessions, without the tables. */
    public List<InterfaceReport> interfaces() {
        return interfaces.all().stream().map(InterfaceFsm::report).toList();
    }

    /** What the router originates, sorted. */
    public Iterable<Destination> originated() {
        return rib.originated();
    }

    /** What each peer offers, sorted. */
    public SortedMap<NextHop, OfferedTable> imported() {
        return rib.offered();
    }

    /** The next hops of each network that the forwarding plane is to have; a live view, for the owner only. */
    public Map<Prefix, List<WeightedNextHop>> fib() {
        return tables.fib().desired();
    }

    /** Whether the first table of a peer is on its way, or being worked on. */
    public boolean isAnyTableAwaited() {
        return interfaces.sessions().stream().anyMatch(Session::isTableAwaited);
    }

    /** The longest id on any path that was imported, in bytes of UTF-8, of those that may be host names; 0 for none. */
    public int longestId() {
        return rib.longestId();
    }

    /** What the peer of an interface is known to hold from us, in its own digest; empty if it keeps none. */
    public Optional<TableDigest> digest(String interfaceName) {
        return interfaces.find(interfaceName).flatMap(InterfaceFsm::session).flatMap(Session::digest);
    }

    /** The interface whose peer offers most paths; empty if none offers any. */
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
