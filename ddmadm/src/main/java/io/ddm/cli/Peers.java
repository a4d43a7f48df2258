package io.ddm.cli;

import io.ddm.api.admin.PeerInfo;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.stat.PeerMeasures;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Value;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.BiFunction;
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
     * @param measures what is measured of all peers, if it was asked for
     */
    record Row(int ifindex, PeerInfo peer, Optional<PeerMeasures> measures) {

        /** The name of that interface; {@code -} if the daemon does not report it. */
        String name() {
            return peer.interfaceName().orElse("-");
        }

        private String measured(BiFunction<PeerMeasures, String, String> measure) {
            return measures.map(known -> measure.apply(known, name())).orElse("-");
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
            Column.<Row>ofNumbers("Interface", row -> row.ifindex).keyed("interface_index"),
            Column.of("Host", row -> row.peer.host()), Column.of("Address", row -> row.peer.address().toString()),
            Column.of("Kind", row -> kind(row.peer.kind())),
            Column.<Row>of("Status", row -> row.peer.state().text()).keyed("state"),
            Column.<Row>of("Duration", row -> DurationText.of(row.peer.duration()))
                    .keyed("for_ms")
                    .valued(row -> Value.of(row.peer.duration().toMillis()))
                    .moving());

    /** Only on request, because programs read the reference's columns. */
    private static final Column<Row> NAME = Column.<Row>of("Name", Row::name)
            .keyed("interface")
            .valued(row -> Value.of(row.peer.interfaceName()));

    private static final List<Column<Row>> MEASURES = List.of(
            Column.of("Delay", row -> row.measured(PeerMeasures::delay)),
            Column.of("Loss", row -> row.measured(PeerMeasures::loss)),
            Column.of("Weight", row -> row.measured(PeerMeasures::weight)));

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
                    "Links without a peer have no line here; links shows every configured link."})
    static final class Get extends ListVerb<Answer, Row> {

        @Option(names = {"-n", "--names"}, description = "Add a column with the name of the interface.")
        private boolean names;

        @Option(
                names = {"-w", "--wide"},
                description = "Add columns with the one-way delay to the peer, the loss of recent probes, and the"
                        + " weight of the peer as a next hop.")
        private boolean wide;

        @Override
        protected Answer query(AdminClient daemon) throws AdminClientException {
            return new Answer(names || wide ? daemon.namedPeers() : daemon.peers(),
                    wide ? Optional.of(new PeerMeasures(daemon.stat())) : Optional.empty());
        }

        @Override
        protected String schema() {
            return "ddm.get-peers/1";
        }

        @Override
        protected List<Column<Row>> columns() {
            List<Column<Row>> columns = new ArrayList<>(COLUMNS);
            if (names) {
                columns.add(NAME);
            }
            if (wide) {
                columns.addAll(MEASURES);
            }
            return columns;
        }

        @Override
        protected List<Row> rows(Answer answer) {
            return answer.byIndex.entrySet()
                    .stream()
                    .map(entry -> new Row(entry.getKey(), entry.getValue(), answer.measures))
                    .toList();
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
        protected OptionalInt query(AdminClient daemon) throws AdminClientException {
            return daemon.expirePeer(address);
        }

        @Override
        protected Notes view(OptionalInt closed) {
            return closed.equals(OptionalInt.of(0))
                    ? new Notes(List.of("no session with " + address + "; nothing changed"))
                    : Notes.NONE;
        }
    }
}
