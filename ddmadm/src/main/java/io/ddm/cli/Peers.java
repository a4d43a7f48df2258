package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;

/** The routers at the other ends of our links. */
final class Peers {

    private Peers() {}

    /** Lists them. */
    @Command(name = "get-peers", mixinStandardHelpOptions = true, description = "List the peers.")
    static final class Get extends Verb {
        @Override
        void run(AdminClient client) throws AdminClientException {
            Table table = new Table("Interface", "Host", "Address", "Kind", "Status", "Duration");
            client.peers().forEach((index, peer) -> table.row(index, peer.host(), peer.address(),
                    peer.kind() == RouterKind.TRANSIT ? "Transit" : "Server", peer.status(),
                    Durations.text(peer.duration())));
            print(table);
        }
    }

    /** Ends a session. */
    @Command(name = "expire-peer", mixinStandardHelpOptions = true, description = "End the session with a peer; it comes back by itself if it is alive.")
    static final class Expire extends Verb {
        @Parameters(paramLabel = "ADDRESS", converter = AddressConverter.class, description = "The peer's link-local address, as get-peers shows it.")
        @Nullable
        Ipv6Address address;

        @Override
        void run(AdminClient client) throws AdminClientException {
            if (address != null) {
                client.expirePeer(address);
            }
        }
    }

    /** An IPv6 address on the command line. */
    static final class AddressConverter implements ITypeConverter<Ipv6Address> {
        @Override
        public Ipv6Address convert(String text) {
            return Arguments.checked(text, Ipv6Address::parse);
        }
    }
}
