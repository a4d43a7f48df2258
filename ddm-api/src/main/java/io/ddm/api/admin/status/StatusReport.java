package io.ddm.api.admin.status;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The body of {@code GET /status}: the router and every configured link at one moment.
 *
 * @param at the moment
 * @param router what it is
 * @param isReady whether packets may be sent through it, as in {@code GET /ready}
 * @param links every configured link, in the order of configuration
 * @param routes the sizes of its tables
 * @param kernel the forwarding plane
 * @param problems what is wrong, the worst first; the same as in {@code GET /ready}
 */
public record StatusReport(Instant at, Router router, boolean isReady, List<LinkStatus> links, RouteCounts routes,
        Kernel kernel, List<ReadyReport.Problem> problems) {

    /**
     * A router.
     *
     * @param id its id
     * @param kind whether it redistributes
     * @param version of the daemon
     * @param uptime since the start of the process
     */
    public record Router(String id, RouterKind kind, String version, Duration uptime) {}

    /**
     * The routes of the forwarding plane, in networks.
     *
     * @param wanted how many there should be
     * @param installed how many of these there are
     * @param pending how many changes are under way
     * @param refused how many it refuses
     * @param repaired how many were repaired since the start after another process had changed them
     */
    public record Kernel(long wanted, long installed, long pending, long refused, long repaired) {}

    /** Copies the lists. */
    public StatusReport {
        links = List.copyOf(links);
        problems = List.copyOf(problems);
    }
}
