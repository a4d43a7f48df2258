package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.config.LogLevelReport;
import io.ddm.api.admin.config.LogLevelRequest;
import io.ddm.api.admin.config.ReloadReport;
import io.ddm.api.admin.config.ReloadReport.Effect;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.daemon.admin.config.Reload;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.PlainArguments;
import io.ddm.daemon.config.Samples;
import io.ddm.daemon.config.file.BadConfigException;
import io.ddm.daemon.log.LogFormat;
import io.ddm.daemon.log.LogLevels;
import io.ddm.daemon.log.StandardError;
import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Reloads of a daemon in this process that is configured by a file. */
final class ReloadTest {

    /** What a key needs to be valid beside its own line. */
    private static final Map<String, String> COMPANIONS = Map.of("admin-tls-cert", "admin-tls-key = \"/k\"\n",
            "admin-tls-key", "admin-tls-cert = \"/c\"\n", "admin-tls-client-ca",
            "admin-tls-cert = \"/c\"\nadmin-tls-key = \"/k\"\n", "probe-addr", "probe-port = 0\n", "dataplane", "");

    @TempDir
    private Path scratch = Path.of("");

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private Path file = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Daemon daemon;

    @SuppressWarnings("NullAway.Init")
    private AdminClient admin;

    @BeforeEach
    void start() throws IOException {
        file = scratch.resolve("ddmd.toml");
        write(Map.of());
        ConfigSource.Loaded loaded = new ConfigSource(
                PlainArguments.read("--config", file.toString()).orElseThrow()).load();
        daemon = Daemon.start(ConfigKeys.config(loaded.settings()),
                new FaultPolicy(new FaultLog(scratch), code -> {}), new Daemon.Host() {
                    @Override
                    public void handOver() {}

                    @Override
                    public ConfigSource.Loaded configuration() {
                        return loaded;
                    }

                    @Override
                    public void event(Event event) {
                        if (event instanceof Event.PolicyChanged || event instanceof Event.InterfaceConfigured
                                || event instanceof Event.InterfaceRemoved || event instanceof Event.LinkRoleSet) {
                            events.add(event);
                        }
                    }
                });
        admin = new AdminClient("::1", daemon.adminPort(), Duration.ofSeconds(10), Duration.ofSeconds(10));
        events.clear();
    }

    @AfterEach
    void stop() {
        daemon.stop();
        StandardError.format(LogFormat.TEXT);
        LogLevels.DEFAULT.apply();
    }

    /** A file of a daemon that programs no routes, with these lines instead of those of the same keys. */
    private void write(Map<String, String> lines) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("data-dir", "data-dir = \"" + scratch.resolve("data") + "\"\n");
        all.put("dataplane", "dataplane = \"none\"\n");
        all.put("admin-port", "admin-port = 0\n");
        all.putAll(new TreeMap<>(lines));
        Files.writeString(file, String.join("", all.values()));
    }

    /** Level, form and what the router was given; anything else needs a restart. */
    private List<Object> observed() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            LoggerFactory.getLogger("ddm.daemon").error("a line of the test");
        } finally {
            System.setErr(before);
        }
        String line = log.toString(UTF_8).lines().filter(text -> text.contains("of the test")).findFirst().orElse("");
        List<Object> observed = new ArrayList<>(List.of(line.startsWith("{"),
                ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT").getLevel()));
        observed.addAll(List.copyOf(events));
        return observed;
    }

    /** The table of docs/configuration.md, key by key. */
    @Test
    void eachKeyAppliesWhenTheTableSays() throws Exception {
        List<Object> untouched = observed();
        int live = 0;
        for (Samples.Sample key : Samples.ofFile()) {
            if (key.key().equals("dendrite")) {
                continue; // always rejected
            }
            String line = key.key().equals("dataplane") ? "dataplane = \"linux\"\n" : key.line();
            write(Map.of(key.key(), line, "companion", COMPANIONS.getOrDefault(key.key(), "")));
            ReloadReport dry = admin.reload(true);
            assertThat(observed()).as("%s in a dry run", key.key()).isEqualTo(untouched);
            ReloadReport report = admin.reload(false);
            assertThat(report.changes()).as(key.key()).isEqualTo(dry.changes());
            Effect effect = report.changes()
                    .stream()
                    .filter(change -> change.key().equals(key.key()))
                    .map(ReloadReport.Change::effect)
                    .findFirst()
                    .orElseThrow();
            boolean isLive = key.applies().startsWith("at a reload");
            assertThat(effect).as(key.key()).isEqualTo(isLive ? Effect.LIVE : Effect.RESTART);
            assertThat(!observed().equals(untouched)).as("whether %s has an effect", key.key()).isEqualTo(isLive);
            write(Map.of());
            admin.reload(false);
            events.clear();
            assertThat(observed()).as("%s taken back", key.key()).isEqualTo(untouched);
            live += isLive ? 1 : 0;
        }
        assertThat(live).isGreaterThanOrEqualTo(9);
    }

    @Test
    void interfacesComeAndGo() throws Exception {
        write(Map.of("addr", "addr = [\"eth8\", \"eth9\"]\n"));
        assertThat(admin.reload(false).changes()).containsExactly(
                new ReloadReport.Change("addr", List.of(), List.of("eth8", "eth9"), Effect.LIVE));
        assertThat(admin.interfaces().values()).extracting(link -> link.name()).containsExactly("eth9", "eth8");
        write(Map.of("addr", "addr = [\"eth9\"]\n"));
        assertThat(admin.reload(false).changes()).extracting(ReloadReport.Change::effect)
                .containsExactly(Effect.RESETS_SESSIONS);
        assertThat(admin.interfaces().values()).extracting(link -> link.name()).containsExactly("eth9");
        assertThat(events).containsExactly(new Event.InterfaceConfigured("eth8"),
                new Event.InterfaceConfigured("eth9"), new Event.InterfaceRemoved("eth8"));
    }

    @Test
    void rolesComeBeforeInterfaces() throws Exception {
        write(Map.of("addr", "addr = [\"eth9\"]\n", "standby", "standby = [\"eth9\"]\n"));
        admin.reload(false);
        assertThat(events).containsExactly(new Event.LinkRoleSet("eth9", LinkRole.STANDBY),
                new Event.InterfaceConfigured("eth9"));
        events.clear();
        write(Map.of("addr", "addr = [\"eth9\"]\n"));
        admin.reload(false);
        assertThat(events).containsExactly(new Event.LinkRoleSet("eth9", LinkRole.ACTIVE));
    }

    @Test
    void rolesThatOperatorsHaveSetStay() throws Exception {
        write(Map.of("addr", "addr = [\"eth8\", \"eth9\"]\n"));
        admin.reload(false);
        admin.takeOffline(InterfaceName.parse("eth9"), false);
        admin.setStandby(InterfaceName.parse("eth8"), true);
        events.clear();
        write(Map.of("addr", "addr = [\"eth8\", \"eth9\"]\n", "standby", "standby = [\"eth9\"]\n"));
        admin.reload(false);
        admin.takeOnline(InterfaceName.parse("eth9"));
        assertThat(events).containsExactly(new Event.LinkRoleSet("eth9", LinkRole.OFFLINE),
                new Event.LinkRoleSet("eth9", LinkRole.STANDBY));
    }

    @Test
    void interfacesOfClientsStay() throws Exception {
        request("PUT", "/external_peers", "{\"address_objects\":[\"eth7\"]}");
        write(Map.of("addr", "addr = [\"eth9\"]\n"));
        admin.reload(false);
        write(Map.of("addr", "addr = [\"eth7\"]\n"));
        admin.reload(false);
        assertThat(events).as("eth7 changes hands without an interruption")
                .containsExactly(
                        new Event.InterfaceConfigured("eth7"), new Event.InterfaceConfigured("eth9"),
                        new Event.InterfaceRemoved("eth9"));
        write(Map.of());
        admin.reload(false);
        assertThat(admin.interfaces()).isEmpty();
    }

    @Test
    void setsLogLevelsForAWhile() throws Exception {
        assertThat(admin.logLevels().temporary()).isEmpty();
        LogLevelReport report = admin.setLogLevels(new LogLevelRequest("ddm.fib=trace", Duration.ofSeconds(90)));
        assertThat(report.temporary()).hasValue(new LogLevelReport.Temporary("ddm.fib=trace", Duration.ofSeconds(90)));
        assertThat(LoggerFactory.getLogger("ddm.fib").isTraceEnabled()).isTrue();
        assertThatThrownBy(() -> admin.setLogLevels(new LogLevelRequest("ddm.x=trace", Duration.ofSeconds(90))))
                .hasMessageContaining("unknown logger 'ddm.x': loggers are ddm.admin");
        assertThat(admin.logLevels().temporary()).as("a mistake changes nothing").isPresent();
        admin.setLogLevels(new LogLevelRequest("", Duration.ofSeconds(1)));
        assertThat(LoggerFactory.getLogger("ddm.fib").isDebugEnabled()).isFalse();
        admin.setLogLevels(new LogLevelRequest("ddm.fib=trace", Duration.ofSeconds(1)));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(LoggerFactory.getLogger("ddm.fib").isDebugEnabled()).isFalse());
    }

    @Test
    void rejectsBadRequests() throws Exception {
        assertThat(request("POST", "/reload?dry_run=maybe", "")).startsWith("400 ")
                .contains("dry_run is `maybe`, expected `true` or `false`");
        assertThat(request("PUT", "/log-levels", "{\"levels\":\"debug\"}")).startsWith("400 ")
                .contains("missing field `for_seconds`");
        assertThat(request("PUT", "/log-levels", " ".repeat(20_000))).startsWith("400 ")
                .contains("the body has more than 16384 bytes");
    }

    /** Status and body. */
    private String request(String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(
                    HttpRequest.newBuilder(URI.create("http://[::1]:" + daemon.adminPort() + path))
                            .header("api-version", "3.1.0")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return reply.statusCode() + " " + reply.body();
        }
    }

    @Test
    void aMistakeChangesNothing() throws Exception {
        List<Object> untouched = observed();
        write(Map.of("addr", "addr = [\"eth9\"]\n", "kind", "knd = \"transit\"\n"));
        assertThatThrownBy(() -> admin.reload(false)).isInstanceOf(AdminClientException.class)
                .hasMessageContaining(file + ":5: unknown key 'knd'; did you mean 'kind'?");
        write(Map.of("addr", "addr = [\"eth9\"]\n", "api-only", "api-only = true\n"));
        assertThatThrownBy(() -> admin.reload(false)).hasMessageContaining("--api-only runs on no interface");
        Files.delete(file);
        assertThatThrownBy(() -> admin.reload(false)).hasMessageContaining(file + " does not exist");
        daemon.reload();
        assertThat(observed()).isEqualTo(untouched);
        assertThat(admin.interfaces()).isEmpty();
    }

    /** What a restart is needed for stays reported until there is one. */
    @Test
    void reportsWhatNeedsARestartEachTime() throws Exception {
        write(Map.of("kind", "kind = \"transit\"\n", "damping", "damping = true\n"));
        assertThat(admin.reload(false).changes()).extracting(ReloadReport.Change::key)
                .containsExactlyInAnyOrder("kind", "damping");
        assertThat(admin.reload(false).changes()).extracting(ReloadReport.Change::key).containsExactly("kind");
    }

    /** What of the file applies live must also be right with what only a restart changes. */
    @Test
    void appliesNothingThatContradictsWhatRuns() throws Exception {
        Files.writeString(file, "api-only = true\n");
        ConfigSource.Loaded loaded = new ConfigSource(
                PlainArguments.read("--config", file.toString()).orElseThrow()).load();
        Reload reload = new Reload(loaded, (before, after) -> Future.failedFuture("applied"), List::of);
        Files.writeString(file, "addr = [\"eth9\"]\n");
        assertThatThrownBy(() -> reload.run(false)).isInstanceOf(BadConfigException.class)
                .hasMessageContaining("the changes need a restart");
        Files.writeString(file, "api-only = true\ndamping = true\n");
        assertThatThrownBy(() -> reload.run(false)).isInstanceOf(IOException.class)
                .hasMessage("not all changes are in effect: applied; try again");
    }
}
