package io.ddm.daemon.observe;

import io.ddm.api.admin.StatsRequest;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.http.ConnectionGuard;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.Routes;
import io.ddm.fsm.RouterReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics listener that operators switch on and off: {@code GET /metrics} gives the reference's session and router
 * figures under the rack and sled that it was enabled for. Called on the router's context only; changes happen one after
 * the other.
 */
public final class StatsListener {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.metrics");

    /** A port that is taken is tried again after this long, in ms, if nobody waits for the answer. */
    private static final int RETRY_MS = 5_000;

    private final Vertx vertx;
    private final ListenAddress address;
    private final Supplier<RouterReport> report;
    private final Metrics metrics;
    private final AdminAccess access;
    private Future<Void> lastChange = Future.succeededFuture();
    private @Nullable HttpServer server;
    private long retry = -1;

    /**
     * @param report asked at each scrape
     * @param access what stands before it
     */
    public StatsListener(Vertx vertx, ListenAddress address, Supplier<RouterReport> report, Metrics metrics,
            AdminAccess access) {
        this.vertx = vertx;
        this.address = address;
        this.report = report;
        this.metrics = metrics;
        this.access = access;
    }

    /**
     * Starts to listen; nothing changes if it listens already.
     *
     * @return fails if the address cannot be had, with a message that names it
     */
    public Future<Void> enable(StatsRequest who) {
        return change(() -> {
            if (server == null) {
                return listen(who);
            }
            LOG.info("the metrics listener runs already, on port {}", server.actualPort());
            return Future.succeededFuture();
        });
    }

    /** The same for when nobody waits for the answer: what fails is logged and tried again until it is disabled. */
    public void keepEnabling(StatsRequest who) {
        enable(who).onFailure(e -> {
            LOG.warn("{}; trying again every {} s", e.getMessage(), RETRY_MS / 1000);
            retryLater(who);
        });
    }

    private void retryLater(StatsRequest who) {
        vertx.cancelTimer(retry);
        retry = vertx.setTimer(RETRY_MS, ignored -> enable(who).onFailure(e -> retryLater(who)));
    }

    /** Stops to listen; nothing changes if it does not. */
    public Future<Void> disable() {
        return change(() -> {
            vertx.cancelTimer(retry);
            HttpServer running = server;
            server = null;
            return running == null ? Future.succeededFuture() : running.close();
        });
    }

    private Future<Void> change(Supplier<Future<Void>> change) {
        lastChange = lastChange.otherwiseEmpty().compose(ignored -> change.get());
        return lastChange;
    }

    private Future<Void> listen(StatsRequest who) {
        Routes routes = new Routes(0).on(HttpMethod.GET, "/metrics",
                call -> call.ok(StatsText.of(who, report.get(), metrics), StatsText.CONTENT_TYPE));
        return vertx.createHttpServer(
                access.secure(ConnectionGuard.options())).requestHandler(
                        access.guard(routes::handle)).listen(address.socketAddress()).onSuccess(listening -> {
                            server = listening;
                            LOG.info("metrics on port {} for rack {}, sled {}", listening.actualPort(), who.rackId(),
                                    who.sledId());
                        }).recover(e -> Future.failedFuture(
                                "the metrics listener cannot listen on " + address + ": " + e.getMessage())).mapEmpty();
    }
}
