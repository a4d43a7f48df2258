package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.StatsListener;
import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.StoreException;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.policy.ReservedPrefixes;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operations of the admin API mean. A change is checked as a whole, made durable by one worker at a time,
 * submitted to the router, and only then acknowledged. Lives on the admin loop; the router's loop only answers
 * questions and handles events.
 */
public final class AdminHandlers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** The one worker that touches the store. */
    public static final String DISK = "disk";

    /** Upper bound on the destinations that one router originates: far beyond a rack, and bounded in memory. */
    static final int MAX_ORIGINATED = 250_000;

    private final RouterCalls router;
    private final OriginStore store;
    private final StatsListener stats;
    private final BodyParser parser;
    private final ChangeQueue changes;
    private final WorkerExecutor disk;
    private final Map<ApiVersion, SingleFlightResponse<List<InterfaceReport>>> peers = new EnumMap<>(ApiVersion.class);
    private final Map<ApiVersion, SingleFlightResponse<ApiVersion>> descriptions = new EnumMap<>(ApiVersion.class);
    private final SingleFlightResponse<Iterable<Destination>> originated;
    private final SingleFlightResponse<Iterable<Destination>> originatedTunnelEndpoints;
    private final SingleFlightResponse<SortedMap<NextHop, OfferedTable>> prefixes;
    private final SingleFlightResponse<SortedMap<NextHop, OfferedTable>> tunnelEndpoints;
    private final SingleFlightResponse<Metrics> metrics;

    public AdminHandlers(AdminResources resources, RouterCalls router, OriginStore store, Metrics metrics,
            StatsListener stats) {
        Vertx vertx = resources.loop().vertx();
        this.router = router;
        this.store = store;
        this.stats = stats;
        this.parser = new BodyParser(vertx);
        this.changes = new ChangeQueue(router::submit);
        this.disk = vertx.createSharedWorkerExecutor(DISK, 1);
        for (ApiVersion version : ApiVersion.values()) {
            peers.put(version, resources.smallReply(router::interfaces, links -> peers(version, links)));
            descriptions.put(version,
                    resources.largeReply(() -> Future.succeededFuture(version), AdminHandlers::description));
        }
        this.originated = resources.largeReply(router::originated,
                all -> Rendered.json(AdminJson.prefixSet(only(Prefix.class, all))));
        this.originatedTunnelEndpoints = resources.largeReply(router::originated,
                all -> Rendered.json(AdminJson.tunnelOriginSet(only(TunnelOrigin.class, all))));
        this.prefixes = resources.largeReply(router::imported, AdminHandlers::prefixes);
        this.tunnelEndpoints = resources.largeReply(router::imported, AdminHandlers::tunnelEndpoints);
        this.metrics = resources.largeReply(() -> Future.succeededFuture(metrics),
                shown -> new Rendered(200, Buffer.buffer(shown.scrape()), "text/plain; version=0.0.4; charset=utf-8"));
    }

    void getPeers(HttpCall call, ApiVersion version) {
        Objects.requireNonNull(peers.get(version), "every version has its reply").to(call);
    }

    private Rendered peers(ApiVersion version, List<InterfaceReport> links) {
        SortedMap<Integer, PeerInfo> shown = new TreeMap<>();
        for (InterfaceReport link : links) {
            link.peer().ifPresent(peer -> shown.put(link.index(), info(link, peer)));
        }
        return Rendered.json(AdminJson.peers(version, shown));
    }

    void expirePeer(HttpCall call) {
        Ipv6Address address;
        try {
            address = Ipv6Address.parse(call.parameter());
        } catch (IllegalArgumentException e) {
            call.error(400, AdminApi.badPathParameter(e));
            return;
        }
        OperatorLog.changed(call, "expire peer " + address);
        router.interfaces()
                .compose(links -> router.submit(new Event.ExpirePeer(address))
                        .map(done -> links.stream().filter(link -> hasPeer(link, address)).count()))
                .onSuccess(sessions -> changed(call, sessions))
                .onFailure(e -> failed(call, e));
    }

    private static boolean hasPeer(InterfaceReport link, Ipv6Address address) {
        return link.peer().filter(peer -> peer.address().equals(address)).isPresent();
    }

    void getOriginated(HttpCall call) {
        originated.to(call);
    }

    void getOriginatedTunnelEndpoints(HttpCall call) {
        originatedTunnelEndpoints.to(call);
    }

    void getPrefixes(HttpCall call) {
        prefixes.to(call);
    }

    private static Rendered prefixes(Map<NextHop, OfferedTable> imported) {
        SortedMap<Ipv6Address, Set<PathVector>> byAddress = new TreeMap<>();
        imported.forEach((nextHop, offered) -> byAddress
                .computeIfAbsent(nextHop.gateway(), address -> new TreeSet<>(PathVector.ORDER))
                .addAll(offered.stream().filter(p -> p.destination() instanceof Prefix).toList()));
        byAddress.values().removeIf(Set::isEmpty);
        return Rendered.json(AdminJson.prefixes(byAddress));
    }

    void getTunnelEndpoints(HttpCall call) {
        tunnelEndpoints.to(call);
    }

    private static Rendered tunnelEndpoints(Map<NextHop, OfferedTable> imported) {
        Set<TunnelRoute> routes = new TreeSet<>(TunnelRoute.ORDER);
        imported.forEach((nextHop, offered) -> offered.forEach(p -> {
            if (p.destination() instanceof TunnelOrigin origin) {
                routes.add(new TunnelRoute(origin, nextHop.gateway()));
            }
        }));
        return Rendered.json(AdminJson.tunnelRoutes(routes));
    }

    void advertisePrefixes(HttpCall call) {
        originate(call, AdminJsonReader::prefixSet);
    }

    void withdrawPrefixes(HttpCall call) {
        withdraw(call, AdminJsonReader::prefixSet);
    }

    void advertiseTunnelEndpoints(HttpCall call) {
        originate(call, AdminJsonReader::tunnelOriginSet);
    }

    void withdrawTunnelEndpoints(HttpCall call) {
        withdraw(call, AdminJsonReader::tunnelOriginSet);
    }

    void sync(HttpCall call) {
        OperatorLog.changed(call, "pull all peers again");
        router.submit(new Event.Synchronize()).onSuccess(done -> call.noContent()).onFailure(e -> failed(call, e));
    }

    void enableStats(HttpCall call) {
        parser.parse(call, AdminJsonReader::statsRequest, who -> stats.enable(who).onSuccess(done -> {
            OperatorLog.changed(call, "enable the metrics listener");
            call.noContent();
        }).onFailure(e -> {
            LOG.error("{}", e.getMessage());
            call.error(503, String.valueOf(e.getMessage()));
        }));
    }

    void disableStats(HttpCall call) {
        OperatorLog.changed(call, "disable the metrics listener");
        stats.disable().onComplete(done -> call.noContent());
    }

    void getMetrics(HttpCall call) {
        metrics.to(call);
    }

    private interface Storing {
        void store(Collection<Destination> destinations) throws StoreException;
    }

    private void originate(HttpCall call, BodyParser.Reading<? extends Set<? extends Destination>> reading) {
        change(call, "originate", reading, destinations -> {
            for (Destination destination : destinations) {
                ReservedPrefixes.rejectedAtOrigination(destination).ifPresent(reason -> {
                    throw new InvalidRequestException(
                            destination + " cannot be originated: it lies within loopback, link-local or multicast"
                                    + " addresses (" + reason.words() + ")");
                });
            }
            if (store.size() + destinations.size() > MAX_ORIGINATED) {
                throw new InvalidRequestException("too many destinations: " + store.size() + " are originated and "
                        + destinations.size() + " requested, at most " + MAX_ORIGINATED + " are possible");
            }
            store.add(destinations);
            warnOfRejected(destinations);
        }, Event.Originate::new);
    }

    private static void warnOfRejected(Collection<? extends Destination> destinations) {
        for (Destination destination : destinations) {
            ReservedPrefixes.rejectedAlways(destination)
                    .ifPresent(reason -> LOG.warn(
                            "{} is originated, but only"
                                    + " neighbors that run the reference import it: ddmd rejects it ({})",
                            destination, reason.words()));
        }
    }

    private void withdraw(HttpCall call, BodyParser.Reading<? extends Set<? extends Destination>> reading) {
        change(call, "withdraw", reading, store::remove, Event.Withdraw::new);
    }

    /** A request that can never be done; the message is for the client. */
    private static final class InvalidRequestException extends RuntimeException {
        private static final long serialVersionUID = 1;

        InvalidRequestException(String message) {
            super(message);
        }
    }

    private void change(HttpCall call, String what, BodyParser.Reading<? extends Set<? extends Destination>> reading,
            Storing storing, Function<Set<Destination>, Event> event) {
        if (changes.isFull()) {
            call.unavailable("too many changes wait for the router");
            return;
        }
        parser.parse(call, reading, parsed -> {
            List<Destination> destinations = List.copyOf(parsed);
            disk.executeBlocking(() -> {
                int before = store.size();
                storing.store(destinations);
                return Math.abs(store.size() - before);
            }, AdminResources.UNORDERED)
                    .compose(count -> changes.submit(event.apply(sorted(destinations))).map(done -> count))
                    .onSuccess(count -> {
                        OperatorLog.changed(call, what, destinations);
                        changed(call, count);
                    })
                    .onFailure(e -> failed(call, e));
        });
    }

    private static Set<Destination> sorted(List<Destination> destinations) {
        Set<Destination> sorted = new TreeSet<>(Destination.ORDER);
        sorted.addAll(destinations);
        return sorted;
    }

    private static void changed(HttpCall call, long count) {
        call.request().response().putHeader(AdminApi.CHANGED_HEADER, Long.toString(count));
        call.noContent();
    }

    private static void failed(HttpCall call, Throwable e) {
        if (e instanceof InvalidRequestException) {
            call.error(400, String.valueOf(e.getMessage()));
            return;
        }
        LOG.error("{} {} failed: {}", call.request().method(), call.request().path(), e.getMessage());
        call.error(e instanceof StoreException stored && stored.isFull() ? 507 : 503, String.valueOf(e.getMessage()));
    }

    /** The description of a version; of the newest if the request names none. */
    void getDescription(HttpCall call) {
        try {
            String header = call.request().getHeader(AdminApi.VERSION_HEADER);
            ApiVersion version = header == null ? ApiVersion.newest() : ApiVersion.serving(header);
            Objects.requireNonNull(descriptions.get(version), "every version has its reply").to(call);
        } catch (ApiVersionException e) {
            call.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static Rendered description(ApiVersion version) {
        String name = "/openapi/ddm-admin-" + version.text() + ".json";
        try (InputStream in = AdminHandlers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " was not packaged");
            }
            return Rendered.json(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PeerInfo info(InterfaceReport link, PeerIdentity peer) {
        return new PeerInfo(PeerState.of(link.state()), Duration.between(link.since(), router.now()), peer.address(),
                peer.id().value(), peer.kind(), Optional.of(link.name()));
    }

    private static <T extends Destination> List<T> only(Class<T> kind, Iterable<Destination> destinations) {
        List<T> matching = new ArrayList<>();
        for (Destination destination : destinations) {
            if (kind.isInstance(destination)) {
                matching.add(kind.cast(destination));
            }
        }
        return matching;
    }
}
