package io.ddm.cli.noun;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.stat.Amounts;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Tone;
import io.ddm.cli.view.Value;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Command;

/** Every configured link, with a peer or without: {@code links}, {@code peers}. */
public final class Links {

    private static final String UNKNOWN = "-";

    private Links() {}

    /**
     * A link at one moment.
     *
     * @param at the moment
     */
    record Row(LinkStatus link, Instant at) {

        private Optional<InterfaceInfo.Peer> peer() {
            return link.peer();
        }

        private String peer(Function<InterfaceInfo.Peer, String> part) {
            return peer().map(part).orElse(UNKNOWN);
        }

        private String lastDown() {
            return link.lastDown()
                    .map(down -> DurationText.brief(Duration.between(down.at(), at)) + " ago, "
                            + down.peer().map(peer -> peer + ": ").orElse("") + down.reason())
                    .orElse(UNKNOWN);
        }

        private String waiting() {
            return link.waiting().map(LinkStatus.Waiting::what).orElse(UNKNOWN);
        }

        private Tone tone() {
            return switch (link.state()) {
                case EXCHANGE -> Tone.GOOD;
                case SOLICIT -> Tone.WAITING;
                case INIT, EXPIRED -> Tone.BAD;
            };
        }
    }

    private static final Column<Row> INTERFACE = Column.<Row>of("IF", row -> row.link.name()).keyed("interface");
    private static final Column<Row> INDEX = Column.<Row>ofNumbers("INDEX", row -> row.link.index()).wide();
    private static final Column<Row> STATE = Column.<Row>of("STATE", row -> sign(row.link.state()))
            .valued(row -> Value.of(row.link.state().text()))
            .toned(Row::tone);
    private static final Column<Row> SINCE = Column.<Row>of("SINCE", row -> row.link.since().toString()).wide();
    private static final Column<Row> FOR = Column.<Row>of("FOR", row -> DurationText.brief(row.link.duration()))
            .keyed("for_ms")
            .valued(row -> Value.of(row.link.duration().toMillis()))
            .moving();
    private static final Column<Row> HOST = peer("HOST", "host", InterfaceInfo.Peer::host);
    private static final Column<Row> PEER = peer("PEER", "peer", InterfaceInfo.Peer::host);
    private static final Column<Row> KIND = peer("KIND", "kind", peer -> word(peer.kind()));
    private static final Column<Row> PEER_ADDRESS = peer("ADDRESS", "address", peer -> peer.address().toString());
    private static final Column<Row> DELAY = amount("DELAY", "delay_us", row -> row.link.measures().delayUs());
    private static final Column<Row> DEVIATION = amount("DEV", "deviation_us",
            row -> row.link.measures().deviationUs()).wide();
    private static final Column<Row> LOSS = Column.<Row>of("LOSS", row -> loss(row.link.measures().lossPermille()))
            .keyed("loss_permille")
            .valued(row -> Value.of(row.link.measures().lossPermille()))
            .moving();
    private static final Column<Row> PATHS = Column.ofNumbers("PATHS", row -> row.link.paths());
    private static final Column<Row> ROLE = Column.<Row>of("ROLE", row -> word(row.link.role()))
            .toned(row -> row.link.role() == LinkRole.ACTIVE ? Tone.PLAIN : Tone.WAITING);
    private static final Column<Row> PROBES = Column.<Row>of("PROBES", row -> word(row.link.measures().probes()))
            .toned(row -> isFailed(row.link.measures().probes()) ? Tone.BAD : Tone.PLAIN);
    private static final Column<Row> LAST_DOWN = Column.<Row>of("LAST DOWN", Row::lastDown)
            .valued(row -> row.link.lastDown().map(Links::down).orElse(new Value.None()));
    private static final Column<Row> LOSSES = Column.<Row>ofNumbers("LOSSES", row -> row.link.losses()).wide();
    private static final Column<Row> REJECTED = Column
            .<Row>ofNumbers("REJECTED", row -> row.link.rejected().stream().mapToLong(LinkStatus.Rejected::count).sum())
            .wide();
    private static final Column<Row> WAITS_FOR = Column.<Row>of("WAITS FOR", Row::waiting)
            .keyed("waits_for")
            .valued(row -> Value.of(row.link.waiting().map(LinkStatus.Waiting::what)))
            .toned(row -> row.link.waiting().filter(LinkStatus.Waiting::isProblem).isPresent() ? Tone.BAD : Tone.PLAIN);
    private static final Column<Row> FIX = Column
            .<Row>of("FIX", row -> row.link.waiting().map(LinkStatus.Waiting::fix).orElse(UNKNOWN))
            .valued(row -> Value.of(row.link.waiting().map(LinkStatus.Waiting::fix).filter(fix -> !fix.isEmpty())))
            .wide();

    private static Column<Row> peer(String heading, String key, Function<InterfaceInfo.Peer, String> part) {
        return Column.<Row>of(heading, row -> row.peer(part)).keyed(key).valued(row -> Value.of(row.peer().map(part)));
    }

    private static Column<Row> amount(String heading, String key, Function<Row, OptionalLong> micros) {
        return Column.<Row>of(heading, row -> {
            String text = Amounts.milliseconds(micros.apply(row));
            return text == null || text.isEmpty() ? UNKNOWN : text;
        }).keyed(key).valued(row -> Value.of(micros.apply(row))).moving();
    }

    private static Value down(LinkStatus.Down down) {
        return Value.fields("at", Value.of(down.at().toString()), "reason", Value.of(down.reason()), "peer",
                Value.of(down.peer()));
    }

    private static String loss(OptionalLong permille) {
        return permille.isEmpty() ? UNKNOWN : permille.getAsLong() / 10 + "." + permille.getAsLong() % 10 + "%";
    }

    private static boolean isFailed(ProbeState state) {
        return state == ProbeState.FAILED || state == ProbeState.GROUP_FAILED;
    }

    /** A sign beside the word, for those who see no color. */
    private static String sign(PeerState state) {
        return switch (state) {
            case EXCHANGE -> "● ";
            case SOLICIT -> "○ ";
            case INIT, EXPIRED -> "✗ ";
        } + state.text();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A list of links. */
    abstract static class Listing extends ListVerb<StatusReport, Row> {

        @Override
        protected final StatusReport query(AdminClient daemon) throws AdminClientException {
            return daemon.status();
        }

        @Override
        protected List<Row> rows(StatusReport report) {
            return report.links().stream().map(link -> new Row(link, report.at())).toList();
        }

        @Override
        protected final String summary(StatusReport report) {
            List<Row> shown = rows(report);
            long inSession = shown.stream().filter(row -> row.peer().isPresent()).count();
            long waiting = shown.size() - inSession;
            String count = shown.size() + (shown.size() == 1 ? " link, " : " links, ") + inSession + " in session";
            return waiting == 0
                    ? count
                    : count + "; " + waiting + (waiting == 1 ? " has" : " have") + " no peer: ddmadm doctor";
        }
    }

    /** {@code links}. */
    @Command(
            name = "links",
            description = "Show every configured link: its state, its peer, what it waits for, and when and why it last"
                    + " lost a peer.")
    public static final class All extends Listing {

        @Override
        protected String schema() {
            return "ddm.links/1";
        }

        @Override
        protected List<Column<Row>> columns() {
            return List.of(INTERFACE, INDEX, STATE, SINCE, FOR, PEER, ROLE, PROBES, WAITS_FOR, FIX,
                    LAST_DOWN, LOSSES, REJECTED);
        }
    }

    /** {@code peers}. */
    @Command(
            name = "peers",
            description = "Show the peers, with delay and loss. A link that has lost its peer keeps its line; links"
                    + " shows those too that never had one.")
    public static final class Peers extends Listing {

        @Override
        protected String schema() {
            return "ddm.peers/1";
        }

        @Override
        protected List<Column<Row>> columns() {
            return List.of(INTERFACE, INDEX, HOST, KIND, PEER_ADDRESS, STATE, SINCE, FOR, DELAY, DEVIATION, LOSS,
                    PATHS, LAST_DOWN, LOSSES);
        }

        @Override
        protected List<Row> rows(StatusReport report) {
            return super.rows(report).stream()
                    .filter(row -> row.peer().isPresent() || row.link.lastDown().isPresent())
                    .toList();
        }
    }
}
