package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.InterfaceStats;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The interfaces that a router runs on. */
final class Interfaces {

    private Interfaces() {}

    /** {@code get-interfaces}. */
    @Command(name = "get-interfaces", description = "Shows the interfaces and what was counted on them.")
    static final class Get implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            String between = "";
            for (Map.Entry<Long, InterfaceInfo> entry : ddmadm.client().interfaces().entrySet()) {
                ddmadm.terminal().out().print(between);
                block(entry.getKey(), entry.getValue()).print(ddmadm.terminal());
                between = "\n";
            }
            return 0;
        }

        private static Block block(long index, InterfaceInfo info) {
            Block block = new Block(info.name() + " (" + index + ")");
            block.row("Address", info.address().toString());
            block.row("State", info.state().text() + " (" + DurationText.of(info.duration()) + ")");
            info.peer().ifPresentOrElse(peer -> block.row("Peer", peer.address().toString(), peer.host(),
                    peer.kind().name().toLowerCase(Locale.ROOT)), () -> block.row("Peer", "N/A"));
            InterfaceStats stats = info.stats();
            block.row("Solicitations", "sent " + stats.solicitationsSent(), "rcvd " + stats.solicitationsReceived());
            block.row("Advertisements", "sent " + stats.advertisementsSent(), "rcvd " + stats.advertisementsReceived());
            block.row("Updates", "sent " + stats.updatesSent(), "rcvd " + stats.updatesReceived());
            block.row("Imported", "underlay " + stats.importedUnderlayPrefixes(),
                    "tunnel " + stats.importedTunnelEndpoints());
            block.row("Peer events", "expired " + stats.peerExpirations(), "addr-chg " + stats.peerAddressChanges(),
                    "established " + stats.peerEstablished());
            return block;
        }
    }
}
