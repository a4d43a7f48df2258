package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.ApiVersionException;
import io.ddm.api.admin.PeerInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.TunnelRoute;
import io.ddm.api.json.BadJsonException;
import io.ddm.daemon.Driver;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.observe.Metrics;
import io.ddm.daemon.observe.StatsListener;
import io.ddm.daemon.store.OriginStore;
import io.ddm.daemon.store.StoreException;
import io.ddm.fsm.Event;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.peer.InterfaceReport;
import io.ddm.fsm.peer.PeerIdentity;
import io.ddm.fsm.rib.OfferedTable;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operations of the admin API mean. A change is checked whole, made durable by one worker at a time, told to
 * the router, and only then acknowledged.
 */
public final class AdminHandlers {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandlers.class);

    /** The one worker that touches the store. */
    public static final String DISK = "disk";

    /**
     * Blocking work of one context is otherwise done one after the other, whatever its worker: a slow disk would keep
     * tables from being rendered. Each worker is a single thread, so its own work stays in order.
     */
    public static final boolean UNORDERED = false;

    private final Driver driver;
    private final OriginStore store;
    private final Metrics metrics;
    private final StatsListener stats;
    private final WorkerExecutor disk;
    private final WorkerExecutor rendering;
    private final SharedReply<Map<NextHop, OfferedTable>> prefixes;
    private final SharedReply<Map<NextHop, OfferedTable>> tunnelEndpoints;
    private final SharedReply<Iterable<Destination>> originated;
    private final SharedReply<Iterable<Destination>> originatedTunnelEndpoints;

    public AdminHandlers(Vertx vertx, Driver driver, OriginStore store, Metrics metrics, StatsListener stats) {
        this.driver = driver;
        this.store = store;
        this.metrics = metrics;
        this.stats = stats;
        this.disk = vertx.createSharedWorkerExecutor(DISK, 1);
        this.rendering = vertx.createSharedWorkerExecutor("render", 1);
        this.prefixes = new SharedReply<>(rendering, driver::imported, AdminHandlers::prefixes);
        this.tunnelEndpoints = new SharedReply<>(rendering, driver::imported, AdminHandlers::tunnelEndpoints);
        this.originated = new SharedReply<>(rendering, driver::originated,
                all -> AdminJson.prefixSet(only(Prefix.class, all)));
        this.originatedTunnelEndpoints = new SharedReply<>(rendering, driver::originated,
                all -> AdminJson.tunnelOriginSet(only(TunnelOrigin.class, all)));
    }

    void getPeers(HttpCall call, ApiVersion version) {
        SortedMap<Integer, PeerInfo> peers = new TreeMap<>();
        for (InterfaceReport link : driver.interfaces()) {
            link.peer().ifPresent(peer -> peers.put(link.index(), info(link, peer)));
        }
        call.ok(AdminJson.peers(version, peers));
    }

    void expirePeer(HttpCall call) {
        try {
            driver.submit(new Event.ExpirePeer(Ipv6Address.parse(call.parameter()))).onSuccess(
                    done -> call.noContent());
        } catch (IllegalArgumentException e) {
            call.error(400, AdminApi.badPathParameter(e));
        }
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

    private static byte[] prefixes(Map<NextHop, OfferedTable> imported) {
        SortedMap<Ipv6Address, Set<PathVector>> byAddress = new TreeMap<>();
        imported.forEach((nextHop, offered) -> byAddress.computeIfAbsent(nextHop.gateway(),
                address -> new TreeSet<>(PathVector.ORDER)).addAll(
                        offered.stream().filter(p -> p.destination() instanceof Prefix).toList()));
        byAddress.values().removeIf(Set::isEmpty);
        return AdminJson.prefixes(byAddress);
    }

    void getTunnelEndpoints(HttpCall call) {
        tunnelEndpoints.to(call);
    }

    private static byte[] tunnelEndpoints(Map<NextHop, OfferedTable> imported) {
        Set<TunnelRoute> routes = new TreeSet<>(TunnelRoute.ORDER);
        imported.forEach((nextHop, offered) -> offered.forEach(p -> {
            if (p.destination() instanceof TunnelOrigin origin) {
                routes.add(new TunnelRoute(origin, nextHop.gateway()));
            }
        }));
        return AdminJson.tunnelRoutes(routes);
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
        driver.submit(new Event.Synchronize()).onSuccess(done -> call.noContent());
    }

    void enableStats(HttpCall call) {
        try {
            stats.enable(AdminJsonReader.statsRequest(call.body().getBytes())).onSuccess(
                    done -> call.noContent()).onFailure(e -> {
                        LOG.error("{}", e.getMessage());
                        call.error(503, String.valueOf(e.getMessage()));
                    });
        } catch (BadJsonException e) {
            call.error(400, e.getMessage());
        }
    }

    void disableStats(HttpCall call) {
        stats.disable().onComplete(done -> call.noContent());
    }

    void getMetrics(HttpCall call) {
        call.ok(metrics.scrape(), "text/plain; version=0.0.4; charset=utf-8");
    }

    private interface Reading {
        Set<? extends Destination> read(byte[] body) throws BadJsonException;
    }

    private interface Storing {
        void store(Collection<Destination> destinations) throws StoreException;
    }

    private void originate(HttpCall call, Reading reading) {
        change(call, reading, store::add, Event.Originate::new);
    }

    private void withdraw(HttpCall call, Reading reading) {
        change(call, reading, store::remove, Event.Withdraw::new);
    }

    private void change(HttpCall call, Reading reading, Storing storing, Function<Set<Destination>, Event> event) {
        Set<Destination> destinations;
        try {
            destinations = new TreeSet<>(Destination.ORDER);
            destinations.addAll(reading.read(call.body().getBytes()));
        } catch (BadJsonException e) {
            call.error(400, e.getMessage());
            return;
        }
        disk.executeBlocking(() -> {
            storing.store(destinations);
            return destinations;
        }, UNORDERED).compose(stored -> driver.submit(event.apply(stored))).onSuccess(
                done -> call.noContent()).onFailure(e -> {
                    LOG.error("a change was refused: {}", e.getMessage());
                    call.error(e instanceof StoreException store && store.isFull() ? 507 : 503,
                            String.valueOf(e.getMessage()));
                });
    }

    /** The description of a version; of the newest if the request names none. */
    void getDescription(HttpCall call) {
        try {
            String header = call.request().getHeader(AdminApi.VERSION_HEADER);
            ApiVersion version = header == null ? ApiVersion.newest() : ApiVersion.serving(header);
            rendering.executeBlocking(() -> description(version), UNORDERED).onSuccess(call::ok).onFailure(e -> {
                LOG.error("a description cannot be read", e);
                call.error(500, "Internal Server Error");
            });
        } catch (ApiVersionException e) {
            call.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] description(ApiVersion version) throws IOException {
        String name = "/openapi/ddm-admin-" + version.text() + ".json";
        try (InputStream in = AdminHandlers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " was not packaged");
            }
            return in.readAllBytes();
        }
    }

    private PeerInfo info(InterfaceReport link, PeerIdentity peer) {
        return new PeerInfo(PeerState.of(link.state()), Duration.between(link.since(), driver.now()), peer.address(),
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
