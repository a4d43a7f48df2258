package io.ddm.daemon.health;

import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.daemon.dataplane.PlaneFindings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Problems with routes in the kernel: rejected, changed by another process, shadowed, or not used at all. */
final class KernelProblems {

    /** How long a repair is reported. */
    private static final Duration REPAIR_REPORTED = Duration.ofMinutes(5);

    /** Shorter refusals are those of a link that is just being lost. */
    private static final Duration REFUSAL_GRACE = Duration.ofSeconds(2);

    private Optional<Instant> refusingSince = Optional.empty();
    private long repairs;
    private Instant repairedAt = Instant.MIN;

    /**
     * Adds what is wrong now.
     *
     * @param forwards whether the kernel forwards what this router's kind requires
     */
    void find(List<Problem> found, DataplaneStatus status, boolean forwards, Instant now) {
        rejected(found, status, now);
        repaired(found, status, now);
        findings(found, status.findings(), forwards, now);
    }

    private void rejected(List<Problem> found, DataplaneStatus status, Instant now) {
        if (status.refused().isEmpty() && status.refusedNextHops().isEmpty()) {
            refusingSince = Optional.empty();
            return;
        }
        Instant since = refusingSince.orElse(now);
        refusingSince = Optional.of(since);
        if (now.isBefore(since.plus(REFUSAL_GRACE))) {
            return;
        }
        List<String> what = new ArrayList<>();
        if (!status.refused().isEmpty()) {
            what.add(status.refused().size() + " of " + status.wanted() + " networks" + example(status.refused()));
        }
        if (!status.refusedNextHops().isEmpty()) {
            what.add(status.refusedNextHops().size() + " next hops" + example(status.refusedNextHops()));
        }
        found.add(
                new Problem(ProblemKind.ROUTES_REFUSED, "", "the kernel rejects " + String.join(", and ", what), now));
    }

    private static String example(Map<?, String> rejected) {
        return rejected.entrySet()
                .stream()
                .findAny()
                .map(entry -> ", such as " + entry.getKey() + ": " + entry.getValue())
                .orElse("");
    }

    private void repaired(List<Problem> found, DataplaneStatus status, Instant now) {
        if (status.driftRepairs() > repairs) {
            repairs = status.driftRepairs();
            repairedAt = now;
        }
        if (repairs > 0 && now.isBefore(repairedAt.plus(REPAIR_REPORTED))) {
            found.add(new Problem(ProblemKind.ROUTES_REPAIRED, "",
                    repairs + " changes by other processes were repaired, the last at " + repairedAt, now));
        }
    }

    private static void findings(List<Problem> found, PlaneFindings findings, boolean forwards, Instant now) {
        if (!forwards) {
            found.add(new Problem(ProblemKind.FORWARDING_OFF, "",
                    "this router is a transit, but the kernel does not forward IPv6 packets:"
                            + " net.ipv6.conf.all.forwarding is 0",
                    now));
        }
        findings.unreadable()
                .ifPresent(
                        reason -> found.add(new Problem(ProblemKind.KERNEL_UNREADABLE, "", "routes: " + reason, now)));
        if (findings.shadowed() > 0) {
            String examples = String.join("; ",
                    findings.shadowing()
                            .stream()
                            .map(route -> route.network() + " by a " + route.protocol() + " route via " + route.target()
                                    + " with metric " + route.metric())
                            .toList());
            found.add(new Problem(ProblemKind.ROUTES_SHADOWED, "",
                    "foreign routes override ours to " + findings.shadowed() + " networks: " + examples, now));
        }
    }
}
