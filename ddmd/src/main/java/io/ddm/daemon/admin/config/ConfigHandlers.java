package io.ddm.daemon.admin.config;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.config.LogLevelRequest;
import io.ddm.api.json.BadJsonException;
import io.ddm.daemon.admin.Handlers;
import io.ddm.daemon.admin.OperatorLog;
import io.ddm.daemon.admin.Replies;
import io.ddm.daemon.admin.Route;
import io.ddm.daemon.config.file.BadConfigException;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.log.LogControl;
import io.ddm.daemon.log.LogLevels;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The daemon's configuration: reloads, and log levels for a while. */
public final class ConfigHandlers implements Handlers {

    /** Bound on the body of a request, which is read on the admin loop. */
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final Reload reload;
    private final LogControl log;
    private final WorkerExecutor worker;

    public ConfigHandlers(AdminResources resources, Reload reload, LogControl log) {
        this.reload = reload;
        this.log = log;
        this.worker = resources.loop().vertx().createSharedWorkerExecutor("reload", 1);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.change(HttpMethod.POST, AdminApi.RELOAD, ApiVersion.V3_1_0, this::reload),
                Route.read(AdminApi.LOG_LEVELS, ApiVersion.V3_1_0, call -> call.ok(log.report().toJson())),
                Route.change(HttpMethod.PUT, AdminApi.LOG_LEVELS, ApiVersion.V3_1_0, this::setLogLevels).withJson());
    }

    private void reload(HttpCall call) {
        String dryRun = call.request().getParam(AdminApi.DRY_RUN_PARAMETER, "false");
        if (!dryRun.equals("true") && !dryRun.equals("false")) {
            call.error(400, "bad parameter in URL query: " + AdminApi.DRY_RUN_PARAMETER + " is `" + dryRun
                    + "`, expected `true` or `false`");
            return;
        }
        boolean isDryRun = dryRun.equals("true");
        worker.executeBlocking(() -> reload.run(isDryRun), AdminResources.UNORDERED).onSuccess(report -> {
            if (!isDryRun) {
                OperatorLog.changed(call, "reload");
                Reload.log(report);
            }
            call.ok(report.toJson());
        }).onFailure(e -> {
            if (e instanceof BadConfigException bad) {
                call.error(400, String.join("; ", bad.problems()));
            } else {
                Replies.failed(call, 503, e);
            }
        });
    }

    private void setLogLevels(HttpCall call) {
        try {
            if (call.body().length() > MAX_BODY_BYTES) {
                call.error(400, "the body has more than " + MAX_BODY_BYTES + " bytes");
                return;
            }
            LogLevelRequest request = LogLevelRequest.parse(call.body().getBytes());
            LogLevels levels = LogLevels.parse(request.levels());
            OperatorLog.changed(call, "log levels '" + levels + "' for " + request.time().toSeconds() + " s");
            if (levels.levels().isEmpty()) {
                log.reset();
            } else {
                log.set(levels, request.time());
            }
            call.ok(log.report().toJson());
        } catch (BadJsonException | IllegalArgumentException e) {
            call.error(400, String.valueOf(e.getMessage()));
        }
    }
}
