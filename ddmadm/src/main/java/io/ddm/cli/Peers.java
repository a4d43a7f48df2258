package io.ddm.cli;

import io.ddm.api.admin.PeerInfo;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.stat.PeerMeasures;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Table.Column;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The peers of a router. */
final class Peers {

    private Peers() {}

    /**
     * A peer.
     *
     * @param ifindex the index of the interface that it was discovered on
     */
    record Row(int ifindex, PeerInfo peer) {

        /** The name of that interface; {@code -} if the daemon does not report it. */
        String name() {
            return peer.interfaceName().orElse("-");
        }
    }

    /**
     * The peers.
     *
     * @param byIndex by the index of the interface
     * @param measures what is measured of them, if it was asked for
     */
    record Answer(SortedMap<Integer, PeerInfo> byIndex, Optional<PeerMeasures> measures) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            new Column<>("Interface", row -> Integer.toString(row.ifindex)),
            new Column<>("Host", row -> row.peer.host()), new Column<>("Address", row -> row.peer.address().toString()),
            new Column<>("Kind", row -> kind(row.peer.kind())), new Column<>("Status", row -> row.peer.state().text()),
            new Column<>("Duration", row -> DurationText.of(row.peer.duration())));

    /** Only on request, because programs read the reference's columns. */
    private static final Column<Row> NAME = new Column<>("Name", Row::name);

    private static String kind(RouterKind kind) {
        return switch (kind) {
            case SERVER -> "Server";
            case TRANSIT -> "Transit";
        };
    }

    /** {@code get-peers}. */
    @Command(
            name = "get-peers",
            description = {"Show the peers in session, one for each interface.",
                    "Links without a peer have no line here; get-interfaces shows every configured link."})
    static final class Get extends Verb<Answer> {

        @Option(names = {"-n", "--names"}, description = "Add a column with the name of the interface.")
        private boolean names;

        @Option(
                names = {"-w", "--wide"},
                description = "Add columns with the one-way delay to the peer, the loss of recent probes, and the"
                        + " weight of the peer as a next hop.")
        private boolean wide;

        @Override
        Answer query(AdminClient daemon) throws AdminClientException {
            return new Answer(names || wide ? daemon.namedPeers() : daemon.peers(),
                    wide ? Optional.of(new PeerMeasures(daemon.stat())) : Optional.empty());
        }

        @Override
        Table<Row> view(Answer answer) {
            List<Column<Row>> columns = new ArrayList<>(COLUMNS);
            if (names) {
                columns.add(NAME);
            }
            answer.measures.ifPresent(measures -> {
                columns.add(new Column<>("Delay", row -> measures.delay(row.name())));
                columns.add(new Column<>("Loss", row -> measures.loss(row.name())));
                columns.add(new Column<>("Weight", row -> measures.weight(row.name())));
            });
            return new Table<>(columns,
                    answer.byIndex.entrySet()
                            .stream()
                            .map(entry -> new Row(entry.getKey(), entry.getValue()))
                            .toList());
        }
    }

    /** {@code expire-peer}. */
    @Command(
            name = "expire-peer",
            description = "Close the session with a peer; it may be established again at once. If there is no session,"
                    + " a note says so; the exit code is 0.")
    static final class Expire extends Verb<OptionalInt> {

        @Parameters(paramLabel = "ADDR", description = "The peer's link-local address.")
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private Ipv6Address address;

        @Override
        OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.expirePeer(address);
        }

        @Override
        Notes view(OptionalInt closed) {
            return closed.equals(OptionalInt.of(0))
                    ? new Notes(List.of("no session with " + address + "; nothing changed"))
                    : Notes.NONE;
        }
    }
}
