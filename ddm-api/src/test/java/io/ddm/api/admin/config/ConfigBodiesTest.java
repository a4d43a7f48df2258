package io.ddm.api.admin.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.json.BadJsonException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies are what they are read as, and wrong ones are named. */
final class ConfigBodiesTest {

    private static final ReloadReport REPORT = new ReloadReport(true, Optional.of("/etc/ddm/ddmd.toml"), List.of(
            new ReloadReport.Change("addr", List.of("eth1"), List.of("eth1", "eth2"), ReloadReport.Effect.LIVE),
            new ReloadReport.Change("router-id", List.of(), List.of("r1"), ReloadReport.Effect.RESTART),
            new ReloadReport.Change("addr", List.of("eth1"), List.of(), ReloadReport.Effect.RESETS_SESSIONS)),
            List.of(new ReloadReport.FileRead("exchange-key-file", false)));

    @Test
    void writesReloadReports() {
        assertThat(new String(REPORT.toJson(), UTF_8)).isEqualTo("""
                {"dry_run":true,"file":"/etc/ddm/ddmd.toml","changes":[\
                {"key":"addr","before":["eth1"],"after":["eth1","eth2"],"effect":"live"},\
                {"key":"router-id","before":[],"after":["r1"],"effect":"restart"},\
                {"key":"addr","before":["eth1"],"after":[],"effect":"resets-sessions"}],\
                "files":[{"key":"exchange-key-file","read":false}]}""");
        assertThat(new String(new ReloadReport(false, Optional.empty(), List.of(), List.of()).toJson(), UTF_8))
                .isEqualTo("{\"dry_run\":false,\"file\":null,\"changes\":[],\"files\":[]}");
    }

    @Test
    void readsWhatItWrites() throws BadJsonException {
        assertThat(ReloadReport.parse(REPORT.toJson())).isEqualTo(REPORT);
        LogLevelRequest request = new LogLevelRequest("ddm.fib=debug", Duration.ofSeconds(90));
        assertThat(LogLevelRequest.parse(request.toJson())).isEqualTo(request);
        LogLevelReport levels = new LogLevelReport("info",
                Optional.of(new LogLevelReport.Temporary("ddm.fib=debug", Duration.ofSeconds(89))),
                new TreeMap<>(Map.of("ddm.fib", "debug", "ddm.store", "info")));
        assertThat(LogLevelReport.parse(levels.toJson())).isEqualTo(levels);
        LogLevelReport plain = new LogLevelReport("info", Optional.empty(), new TreeMap<>());
        assertThat(LogLevelReport.parse(plain.toJson())).isEqualTo(plain);
    }

    @Test
    void writesLogLevels() {
        assertThat(new String(new LogLevelReport("info",
                Optional.of(new LogLevelReport.Temporary("debug", Duration.ofSeconds(5))),
                new TreeMap<>(Map.of("ddm.fib", "debug"))).toJson(), UTF_8)).isEqualTo("""
                        {"configured":"info","temporary":{"levels":"debug","seconds_left":5},\
                        "loggers":{"ddm.fib":"debug"}}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock = """
                    {"levels":"debug"}                          | missing field `for_seconds`
                    {"for_seconds":1}                           | missing field `levels`
                    {"levels":"debug","for_seconds":0}          | the time must be 1 to 86400 seconds
                    {"levels":"debug","for_seconds":86401}      | the time must be 1 to 86400 seconds
                    {"levels":"debug","for_seconds":-1}         | invalid value: integer
                    {"levels":"debug","for_seconds":4294967296} | invalid value: integer
                    {"levels":1,"for_seconds":1}                | expected a string
                    []                                          | LogLevelRequest
                    """)
    void rejectsWrongRequests(String body, String reason) {
        assertThatThrownBy(() -> LogLevelRequest.parse(body.getBytes(UTF_8))).isInstanceOf(BadJsonException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void boundsTheLevels() {
        assertThatThrownBy(() -> new LogLevelRequest("x".repeat(1025), Duration.ofSeconds(1)))
                .hasMessage("levels must have at most 1024 characters");
    }
}
