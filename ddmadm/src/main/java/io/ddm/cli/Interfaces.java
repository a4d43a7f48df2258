package io.ddm.cli;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceStats;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import io.ddm.cli.view.DurationText;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import picocli.CommandLine.Command;

/** The interfaces that a router runs on. */
final class Interfaces {

    /** Instead of the values by which the API says that it has none: an index that no interface has, and {@code ::}. */
    private static final String UNKNOWN = "-";
    private static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private Interfaces() {}

    /** {@code get-interfaces}. */
    @Command(
            name = "get-interfaces",
            description = "Show every configured interface with its state, peer and counters.")
    static final class Get extends Verb<SortedMap<Long, InterfaceInfo>> {

        @Override
        SortedMap<Long, InterfaceInfo> query(AdminClient daemon) throws AdminClientException {
            return daemon.interfaces();
        }

        @Override
        Blocks view(SortedMap<Long, InterfaceInfo> interfaces) {
            return new Blocks(
                    interfaces.entrySet().stream().map(entry -> block(entry.getKey(), entry.getValue())).toList());
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
