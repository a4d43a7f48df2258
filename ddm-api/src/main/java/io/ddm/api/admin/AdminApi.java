package io.ddm.api.admin;

import io.ddm.fsm.model.Ipv6Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the admin API, and the checks of a request before its body is read.
 *
 * <pre>
 *   GET    /peers                         peers, by interface index
 *   DELETE /peers/{addr}                  expire a peer; 204 also if there is none
 *   GET    /prefixes                      imported prefixes, by next hop
 *   GET    /originated                    originated prefixes
 *   PUT    /prefix                        originate prefixes      DELETE: withdraw them
 *   GET    /tunnel_endpoints              imported tunnel origins with their next hops
 *   GET    /originated_tunnel_endpoints   originated tunnel origins
 *   PUT    /tunnel_endpoint               originate tunnel origins DELETE: withdraw them
 *   PUT    /sync                          pull again from every peer
 *   POST   /enable-stats                  report metrics           POST /disable-stats: stop it
 *   from version 3.0.0 on:
 *   GET    /interfaces                    interfaces, by index
 *   POST   /ddm/omicron/apply             replace the set of dynamic interfaces
 *   PUT    /external_peers                the same                 GET: the current set
 *   POST   /hand-over                     end the process; routes and peers stay for a successor
 *   from version 3.1.0 on:
 *   GET    /events                        a snapshot, then what changes, as server-sent events
 *   GET    /status                        the router with every configured link
 *   GET    /history                       the latest events; ?after=ID: those that are newer
 *   GET    /why?prefix=P                  why a destination is reached as it is
 *   GET    /stat                          interfaces, multipath groups and probe targets
 *   GET    /stat/addresses                destinations with their groups
 *   GET    /stat/probes                   every finished probe, as server-sent events
 *   PUT    /interfaces/{name}/offline     take an interface out of use; DELETE: put it back
 *   PUT    /interfaces/{name}/standby     make an interface a standby; DELETE: an ordinary one again
 *   POST   /reload                        read the configuration again; with dry_run=true only say what would change
 *   GET    /log-levels                    what is logged           PUT: something else for a while
 *   of no version:
 *   GET    /live                          200 while the router's event loop turns, else 503
 *   GET    /ready                         200 once the start is over, else 503; the body lists problems
 *   GET    /metrics                       metrics for Prometheus
 *   GET    /ui                            a page for browsers; /ui/events feeds it, POST /ui/login begins a session
 *   GET    /openapi.json                  the description of a version, of the newest if the request names none
 * </pre>
 */
public final class AdminApi {

    /** Default TCP port. */
    public static final int DEFAULT_PORT = 8000;

    /** Request header: the version that the client speaks; see {@link ApiVersion#serving}. */
    public static final String VERSION_HEADER = "api-version";

    /**
     * Response header of a change: how many of its items were really changed. The reference does not send it.
     */
    public static final String CHANGED_HEADER = "ddm-changed";

    /** Content type of all requests and replies. */
    public static final String JSON = "application/json";

    /** Peers; with an address behind it, one peer. */
    public static final String PEERS = "/peers";
    /** Imported prefixes. */
    public static final String PREFIXES = "/prefixes";
    /** Originated prefixes. */
    public static final String ORIGINATED = "/originated";
    /** To originate and withdraw prefixes. */
    public static final String PREFIX = "/prefix";
    /** Imported tunnel origins. */
    public static final String TUNNEL_ENDPOINTS = "/tunnel_endpoints";
    /** Originated tunnel origins. */
    public static final String ORIGINATED_TUNNEL_ENDPOINTS = "/originated_tunnel_endpoints";
    /** To originate and withdraw tunnel origins. */
    public static final String TUNNEL_ENDPOINT = "/tunnel_endpoint";
    /** To pull again. */
    public static final String SYNC = "/sync";
    /** To start reporting metrics. */
    public static final String ENABLE_STATS = "/enable-stats";
    /** To stop reporting metrics. */
    public static final String DISABLE_STATS = "/disable-stats";
    /** Interfaces. */
    public static final String INTERFACES = "/interfaces";
    /** Last element of the path at which one interface is taken out of use. */
    public static final String OFFLINE = "offline";
    /** Last element of the path at which one interface becomes a standby. */
    public static final String STANDBY = "standby";
    /** Parameter of a query: whether to take an interface out of use even if destinations lose their last path. */
    public static final String FORCE_PARAMETER = "force";
    /** To replace the set of dynamic interfaces. */
    public static final String APPLY = "/ddm/omicron/apply";
    /** The set of dynamic interfaces. */
    public static final String EXTERNAL_PEERS = "/external_peers";
    /** To end the process without a withdrawal. */
    public static final String HAND_OVER = "/hand-over";
    /** To read the configuration again. */
    public static final String RELOAD = "/reload";
    /** Parameter of a query: whether to change nothing and only say what would change. */
    public static final String DRY_RUN_PARAMETER = "dry_run";
    /** What is logged. */
    public static final String LOG_LEVELS = "/log-levels";
    /** What happens, as a stream of events. */
    public static final String EVENTS = "/events";
    public static final String RECORDING = "/recording";
    /** The router with every configured link. */
    public static final String STATUS = "/status";
    /** The latest events. */
    public static final String HISTORY = "/history";
    /** Parameter of a query: only events with a larger number. */
    public static final String AFTER_PARAMETER = "after";
    /** Why a destination is reached as it is. */
    public static final String WHY = "/why";
    /** Parameter of a query: the destination, a prefix or an address. */
    public static final String PREFIX_PARAMETER = "prefix";
    /** Interfaces, groups and targets. */
    public static final String STAT = "/stat";
    /** Destinations. */
    public static final String STAT_ADDRESSES = "/stat/addresses";
    /** Probes, as a stream of events. */
    public static final String STAT_PROBES = "/stat/probes";
    /** Whether the daemon is alive. */
    public static final String LIVE = "/live";
    /** Whether the daemon has finished starting, and what is wrong. */
    public static final String READY = "/ready";
    /** Metrics for Prometheus. */
    public static final String METRICS = "/metrics";
    /** The status page for browsers; below it are its files. */
    public static final String UI = "/ui";
    /** The stream of {@link #EVENTS} for the status page: a browser cannot name a version. */
    public static final String UI_EVENTS = "/ui/events";
    /** Where a browser shows a token, if the API demands one. */
    public static final String UI_LOGIN = "/ui/login";
    /** This API, described for programs. */
    public static final String OPENAPI = "/openapi.json";

    /** Types that the reference knows but does not accept. */
    private static final Set<String> OTHER_KNOWN_TYPES = Set.of("application/x-www-form-urlencoded",
            "application/octet-stream", "multipart/form-data");

    private AdminApi() {}

    /** The path of one peer. */
    public static String peer(Ipv6Address address) {
        return PEERS + "/" + address;
    }

    /** The path at which one interface is taken out of use, and put back. */
    public static String offline(InterfaceName name) {
        return INTERFACES + "/" + element(name) + "/" + OFFLINE;
    }

    /** The path at which one interface becomes a standby, and stops being one. */
    public static String standby(InterfaceName name) {
        return INTERFACES + "/" + element(name) + "/" + STANDBY;
    }

    /** A name as one element of a path. */
    private static String element(InterfaceName name) {
        return URLEncoder.encode(name.text(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The message of status 400 for an invalid address in a path. */
    public static String badPathParameter(IllegalArgumentException why) {
        return "bad parameter in URL path: " + why.getMessage();
    }

    /**
     * Checks the content type of a request with a body.
     *
     * @param header the content type with its parameters; null if there is none, which counts as JSON
     * @return the message of status 400; empty if the type is accepted
     */
    public static Optional<String> contentTypeProblem(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        int semicolon = header.indexOf(';');
        String type = (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (type.equals(JSON)) {
            return Optional.empty();
        }
        return Optional.of(OTHER_KNOWN_TYPES.contains(type)
                ? "expected content type \"" + JSON + "\", got \"" + type + "\""
                : "unsupported content-type: " + type);
    }
}
