package io.ddm.api.admin.status;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the reply to {@code GET /status}. Unknown fields are skipped. */
public final class StatusReader {

    private static final ObjectReader<Draft> STATUS = ObjectReader.<Draft>named("Status")
            .required("at", (in, draft) -> draft.at = instant(in))
            .required("router", (in, draft) -> RouterReader.ROUTER.read(in, draft.router))
            .required("ready", (in, draft) -> draft.isReady = in.flag())
            .required("links", (in, draft) -> draft.links = list(in, LinkReader::link))
            .required("routes", (in, draft) -> RouterReader.ROUTES.read(in, draft.router))
            .required("kernel", (in, draft) -> RouterReader.KERNEL.read(in, draft.router))
            .required("problems", (in, draft) -> draft.problems = list(in, ProblemReader::problem));

    private StatusReader() {}

    private static final class Draft {
        private Instant at = Instant.EPOCH;
        private final RouterReader router = new RouterReader();
        private boolean isReady;
        private List<LinkStatus> links = List.of();
        private List<ReadyReport.Problem> problems = List.of();
    }

    /**
     * Reads a reply.
     *
     * @throws BadJsonException if it is malformed, or a word in it is unknown
     */
    public static StatusReport read(byte[] body) throws BadJsonException {
        Draft draft = JsonReader.read(body, in -> STATUS.read(in, new Draft()));
        RouterReader router = draft.router;
        return new StatusReport(draft.at,
                new StatusReport.Router(router.id, router.kind, router.version, router.uptime), draft.isReady,
                draft.links, router.routes(), router.kernel(), draft.problems);
    }

    /** Router, tables and forwarding plane. */
    private static final class RouterReader {

        private static final ObjectReader<RouterReader> ROUTER = ObjectReader.<RouterReader>named("StatusRouter")
                .required("id", (in, router) -> router.id = in.string())
                .required("kind", (in, router) -> router.kind = constant(in, RouterKind.values()))
                .required("version", (in, router) -> router.version = in.string())
                .required("uptime_ms", (in, router) -> router.uptime = millis(in));
        private static final ObjectReader<RouterReader> ROUTES = ObjectReader.<RouterReader>named("StatusRoutes")
                .required("imported_prefix_paths", (in, router) -> router.prefixPaths = number(in))
                .required("imported_tunnel_paths", (in, router) -> router.tunnelPaths = number(in))
                .required("originated_prefixes", (in, router) -> router.prefixes = number(in))
                .required("originated_tunnels", (in, router) -> router.tunnels = number(in))
                .required("networks", (in, router) -> router.networks = number(in));
        private static final ObjectReader<RouterReader> KERNEL = ObjectReader.<RouterReader>named("StatusKernel")
                .required("wanted", (in, router) -> router.wanted = number(in))
                .required("installed", (in, router) -> router.installed = number(in))
                .required("pending", (in, router) -> router.pending = number(in))
                .required("refused", (in, router) -> router.refused = number(in))
                .required("repaired", (in, router) -> router.repaired = number(in));

        private String id = "";
        private RouterKind kind = RouterKind.SERVER;
        private String version = "";
        private Duration uptime = Duration.ZERO;
        private long prefixPaths;
        private long tunnelPaths;
        private long prefixes;
        private long tunnels;
        private long networks;
        private long wanted;
        private long installed;
        private long pending;
        private long refused;
        private long repaired;

        private RouteCounts routes() {
            return new RouteCounts(prefixPaths, tunnelPaths, prefixes, tunnels,
                    (int) Math.min(networks, Integer.MAX_VALUE));
        }

        private StatusReport.Kernel kernel() {
            return new StatusReport.Kernel(wanted, installed, pending, refused, repaired);
        }
    }

    /** One link. */
    private static final class LinkReader {

        private static final ObjectReader<LinkReader> LINK = ObjectReader.<LinkReader>named("StatusLink")
                .required("name", (in, link) -> link.name = in.string())
                .required("index", (in, link) -> link.index = (int) Math.min(number(in), Integer.MAX_VALUE))
                .required("state", (in, link) -> link.state = state(in))
                .required("since", (in, link) -> link.since = instant(in))
                .required("for_ms", (in, link) -> link.duration = millis(in))
                .required("role", (in, link) -> link.role = constant(in, LinkRole.values()))
                .required("probes", (in, link) -> link.probes = constant(in, ProbeState.values()))
                .required("paths", (in, link) -> link.paths = number(in))
                .required("losses", (in, link) -> link.losses = number(in))
                .required("rejected", (in, link) -> link.rejected = list(in, LinkReader::rejected))
                .nullable("address", (in, link) -> link.address = Optional.of(address(in)))
                .nullable("peer", (in, link) -> link.peer = Optional.of(PeerReader.peer(in)))
                .nullable("waiting", (in, link) -> link.waiting = Optional.of(WaitingReader.waiting(in)))
                .nullable("delay_us", (in, link) -> link.delay = OptionalLong.of(number(in)))
                .nullable("deviation_us", (in, link) -> link.deviation = OptionalLong.of(number(in)))
                .nullable("loss_permille", (in, link) -> link.loss = OptionalLong.of(number(in)))
                .nullable("last_down", (in, link) -> link.lastDown = Optional.of(DownReader.down(in)));

        private String name = "";
        private int index;
        private Optional<Ipv6Address> address = Optional.empty();
        private PeerState state = PeerState.INIT;
        private Instant since = Instant.EPOCH;
        private Duration duration = Duration.ZERO;
        private Optional<InterfaceInfo.Peer> peer = Optional.empty();
        private Optional<LinkStatus.Waiting> waiting = Optional.empty();
        private LinkRole role = LinkRole.ACTIVE;
        private ProbeState probes = ProbeState.UNKNOWN;
        private OptionalLong delay = OptionalLong.empty();
        private OptionalLong deviation = OptionalLong.empty();
        private OptionalLong loss = OptionalLong.empty();
        private long paths;
        private List<LinkStatus.Rejected> rejected = List.of();
        private long losses;
        private Optional<LinkStatus.Down> lastDown = Optional.empty();

        private static LinkStatus link(JsonReader in) throws BadJsonException {
            LinkReader link = LINK.read(in, new LinkReader());
            return new LinkStatus(link.name, link.index, link.address, link.state, link.since, link.duration,
                    link.peer, link.waiting, link.role,
                    new LinkStatus.Measures(link.probes, link.delay, link.deviation, link.loss), link.paths,
                    link.rejected, link.losses, link.lastDown);
        }

        private static LinkStatus.Rejected rejected(JsonReader in) throws BadJsonException {
            RejectedReader read = RejectedReader.REJECTED.read(in, new RejectedReader());
            return new LinkStatus.Rejected(read.reason, read.count, read.example);
        }
    }

    private static final class RejectedReader {

        private static final ObjectReader<RejectedReader> REJECTED = ObjectReader
                .<RejectedReader>named("StatusRejected")
                .required("reason", (in, rejected) -> rejected.reason = in.string())
                .required("count", (in, rejected) -> rejected.count = number(in))
                .required("example", (in, rejected) -> rejected.example = in.string());

        private String reason = "";
        private long count;
        private String example = "";
    }

    private static final class PeerReader {

        private static final ObjectReader<PeerReader> PEER = ObjectReader.<PeerReader>named("StatusPeer")
                .required("address", (in, peer) -> peer.address = Optional.of(address(in)))
                .required("host", (in, peer) -> peer.host = in.string())
                .required("kind", (in, peer) -> peer.kind = constant(in, RouterKind.values()));

        private Optional<Ipv6Address> address = Optional.empty();
        private String host = "";
        private RouterKind kind = RouterKind.SERVER;

        private static InterfaceInfo.Peer peer(JsonReader in) throws BadJsonException {
            PeerReader peer = PEER.read(in, new PeerReader());
            return new InterfaceInfo.Peer(peer.address.orElseThrow(), peer.host, peer.kind);
        }
    }

    private static final class WaitingReader {

        private static final ObjectReader<WaitingReader> WAITING = ObjectReader.<WaitingReader>named("StatusWaiting")
                .required("what", (in, waiting) -> waiting.what = in.string())
                .required("fix", (in, waiting) -> waiting.fix = in.string())
                .required("problem", (in, waiting) -> waiting.isProblem = in.flag());

        private String what = "";
        private String fix = "";
        private boolean isProblem;

        private static LinkStatus.Waiting waiting(JsonReader in) throws BadJsonException {
            WaitingReader waiting = WAITING.read(in, new WaitingReader());
            return new LinkStatus.Waiting(waiting.what, waiting.fix, waiting.isProblem);
        }
    }

    private static final class DownReader {

        private static final ObjectReader<DownReader> DOWN = ObjectReader.<DownReader>named("StatusDown")
                .required("at", (in, down) -> down.at = instant(in))
                .required("reason", (in, down) -> down.reason = in.string())
                .nullable("peer", (in, down) -> down.peer = Optional.of(in.string()));

        private Instant at = Instant.EPOCH;
        private String reason = "";
        private Optional<String> peer = Optional.empty();

        private static LinkStatus.Down down(JsonReader in) throws BadJsonException {
            DownReader down = DOWN.read(in, new DownReader());
            return new LinkStatus.Down(down.at, down.reason, down.peer);
        }
    }

    private static Ipv6Address address(JsonReader in) throws BadJsonException {
        return in.parsed("an IPv6 address", Ipv6Address::parse);
    }

    private static PeerState state(JsonReader in) throws BadJsonException {
        return in.parsed("a string", text -> PeerState.of(text)
                .orElseThrow(() -> new IllegalArgumentException("unknown variant `" + text + "`")));
    }

    static Instant instant(JsonReader in) throws BadJsonException {
        return in.parsed("an instant", text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("invalid instant `" + text + "`", e);
            }
        });
    }

    private static Duration millis(JsonReader in) throws BadJsonException {
        return Duration.ofMillis(number(in));
    }

    static long number(JsonReader in) throws BadJsonException {
        long number = in.unsigned(Long.SIZE);
        if (number < 0) {
            throw in.bad("invalid value: integer beyond 63 bits");
        }
        return number;
    }

    static <E extends Enum<E>> E constant(JsonReader in, E[] constants) throws BadJsonException {
        return in.parsed("a string", text -> {
            for (E constant : constants) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("unknown variant `" + text + "`");
        });
    }

    static <T> List<T> list(JsonReader in, JsonReader.Reading<T> element) throws BadJsonException {
        List<T> list = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            list.add(element.from(in));
        }
        return list;
    }
}
