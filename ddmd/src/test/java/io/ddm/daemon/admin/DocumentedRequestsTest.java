package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.PeeredAdmin;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The curl commands of the documentation: each asks for an operation that exists, in a version that has it. */
final class DocumentedRequestsTest {

    private static final List<String> PAGES = List.of("README.md", "docs/operators.md", "docs/reliability.md");

    /** A command from its first word to its URL; it may be continued on the next line. */
    private static final Pattern CURL = Pattern.compile("\\bcurl -[^`]*?http://(?:localhost|\\[::1]:8000)(/[a-z_/-]+)");

    private static final Pattern VERSION = Pattern.compile("-H 'api-version: ([0-9.]+)'");
    private static final Pattern SOCKET = Pattern.compile("--unix-socket (\\S+)");

    @Test
    void requestsNameAVersionThatHasTheOperation(@TempDir Path directory) throws Exception {
        List<MatchResult> commands = commands();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            for (MatchResult command : commands) {
                Route route = admin.server()
                        .table()
                        .list()
                        .stream()
                        .filter(r -> r.method().equals(HttpMethod.GET) && r.path().equals(command.group(1)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no operation for " + command.group()));
                Optional<String> version = VERSION.matcher(command.group()).results().findFirst().map(v -> v.group(1));
                assertThat(version.isPresent()).as(command.group()).isEqualTo(route.since().isPresent());
                if (version.isPresent()) {
                    assertThat(route.isIn(ApiVersion.serving(version.get()))).as(command.group()).isTrue();
                }
            }
        }
    }

    /** The documentation has one socket, which is that of the unit. */
    @Test
    void requestsNameTheSocketOfTheUnit() throws Exception {
        String unit = Files.readString(Path.of("../packaging/ddmd.service"));
        for (MatchResult command : commands()) {
            SOCKET.matcher(command.group())
                    .results()
                    .forEach(socket -> assertThat(unit).contains("--admin-socket " + socket.group(1) + " "));
        }
    }

    private static List<MatchResult> commands() throws Exception {
        List<MatchResult> commands = new ArrayList<>();
        for (String page : PAGES) {
            commands.addAll(CURL.matcher(Files.readString(Path.of("..").resolve(page))).results().toList());
        }
        return commands;
    }
}
