package io.ddm.daemon.supervisor;

import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.fsm.event.FsmState;
import io.ddm.fsm.peer.InterfaceReport;
import java.util.List;

/** How the router is, in the line that {@code systemctl status} shows. */
public final class StatusLine {

    /** Interfaces that are named; the others are counted. */
    private static final int MAX_NAMES = 4;

    private StatusLine() {}

    /**
     * The line, such as {@code 3 peers up, 41 prefixes; missing interface: eth7}.
     *
     * @param links every configured interface
     * @param prefixes how many prefixes the router has a route to
     * @param problems what is wrong now
     */
    public static String of(List<InterfaceReport> links, int prefixes, List<Problem> problems) {
        long peers = links.stream().filter(link -> link.state() == FsmState.EXCHANGE).count();
        String line = count(peers, "peer", "peers") + " up, " + count(prefixes, "prefix", "prefixes");
        List<String> missing = problems.stream()
                .filter(problem -> problem.kind() == ProblemKind.LINK_MISSING)
                .map(Problem::on)
                .toList();
        return missing.isEmpty()
                ? line
                : line + "; missing interface" + (missing.size() == 1 ? "" : "s") + ": "
                        + names(missing);
    }

    private static String names(List<String> missing) {
        String named = String.join(", ", missing.subList(0, Math.min(missing.size(), MAX_NAMES)));
        return missing.size() <= MAX_NAMES ? named : named + " and " + (missing.size() - MAX_NAMES) + " more";
    }

    private static String count(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
