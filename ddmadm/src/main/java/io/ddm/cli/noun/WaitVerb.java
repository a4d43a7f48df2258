package io.ddm.cli.noun;

import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.verb.Verb;
import io.ddm.cli.view.DurationText;
import io.ddm.cli.view.Notes;
import io.ddm.fsm.model.Prefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wait}: ends when the router is as a script needs it. */
@Command(
        name = "wait",
        description = {
                "Wait until all that is named is so, for scripts. Without a condition: until the router is ready.",
                "A daemon that does not answer yet is waited for, too. Exit code 6 if the time is over; the message"
                        + " says what is missing."})
public final class WaitVerb extends Verb<List<String>> {

    /** Between two questions to the daemon. */
    private static final long PAUSE_MILLIS = 100;

    @Option(names = "--peers", paramLabel = "N", description = "At least N links are in session.")
    private @Nullable Integer peers;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "A peer offers this prefix; may be given several times.")
    private List<String> prefixes = new ArrayList<>();

    @Option(names = "--ready", description = "The router is ready for packets, as in GET /ready.")
    private boolean ready;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "At most so long, as in 500ms, 30s or 2m (default: ${DEFAULT-VALUE}).")
    private String timeout = "30s";

    /** What is missing at the end; nothing if all is as it should be. */
    @Override
    protected List<String> query(AdminClient daemon) throws AdminClientException {
        List<Prefix> wanted = wanted();
        long deadline = System.nanoTime() + patience().toNanos();
        while (true) {
            try {
                List<String> missing = missing(daemon, wanted);
                if (missing.isEmpty() || System.nanoTime() - deadline >= 0) {
                    return missing;
                }
            } catch (AdminClientException e) {
                if (System.nanoTime() - deadline >= 0 || !isTransient(e)) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of("interrupted");
            }
        }
    }

    /** A daemon that is about to start has no socket and no port yet. */
    private static boolean isTransient(AdminClientException e) {
        return switch (e.kind()) {
            case NOT_LISTENING, NO_SOCKET, STALE_SOCKET, UNREACHABLE, TIMEOUT, BROKEN, UNAVAILABLE -> true;
            default -> false;
        };
    }

    private List<Prefix> wanted() {
        if (peers != null && peers < 0) {
            throw invalid("--peers must be at least 0");
        }
        try {
            return prefixes.stream().map(DestinationText::parse).toList();
        } catch (IllegalArgumentException e) {
            throw invalid("--prefix " + e.getMessage());
        }
    }

    private Duration patience() {
        try {
            return DurationText.parse(timeout);
        } catch (IllegalArgumentException e) {
            throw invalid("--timeout " + e.getMessage());
        }
    }

    private List<String> missing(AdminClient daemon, List<Prefix> wanted) throws AdminClientException {
        List<String> missing = new ArrayList<>();
        StatusReport status = daemon.status();
        if ((ready || (peers == null && wanted.isEmpty())) && !status.isReady()) {
            missing.add("the router is not ready");
        }
        long inSession = status.links().stream().filter(link -> link.peer().isPresent()).count();
        if (peers != null && inSession < peers) {
            missing.add(inSession + " of " + peers + " peers in session");
        }
        if (!wanted.isEmpty()) {
            Set<Object> offered = daemon.prefixes()
                    .values()
                    .stream()
                    .flatMap(paths -> paths.stream().map(path -> (Object) path.destination()))
                    .collect(Collectors.toSet());
            wanted.stream()
                    .filter(prefix -> !offered.contains(prefix))
                    .forEach(prefix -> missing
                            .add("no peer offers " + prefix));
        }
        return missing;
    }

    @Override
    protected Notes view(List<String> missing) {
        if (!missing.isEmpty()) {
            ddmadm().report(new Problem("timed out after " + timeout, String.join("; ", missing),
                    "ddmadm doctor, or a longer --timeout"));
        }
        return Notes.NONE;
    }

    @Override
    protected int exit(List<String> missing) {
        return missing.isEmpty() ? ExitCodes.SUCCESS : ExitCodes.TIMED_OUT;
    }
}
