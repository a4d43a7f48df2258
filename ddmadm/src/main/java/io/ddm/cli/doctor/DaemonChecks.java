package io.ddm.cli.doctor;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.cli.doctor.Finding.Group;
import io.ddm.cli.doctor.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the daemon says of itself, its peers and its routes: the problems of {@code GET /ready}, in groups. */
public final class DaemonChecks {

    private final StatusReport status;
    private final String toolVersion;

    /**
     * @param toolVersion of this tool, to be compared with that of the daemon
     */
    public DaemonChecks(StatusReport status, String toolVersion) {
        this.status = status;
        this.toolVersion = toolVersion;
    }

    /** Makes all checks: what has no problem in a group is one good finding. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Group group : List.of(Group.LINKS, Group.PEERS, Group.ROUTES, Group.DAEMON)) {
            List<Finding> bad = new ArrayList<>(status.problems()
                    .stream()
                    .filter(problem -> group(problem.code()) == group)
                    .map(DaemonChecks::finding)
                    .toList());
            if (group == Group.PEERS) {
                status.links().stream().flatMap(link -> missingPeer(link).stream()).forEach(bad::add);
            }
            findings.addAll(bad);
            if (bad.isEmpty()) {
                findings.add(Finding.ok("daemon-" + group.word(), group, switch (group) {
                    case LINKS -> status.links().size() + " links can be used";
                    case PEERS -> status.links().stream().filter(link -> link.peer().isPresent()).count()
                            + " peers in session";
                    case ROUTES -> status.kernel().installed() + " of " + status.kernel().wanted()
                            + " networks installed";
                    default -> "the daemon has no problem of its own";
                }));
            }
        }
        findings.add(version());
        return findings;
    }

    /** A peer that was lost a moment ago: the daemon calls it a problem only when it does not come back. */
    private static Optional<Finding> missingPeer(LinkStatus link) {
        return link.peer().isPresent() || link.waiting().filter(LinkStatus.Waiting::isProblem).isPresent()
                ? Optional.empty()
                : link.lastDown()
                        .map(down -> new Finding("peer-missing", Group.PEERS, link.name(), Outcome.WARNING,
                                down.peer().orElse("the peer") + " was lost at " + down.at() + ": " + down.reason(),
                                "nothing is sent over " + link.name(),
                                "wait 10 s: a peer that restarts comes back, and the cause is known otherwise"));
    }

    private Finding version() {
        String daemon = status.router().version();
        return daemon.equals(toolVersion)
                ? Finding.ok("version", Group.DAEMON, "ddmadm and ddmd have the same version")
                : new Finding("version", Group.DAEMON, "", Outcome.WARNING,
                        "ddmadm is " + toolVersion + ", ddmd is " + daemon,
                        "one may not understand what is new in the other",
                        "restart ddmd after an upgrade: systemctl restart ddmd hands over");
    }

    private static Finding finding(ReadyReport.Problem problem) {
        return new Finding(problem.code(), group(problem.code()), problem.on(),
                problem.severity().equals("error") ? Outcome.FAILED : Outcome.WARNING, problem.what(), "",
                problem.fix());
    }

    /** By the words of the code, so that a problem that only a newer daemon knows has a group as well. */
    private static Group group(String code) {
        if (code.startsWith("link-unusable") || code.startsWith("link-missing") || code.startsWith("link-suppressed")
                || code.startsWith("address-") || code.startsWith("no-interface")) {
            return Group.LINKS;
        }
        if (code.contains("peer") || code.startsWith("link-odd") || code.startsWith("pull") || code.startsWith("push")
                || code.startsWith("probe") || code.startsWith("offers")) {
            return Group.PEERS;
        }
        return code.startsWith("route") || code.startsWith("forwarding") || code.startsWith("kernel")
                || code.startsWith("nexthop") ? Group.ROUTES : Group.DAEMON;
    }
}
