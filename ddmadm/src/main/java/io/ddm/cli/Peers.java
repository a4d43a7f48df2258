package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import io.ddm.api.admin.PeerInfo;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The neighbors that a router talks to. */
final class Peers {

    private Peers() {}

    /** {@code get-peers}. */
    @Command(name = "get-peers", description = "Show the peers, by interface.")
    static final class Get implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Override
        public Integer call() throws AdminClientException {
            Table table = new Table("Interface", "Host", "Address", "Kind", "Status", "Duration");
            for (Map.Entry<Integer, PeerInfo> entry : ddmadm.client().peers().entrySet()) {
                PeerInfo peer = entry.getValue();
                table.row(entry.getKey().toString(), peer.host(), peer.address().toString(), kind(peer.kind()),
                        peer.state().text(), DurationText.of(peer.duration()));
            }
            table.print(ddmadm.terminal());
            return 0;
        }

        private static String kind(RouterKind kind) {
            return switch (kind) {
                case SERVER -> "Server";
                case TRANSIT -> "Transit";
            };
        }
    }

    /** {@code expire-peer}. */
    @Command(name = "expire-peer", description = "End the session with a peer; it may form again at once.")
    static final class Expire implements Callable<Integer> {

        @ParentCommand
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ddmadm ddmadm;

        @Parameters(paramLabel = "ADDR", description = "The peer's link-local address.")
        @SuppressWarnings("NullAway.Init") // picocli fills it in
        private Ipv6Address address;

        @Override
        public Integer call() throws AdminClientException {
            OptionalInt ended = ddmadm.client().expirePeer(address);
            if (ended.equals(OptionalInt.of(0))) {
                ddmadm.terminal().note("no session with " + address + "; nothing changed");
            }
            return 0;
        }
    }
}
