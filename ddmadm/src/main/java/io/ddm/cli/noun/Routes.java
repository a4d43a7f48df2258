package io.ddm.cli.noun;

import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Value;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What can be reached, and what this router offers: {@code prefixes}, {@code originated}, {@code tunnels}. */
public final class Routes {

    private static final String UNKNOWN = "-";

    private Routes() {}

    /** The interfaces of peers by the address of the peer; an address that several peers have is left out. */
    static Map<Ipv6Address, String> interfaces(SortedMap<Integer, PeerInfo> peers) {
        Map<Ipv6Address, String> names = new HashMap<>();
        Map<Ipv6Address, Integer> counts = new HashMap<>();
        for (PeerInfo peer : peers.values()) {
            names.put(peer.address(), peer.interfaceName().orElse(UNKNOWN));
            counts.merge(peer.address(), 1, Integer::sum);
        }
        counts.forEach((address, count) -> {
            if (count > 1) {
                names.remove(address);
            }
        });
        return names;
    }

    /**
     * Imported paths with the peers that they came from.
     *
     * @param paths by next hop
     * @param interfaces by next hop
     */
    record Imported(SortedMap<Ipv6Address, SortedSet<PathVector>> paths, Map<Ipv6Address, String> interfaces) {}

    /** A path to a prefix. */
    record PathRow(PathVector entry, Ipv6Address nextHop, Optional<String> link) {

        private static final Comparator<PathRow> ORDER = Comparator
                .comparing((PathRow row) -> row.entry.destination(), Destination.ORDER)
                .thenComparing(row -> row.entry.path(), RouterPath.ORDER)
                .thenComparing(PathRow::nextHop);

        private List<String> routers() {
            return entry.path().routers().reversed().stream().map(RouterId::value).toList();
        }
    }

    /** {@code prefixes}. */
    @Command(
            name = "prefixes",
            description = {"Show the prefixes received from peers, with all paths.",
                    "With a prefix or an address: those that contain it or lie within it; why says which path is"
                            + " used."})
    public static final class Prefixes extends ListVerb<Imported, PathRow> {

        @Parameters(paramLabel = "PREFIX", arity = "0..1", description = "For example fd00:1::/64 or fd00:1::5.")
        private @Nullable String prefix;

        @Override
        protected Imported query(AdminClient daemon) throws AdminClientException {
            Optional<Prefix> filter = filter();
            SortedMap<Ipv6Address, SortedSet<PathVector>> paths = daemon.prefixes();
            filter.ifPresent(around -> paths.values()
                    .forEach(entries -> entries.removeIf(entry -> !isRelated(around, entry.destination()))));
            return new Imported(paths, interfaces(daemon.namedPeers()));
        }

        private Optional<Prefix> filter() {
            try {
                return Optional.ofNullable(prefix).map(DestinationText::parse);
            } catch (IllegalArgumentException e) {
                throw invalid(String.valueOf(e.getMessage()));
            }
        }

        private static boolean isRelated(Prefix around, Destination destination) {
            return destination instanceof Prefix known
                    && (known.network().contains(around) || around.network().contains(known));
        }

        @Override
        protected String schema() {
            return "ddm.prefixes/1";
        }

        @Override
        protected List<Column<PathRow>> columns() {
            return List.of(Column.of("DESTINATION", row -> row.entry.destination().toString()),
                    Column.<PathRow>of("IF", row -> row.link.orElse(UNKNOWN))
                            .keyed("interface")
                            .valued(row -> Value.of(row.link)),
                    Column.of("NEXT HOP", row -> row.nextHop.toString()),
                    Column.ofNumbers("HOPS", row -> row.entry.path().length()),
                    Column.<PathRow>of("PATH", row -> String.join(" ", row.routers()))
                            .valued(row -> Value.ofTexts(row.routers())));
        }

        @Override
        protected List<PathRow> rows(Imported imported) {
            return imported.paths.entrySet()
                    .stream()
                    .flatMap(peer -> peer.getValue()
                            .stream()
                            .map(entry -> new PathRow(entry, peer.getKey(),
                                    Optional.ofNullable(imported.interfaces.get(peer.getKey())))))
                    .sorted(PathRow.ORDER)
                    .toList();
        }

        @Override
        protected String summary(Imported imported) {
            List<PathRow> rows = rows(imported);
            long prefixes = rows.stream().map(row -> row.entry.destination()).distinct().count();
            return prefixes + (prefixes == 1 ? " prefix, " : " prefixes, ") + rows.size()
                    + (rows.size() == 1 ? " path" : " paths");
        }
    }

    /** {@code originated}. */
    @Command(name = "originated", description = "Show the prefixes that the router originates.")
    public static final class Originated extends ListVerb<SortedSet<Prefix>, Prefix> {

        @Override
        protected SortedSet<Prefix> query(AdminClient daemon) throws AdminClientException {
            return daemon.originated();
        }

        @Override
        protected String schema() {
            return "ddm.originated/1";
        }

        @Override
        protected List<Column<Prefix>> columns() {
            return List.of(Column.of("PREFIX", Prefix::toString));
        }

        @Override
        protected List<Prefix> rows(SortedSet<Prefix> prefixes) {
            return List.copyOf(prefixes);
        }

        @Override
        protected String summary(SortedSet<Prefix> prefixes) {
            return prefixes.size() + (prefixes.size() == 1 ? " prefix" : " prefixes");
        }
    }

    /**
     * Tunnel endpoints.
     *
     * @param interfaces by next hop
     */
    record AllTunnels(SortedSet<TunnelOrigin> originated, SortedSet<TunnelRoute> imported,
            Map<Ipv6Address, String> interfaces) {}

    /** A tunnel endpoint, and the peer that offers it if it is not our own. */
    record TunnelRow(TunnelOrigin origin, Optional<Ipv6Address> nextHop, Optional<String> link) {}

    /** {@code tunnels}. */
    @Command(
            name = "tunnels",
            description = "Show the tunnel endpoints that the router originates, and those received from peers.")
    public static final class Tunnels extends ListVerb<AllTunnels, TunnelRow> {

        @Override
        protected AllTunnels query(AdminClient daemon) throws AdminClientException {
            return new AllTunnels(daemon.originatedTunnelEndpoints(), daemon.tunnelEndpoints(),
                    interfaces(daemon.namedPeers()));
        }

        @Override
        protected String schema() {
            return "ddm.tunnels/1";
        }

        @Override
        protected List<Column<TunnelRow>> columns() {
            return List.of(Column.of("OVERLAY PREFIX", row -> row.origin.overlayPrefix().toString()),
                    Column.of("BOUNDARY ADDRESS", row -> row.origin.boundaryAddress().toString()),
                    Column.ofNumbers("VNI", row -> row.origin.vni()),
                    Column.of("METRIC", row -> Long.toUnsignedString(row.origin.metric())),
                    Column.of("ORIGIN", row -> row.nextHop.isPresent() ? "imported" : "originated"),
                    Column.<TunnelRow>of("IF", row -> row.link.orElse(UNKNOWN))
                            .keyed("interface")
                            .valued(row -> Value.of(row.link)),
                    Column.<TunnelRow>of("NEXT HOP", row -> row.nextHop.map(Object::toString).orElse(UNKNOWN))
                            .valued(row -> Value.of(row.nextHop)));
        }

        @Override
        protected List<TunnelRow> rows(AllTunnels all) {
            return Stream
                    .concat(all.originated.stream()
                            .map(origin -> new TunnelRow(origin, Optional.empty(), Optional.empty())),
                            all.imported.stream()
                                    .map(route -> new TunnelRow(route.origin(), Optional.of(route.nextHop()),
                                            Optional.ofNullable(all.interfaces.get(route.nextHop())))))
                    .toList();
        }

        @Override
        protected String summary(AllTunnels all) {
            return all.originated.size() + " originated, " + all.imported.size() + " imported";
        }
    }
}
