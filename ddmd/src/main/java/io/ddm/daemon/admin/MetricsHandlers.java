package io.ddm.daemon.admin;

import static io.ddm.api.admin.ApiVersion.V1_0_0;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminJsonReader;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.ddm.daemon.http.SingleFlightResponse.Rendered;
import io.ddm.daemon.metrics.Metrics;
import io.ddm.daemon.metrics.StatsListener;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics: {@code /metrics} on the admin port, and the reference's listener on a port of its own. */
public final class MetricsHandlers implements Handlers {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final StatsListener stats;
    private final BodyParser parser;
    private final SingleFlightResponse<Metrics> metrics;

    public MetricsHandlers(AdminResources resources, Metrics metrics, StatsListener stats) {
        this.stats = stats;
        this.parser = new BodyParser(resources.loop().vertx());
        this.metrics = resources.largeReply(() -> Future.succeededFuture(metrics),
                shown -> new Rendered(200, Buffer.buffer(shown.scrape()), "text/plain; version=0.0.4; charset=utf-8"));
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.readAlways(AdminApi.METRICS, metrics::to),
                Route.change(HttpMethod.POST, AdminApi.ENABLE_STATS, V1_0_0, this::enable).withJson(),
                Route.change(HttpMethod.POST, AdminApi.DISABLE_STATS, V1_0_0, this::disable));
    }

    private void enable(HttpCall call) {
        parser.parse(call, AdminJsonReader::statsRequest, who -> stats.enable(who).onSuccess(done -> {
            OperatorLog.changed(call, "enable the metrics listener");
            call.noContent();
        }).onFailure(e -> {
            LOG.error("{}", e.getMessage());
            call.error(503, String.valueOf(e.getMessage()));
        }));
    }

    private void disable(HttpCall call) {
        OperatorLog.changed(call, "disable the metrics listener");
        stats.disable().onComplete(done -> call.noContent());
    }
}
