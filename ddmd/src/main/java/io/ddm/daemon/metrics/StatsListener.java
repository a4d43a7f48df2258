package io.ddm.daemon.metrics;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.StatsRequest;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.access.Role;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.ListenAddress;
import io.ddm.daemon.http.Listener;
import io.ddm.daemon.http.Routes;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.fsm.RouterReport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics listener that clients enable and disable: {@code GET /metrics} returns the reference's session and router
 * figures, labeled with the given rack and sled. Lives on the admin loop, like its connections; changes are sequential.
 */
public final class StatsListener {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.metrics");

    /** Retry interval while the port is in use, if no client waits for the answer. */
    private static final int RETRY_MS = 5_000;

    private static final String NAME = "metrics";

    private final AdminResources resources;
    private final ListenAddress address;
    private final Supplier<Future<RouterReport>> report;
    private final Metrics metrics;
    private final AdminAccess access;
    private final Consumer<HttpCall> live;
    private Future<Void> lastChange = Future.succeededFuture();
    private @Nullable Listener listener;
    private long retry = -1;

    /**
     * @param report called at each scrape; completes on the admin loop
     * @param access access control of the listener
     * @param live answers {@code GET /live}, which needs no credential
     */
    public StatsListener(AdminResources resources, ListenAddress address, Supplier<Future<RouterReport>> report,
            Metrics metrics, AdminAccess access, Consumer<HttpCall> live) {
        this.live = live;
        this.resources = resources;
        this.address = address;
        this.report = report;
        this.metrics = metrics;
        this.access = access;
    }

    /**
     * Starts to listen; no effect if it listens already.
     *
     * @return fails if the address cannot be bound, with a message that names it
     */
    public Future<Void> enable(StatsRequest who) {
        return change(() -> {
            if (listener == null) {
                return listen(who);
            }
            LOG.info("the metrics listener is already running on port {}", listener.port());
            return Future.succeededFuture();
        });
    }

    /** The same without a waiting client: failures are logged and retried until it is disabled. */
    public void keepEnabling(StatsRequest who) {
        enable(who).onFailure(e -> {
            LOG.warn("{}; retrying every {} s", e.getMessage(), RETRY_MS / 1000);
            retryLater(who);
        });
    }

    private void retryLater(StatsRequest who) {
        resources.loop().vertx().cancelTimer(retry);
        retry = resources.loop().vertx().setTimer(RETRY_MS, ignored -> enable(who).onFailure(e -> retryLater(who)));
    }

    /** Stops to listen; no effect if it does not listen. */
    public Future<Void> disable() {
        return change(() -> {
            resources.loop().vertx().cancelTimer(retry);
            Listener running = listener;
            listener = null;
            return running == null ? Future.succeededFuture() : running.close();
        });
    }

    private Future<Void> change(Supplier<Future<Void>> change) {
        lastChange = lastChange.otherwiseEmpty().compose(ignored -> change.get());
        return lastChange;
    }

    private Future<Void> listen(StatsRequest who) {
        SingleFlightResponse<RouterReport> text = resources.largeReply(report,
                shown -> new SingleFlightResponse.Rendered(200, Buffer.buffer(StatsText.of(who, shown, metrics)),
                        StatsText.CONTENT_TYPE));
        Routes alive = new Routes(0).on(HttpMethod.GET, AdminApi.LIVE, live);
        Routes routes = new Routes(0).on(HttpMethod.GET, "/metrics", text::to).on(HttpMethod.GET, AdminApi.LIVE, live);
        return new Listener(resources.loop(), NAME, access.secure(Listener.options()), resources.timeouts(),
                resources.refusals(),
                access.guard(NAME, resources.refusals(),
                        request -> alive.knows(request.path())
                                ? Optional.empty()
                                : Optional.of(Role.forMethod(request.method())),
                        routes::handle))
                .listen(address.socketAddress())
                .onSuccess(listening -> {
                    listener = listening;
                    LOG.info("metrics on port {} for rack {}, sled {}", listening.port(), who.rackId(), who.sledId());
                })
                .recover(e -> Future
                        .failedFuture("the metrics listener cannot listen on " + address + ": " + e.getMessage()))
                .mapEmpty();
    }
}
