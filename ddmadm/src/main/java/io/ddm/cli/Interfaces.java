package io.ddm.cli;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceStats;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Value;
import io.ddm.cli.view.View;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;

/** The interfaces that a router runs on. */
final class Interfaces {

    /** Instead of the values by which the API says that it has none: an index that no interface has, and {@code ::}. */
    private static final String UNKNOWN = "-";
    private static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private Interfaces() {}

    /**
     * An interface.
     *
     * @param index its index; one that no interface can have if it is not there
     */
    record Row(long index, InterfaceInfo info) {}

    /** {@code get-interfaces}. */
    @Command(
            name = "get-interfaces",
            description = "Show every configured interface with its state, peer and counters.")
    static final class Get extends ListVerb<SortedMap<Long, InterfaceInfo>, Row> {

        private static final List<Column<Row>> COLUMNS = List.of(
                Column.<Row>of("Name", row -> row.info.name()).keyed("interface"),
                number("interface_index", row -> row.index),
                Column.<Row>of("Address", row -> row.info.address().toString())
                        .valued(row -> Value.of(Optional.of(row.info.address()).filter(a -> !a.equals(UNSPECIFIED)))),
                Column.<Row>of("State", row -> row.info.state().text()),
                number("for_ms", row -> row.info.duration().toMillis()).moving(),
                peer("peer", InterfaceInfo.Peer::host), peer("peer_address", peer -> peer.address().toString()),
                peer("peer_kind", peer -> peer.kind().name().toLowerCase(Locale.ROOT)),
                counter("solicitations_sent", InterfaceStats::solicitationsSent),
                counter("solicitations_received", InterfaceStats::solicitationsReceived),
                counter("advertisements_sent", InterfaceStats::advertisementsSent),
                counter("advertisements_received", InterfaceStats::advertisementsReceived),
                counter("updates_sent", InterfaceStats::updatesSent),
                counter("updates_received", InterfaceStats::updatesReceived),
                counter("imported_prefixes", InterfaceStats::importedUnderlayPrefixes),
                counter("imported_tunnels", InterfaceStats::importedTunnelEndpoints),
                counter("peer_expirations", InterfaceStats::peerExpirations),
                counter("peer_address_changes", InterfaceStats::peerAddressChanges),
                counter("peer_established", InterfaceStats::peerEstablished));

        private static Column<Row> number(String key, ToLongFunction<Row> number) {
            return Column.<Row>ofNumbers(key, number).keyed(key);
        }

        private static Column<Row> counter(String key, ToLongFunction<InterfaceStats> counter) {
            return number(key, row -> counter.applyAsLong(row.info.stats())).moving();
        }

        private static Column<Row> peer(String key, Function<InterfaceInfo.Peer, String> part) {
            return Column.<Row>of(key, row -> row.info.peer().map(part).orElse(UNKNOWN))
                    .valued(row -> Value.of(row.info.peer().map(part)));
        }

        @Override
        protected SortedMap<Long, InterfaceInfo> query(AdminClient daemon) throws AdminClientException {
            return daemon.interfaces();
        }

        @Override
        protected String schema() {
            return "ddm.get-interfaces/1";
        }

        @Override
        protected List<Column<Row>> columns() {
            return COLUMNS;
        }

        @Override
        protected List<Row> rows(SortedMap<Long, InterfaceInfo> interfaces) {
            return interfaces.entrySet().stream().map(entry -> new Row(entry.getKey(), entry.getValue())).toList();
        }

        /** A block each, as in the reference. */
        @Override
        protected View forPeople(Table<Row> table, SortedMap<Long, InterfaceInfo> answer) {
            return new Blocks(table.rows().stream().map(row -> block(row.index, row.info)).toList());
        }

        private static Block block(long ifindex, InterfaceInfo info) {
            InterfaceStats stats = info.stats();
            boolean isUsable = ifindex > 0 && ifindex <= Integer.MAX_VALUE;
            return new Block(info.name() + " (" + (isUsable ? ifindex : UNKNOWN) + ")", List.of(
                    Field.of("Address", info.address().equals(UNSPECIFIED) ? UNKNOWN : info.address().toString()),
                    Field.of("State", info.state().text() + " (" + DurationText.of(info.duration()) + ")"),
                    info.peer().map(Get::peer).orElseGet(() -> Field.of("Peer", "N/A")),
                    Field.of("Solicitations", "sent " + stats.solicitationsSent(),
                            "rcvd " + stats.solicitationsReceived()),
                    Field.of("Advertisements", "sent " + stats.advertisementsSent(),
                            "rcvd " + stats.advertisementsReceived()),
                    Field.of("Updates", "sent " + stats.updatesSent(), "rcvd " + stats.updatesReceived()),
                    Field.of("Imported", "underlay " + stats.importedUnderlayPrefixes(),
                            "tunnel " + stats.importedTunnelEndpoints()),
                    Field.of("Peer events", "expired " + stats.peerExpirations(),
                            "addr-chg " + stats.peerAddressChanges(), "established " + stats.peerEstablished())));
        }

        private static Field peer(InterfaceInfo.Peer peer) {
            return Field.of("Peer", peer.address().toString(), peer.host(),
                    peer.kind().name().toLowerCase(Locale.ROOT));
        }
    }
}
