package io.ddm.daemon.admin;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ReadyReport;
import io.ddm.daemon.http.HttpCall;
import io.ddm.daemon.observe.Health;
import io.ddm.daemon.observe.LoopLag;
import io.ddm.daemon.observe.Readiness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What {@code /live} and {@code /ready} say. */
public final class HealthHandlers {

    private final LoopLag lag;
    private final Readiness readiness;
    private final Health health;

    public HealthHandlers(LoopLag lag, Readiness readiness, Health health) {
        this.lag = lag;
        this.readiness = readiness;
        this.health = health;
    }

    /** 200 while the router's event loop turns, else 503. On any thread but the router's, so that it never hangs with it. */
    void getLive(HttpCall call) {
        boolean alive = lag.isAlive();
        String body = "{\"live\":" + alive + ",\"lag_ms\":" + lag.now().toMillis() + "}";
        call.answer(alive ? 200 : 503, body.getBytes(StandardCharsets.UTF_8), AdminApi.JSON);
    }

    /**
     * 200 once the start is over, before that 503. Problems do not take it back: a router that cannot store originations
     * still forwards, and whoever sent its traffic elsewhere would make things worse.
     */
    void getReady(HttpCall call) {
        Set<Readiness.Gate> passed = readiness.passed();
        boolean ready = passed.contains(Readiness.Gate.FIB);
        ReadyReport report = new ReadyReport(ready, Arrays.stream(Readiness.Gate.values()).map(
                gate -> new ReadyReport.Gate(gate.name().toLowerCase(Locale.ROOT), passed.contains(gate),
                        gate.words())).toList(),
                health.problems().stream().map(problem -> new ReadyReport.Problem(problem.kind().code(),
                        problem.kind().severity().name().toLowerCase(Locale.ROOT), problem.on(), problem.since(),
                        problem.what(), problem.kind().fix())).toList());
        call.answer(ready ? 200 : 503, report.toJson(), AdminApi.JSON);
    }
}
