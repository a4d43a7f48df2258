package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ReadyReport;
import io.ddm.daemon.health.EventLoopMonitor;
import io.ddm.daemon.health.Health;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.Readiness;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.http.SingleFlightResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Health: {@code /live} and {@code /ready}. */
public final class HealthHandlers implements Handlers {

    private final EventLoopMonitor lag;
    private final Readiness readiness;
    private final Health health;
    private final SingleFlightResponse<ReadyReport> ready;

    public HealthHandlers(AdminResources resources, RouterCalls router, EventLoopMonitor lag, Readiness readiness,
            Health health) {
        this.lag = lag;
        this.readiness = readiness;
        this.health = health;
        this.ready = resources.smallReply(() -> router.ask(this::report),
                report -> new SingleFlightResponse.Rendered(report.ready() ? 200 : 503, Buffer.buffer(report.toJson()),
                        AdminApi.JSON));
    }

    /** Probes need no credential: the answers say what is wrong, not what is configured. */
    @Override
    public List<Route> routes() {
        return List.of(Route.readAlways(AdminApi.LIVE, this::getLive).forProbes(),
                Route.readAlways(AdminApi.READY, this::getReady).forProbes());
    }

    /**
     * 200 while the router's event loop turns, else 503. On any thread but the router's, so that it never hangs with
     * it.
     */
    public void getLive(HttpCall call) {
        boolean alive = lag.isAlive();
        String body = "{\"live\":" + alive + ",\"lag_ms\":" + lag.now().toMillis() + "}";
        call.answer(alive ? 200 : 503, body.getBytes(StandardCharsets.UTF_8), AdminApi.JSON);
    }

    /**
     * 200 once the start is over, before that 503, and 503 while the kernel of a transit does not forward. Other
     * problems do not take it back: a router that cannot store originations still forwards, and sending its traffic
     * elsewhere would make things worse.
     */
    private void getReady(HttpCall call) {
        ready.to(call);
    }

    /** Gates and problems now; on the router's event loop. */
    public ReadyReport report() {
        Set<Readiness.Gate> satisfied = readiness.satisfied();
        return new ReadyReport(satisfied.size() == Readiness.Gate.values().length,
                Arrays.stream(Readiness.Gate.values())
                        .map(gate -> new ReadyReport.Gate(gate.name().toLowerCase(Locale.ROOT),
                                satisfied.contains(gate), gate.description()))
                        .toList(),
                health.problems().stream().map(HealthHandlers::shown).toList());
    }

    /** A problem as the admin API shows it. */
    public static ReadyReport.Problem shown(Problem problem) {
        return new ReadyReport.Problem(problem.kind().code(), problem.kind().severity().word(), problem.on(),
                problem.since(), problem.what(), problem.fix());
    }
}
