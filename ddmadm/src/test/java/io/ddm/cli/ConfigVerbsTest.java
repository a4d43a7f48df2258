package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code reload} and {@code log-level}. */
final class ConfigVerbsTest extends FakeDdmdTestCase {

    static final String LEVELS = """
            {"configured":"info","temporary":null,"loggers":{"ddm.admin":"info","ddm.fib":"info"}}""";

    private static String report(boolean isDryRun, String changes) {
        return "{\"dry_run\":" + isDryRun + ",\"file\":\"/etc/ddm/ddmd.toml\",\"changes\":[" + changes
                + "],\"files\":[]}";
    }

    private static final String CHANGES = """
            {"key":"kind","before":["server"],"after":["transit"],"effect":"restart"},\
            {"key":"addr","before":["eth1"],"after":["eth2","eth3"],"effect":"resets-sessions"},\
            {"key":"damping","before":[],"after":["true"],"effect":"live"}""";

    @Test
    void showsWhatAReloadChanged() {
        ddmd.with("/reload", report(false, CHANGES));
        shows("""
                KEY      BEFORE  AFTER      EFFECT
                kind     server  transit    needs a restart
                addr     eth1    eth2,eth3  applied, ends the sessions of removed interfaces
                damping  -       true       applied
                """, "reload");
        assertThat(ddmd.requests).containsExactly("POST /reload");
        assertThat(ddmd.queries).isEmpty();
    }

    @Test
    void showsWhatAReloadWouldChange() {
        ddmd.with("/reload", report(true, CHANGES));
        Run run = plain("reload", "--dry-run");
        assertThat(run.out()).contains("applies live\n", "applies live, ends the sessions of removed interfaces");
        assertThat(ddmd.queries).containsExactly("dry_run=true");
    }

    @Test
    void remarksThatNothingHasChanged() {
        ddmd.with("/reload", report(false, ""));
        Run run = plain("reload");
        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no key has another value than the daemon runs with");
    }

    @Test
    void showsFilesThatCouldNotBeRead() {
        ddmd.with("/reload", """
                {"dry_run":false,"file":null,"changes":[],"files":[{"key":"admin-token-file","read":true},\
                {"key":"exchange-key-file","read":false}]}""");
        shows("""
                KEY                BEFORE  AFTER  EFFECT
                admin-token-file   -       -      content read again
                exchange-key-file  -       -      content not read, the log says why; the previous one stays
                """, "reload");
    }

    @Test
    void showsWhyAReloadIsRejected() {
        ddmd.rejecting(400, "/reload", """
                {"request_id":"x","message":"/etc/ddm/ddmd.toml:1: unknown key 'knd'; did you mean 'kind'?"}""");
        Run run = plain("reload");
        assertThat(run.exit()).isEqualTo(ExitCodes.REFUSED);
        assertThat(run.err()).contains("rejected the request",
                "/etc/ddm/ddmd.toml:1: unknown key 'knd'; did you mean 'kind'?");
    }

    @Test
    void showsLogLevels() {
        ddmd.with("/log-levels", LEVELS);
        shows("""
                LOGGER     LEVEL  UNTIL
                ddm.admin  info   as configured
                ddm.fib    info   as configured
                """, "log-level");
        assertThat(ddmd.requests).containsExactly("GET /log-levels");
    }

    @Test
    void setsLogLevelsForAWhile() {
        ddmd.with("/log-levels", """
                {"configured":"info","temporary":{"levels":"ddm.fib=debug","seconds_left":90},\
                "loggers":{"ddm.fib":"debug"}}""");
        shows("""
                LOGGER   LEVEL  UNTIL
                ddm.fib  debug  'ddm.fib=debug' for another 90 s, then 'info'
                """, "log-level", "ddm.fib=debug", "--for", "90s");
        plain("log-level", "trace");
        plain("log-level", "trace", "--for", "2h");
        plain("log-level", "--reset");
        assertThat(ddmd.requests).containsExactly("PUT /log-levels {\"levels\":\"ddm.fib=debug\",\"for_seconds\":90}",
                "PUT /log-levels {\"levels\":\"trace\",\"for_seconds\":600}",
                "PUT /log-levels {\"levels\":\"trace\",\"for_seconds\":7200}",
                "PUT /log-levels {\"levels\":\"\",\"for_seconds\":600}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock = """
                    log-level debug --for 10      | invalid value '10' for --for | must be a number with a unit, such as 500ms, 30s, 10m, 2h or 1d
                    log-level debug --for 25h     | invalid value '25h' for --for | must be 1s to 24h
                    log-level debug --for 0s      | invalid value '0s' for --for | must be 1s to 24h
                    log-level --for 10m           | --for needs LEVELS | nothing was sent
                    log-level debug --reset       | --reset takes neither LEVELS nor --for | nothing was sent
                    log-level debug info          | 'info' | nothing was sent
                    reload now                    | 'now' | nothing was sent
                    """)
    void rejectsBadArgumentsBeforeSending(String command, String what, String why) {
        Run run = plain(command.split(" ", -1));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(what, why);
        assertThat(ddmd.requests).isEmpty();
    }
}
