package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.view.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Error messages have three lines: what failed, why, and what to try. */
final class ProblemTest extends FakeDdmdTestCase {

    @Test
    void reportsInvalidPrefixWithReason() {
        String[][] cases = {{"fd00:a::/129", "the prefix length must be 0 to 128"},
                {"10.0.0.0/8", "the underlay routes IPv6 prefixes only"},
                {"fd00:a::/64,fd00:b::/64", "separate prefixes with spaces, not commas"},
                {"fd00:a::1", "missing prefix length, as in fd00:1::/64"}};
        for (String[] invalid : cases) {
            for (String verb : List.of("advertise-prefixes", "withdraw-prefixes")) {
                assertThat(plain(verb, "fd00:1::/64", invalid[0]))
                        .isEqualTo(new Run(2, "", "ddmadm: invalid value '" + invalid[0] + "' for PREFIX\n  "
                                + invalid[1] + "; nothing was sent\n  try: ddmadm " + verb + " --help\n"));
            }
        }
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void reportsInvalidArgumentWithReason() {
        assertThat(plain("expire-peer", "zz").err()).isEqualTo("""
                ddmadm: invalid value 'zz' for ADDR
                  invalid IPv6 address syntax; nothing was sent
                  try: ddmadm expire-peer --help
                """);
        assertThat(plain("tunnel-advertise", "-o", "x", "-b", "::1", "-v", "1").err()).isEqualTo("""
                ddmadm: invalid value 'x' for --overlay-prefix
                  missing '/' character; nothing was sent
                  try: ddmadm tunnel-advertise --help
                """);
    }

    @Test
    void namesTheArgumentThatIsUnknown() {
        assertThat(plain("--admin-prt", "8000", "sync").err()).startsWith("ddmadm: unknown option '--admin-prt'\n");
        assertThat(plain("get-peers", "--jsn").err()).startsWith("ddmadm: unknown option '--jsn'\n");
        assertThat(plain("nonsense").err()).startsWith("ddmadm: unknown command 'nonsense'\n");
        assertThat(plain("sync", "now").err()).startsWith("ddmadm: unexpected argument 'now'\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"expire-peer zz", "expire-peer", "advertise-prefixes fd00::/64 10.0.0.0/8",
                    "withdraw-prefixes fd00::/129", "nonsense", "tunnel-advertise -o x -b fd00::1 -v 1",
                    "tunnel-advertise -o ::/0", "tunnel-advertise -o ::/0 -b fd00::1 -v 16777216",
                    "tunnel-withdraw -o ::/0 -b 1.2.3.4 -v 1", "tunnel-withdraw -o ::/0 -b ::1 -v 1 -m -1", "sync now",
                    "", "-p 0 sync", "-p x sync", "-a ::zz sync", "get-peers --wings"})
    void rejectsInvalidArgumentsBeforeSending(String line) {
        Run run = plain(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("ddmadm: .+\n  .*nothing was sent\n  try: .*ddmadm.* --help\n");
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void reportsUnreachableDaemon() {
        String port = ddmd.port();
        ddmd.close();
        assertThat(Run.plain("-p", port, "get-peers")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                "ddmadm: cannot reach ddmd at [::1]:" + port + "\n  connection refused; is ddmd running there?\n"
                        + "  try: systemctl status ddmd; it listens on ::1 port 8000 unless --admin-addr and"
                        + " --admin-port say otherwise\n"));
        assertThat(Run.plain("-a", "127.0.0.1", "-p", port, "sync").err())
                .startsWith("ddmadm: cannot reach ddmd at 127.0.0.1:" + port + "\n");
    }

    @Test
    void reportsUnknownHost() {
        assertThat(Run.plain("-a", "no-such-host.invalid", "sync")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "", """
                ddmadm: cannot reach ddmd at no-such-host.invalid:8000
                  unknown host
                  try: the spelling of --address, or an IPv6 address
                """));
    }

    @Test
    void reportsLinkLocalAddressWithoutInterface() {
        String remedy = "  try: --address ADDR%INTERFACE, as in fe80::1%eth0; 'ip -brief link' lists the interfaces\n";
        assertThat(Run.plain("-a", "fe80::1", "sync")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                "ddmadm: cannot reach ddmd at [fe80::1]:8000\n  a link-local address needs its interface\n" + remedy));
        assertThat(Run.plain("-a", "fe80::1%nosuch", "sync")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                "ddmadm: cannot reach ddmd at [fe80::1%nosuch]:8000\n  there is no interface 'nosuch' here\n"
                        + remedy));
    }

    /** The log of the daemon says the same for all but status 500. */
    @Test
    void remediesRejectionsByStatus() {
        String[][] cases = {{"400", ""}, {"404", ""}, {"500", "  try: the log of ddmd, for the reason\n"},
                {"503", "  try: again; /ready of the daemon shows whether the cause persists\n"},
                {"507", "  try: again, with free space for the --data-dir of the daemon\n"}};
        for (String[] rejection : cases) {
            ddmd.rejecting(Integer.parseInt(rejection[0]), "/sync", "{\"request_id\":\"x\",\"message\":\"because\"}");
            assertThat(plain("sync")).as(rejection[0])
                    .isEqualTo(new Run(rejection[0].equals("500") ? ExitCodes.FAILURE : ExitCodes.REFUSED, "",
                            "ddmadm: ddmd at [::1]:" + ddmd.port()
                                    + " rejected the request\n  because\n" + rejection[1]));
        }
    }

    @Test
    void reportsRejectionByTheDaemon() {
        ddmd.rejecting(400, "/sync", "{\n  \"request_id\": \"x\",\n  \"message\": \"not \\u001b[31mnow\"\n}");
        assertThat(plain("sync")).isEqualTo(new Run(ExitCodes.REFUSED, "",
                "ddmadm: ddmd at [::1]:" + ddmd.port() + " rejected the request\n  not \\u001b[31mnow\n"));
    }

    @Test
    void reportsUnparsableAnswer() {
        ddmd.with("/peers", "<html>");
        Run run = plain("get-peers");
        assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(
                        "ddmadm: the server at [::1]:" + ddmd.port() + " is not ddmd\n  unable to parse JSON body: ")
                .endsWith("\n  try: another --address or --port, or --tls\n");
    }

    @Test
    void recognizesForeignWebServer() {
        ddmd.rejecting(404, "/peers", "<html>not found</html>");
        assertThat(plain("get-peers")).isEqualTo(new Run(ExitCodes.UNREACHABLE, "",
                "ddmadm: the server at [::1]:" + ddmd.port()
                        + " is not ddmd\n  HTTP status 404 without an error body of ddmd\n"
                        + "  try: another --address or --port, or --tls\n"));
    }

    @Test
    void reportsWriteErrorOfStandardOutput() throws IOException {
        ddmd.with("/peers", "{}");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (FileOutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(Ddmadm.run(new Terminal(full, err, false), "-p", ddmd.port(), "get-peers")).isEqualTo(1);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                ddmadm: cannot write to standard output
                  No space left on device
                  try: another output file, or free space on the file system
                """);
    }

    @Test
    void endsSilentlyIfTheReaderOfStandardOutputIsGone() {
        ddmd.with("/peers", "{}");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(Ddmadm.run(new Terminal(closed, err, false), "-p", ddmd.port(), "get-peers")).isEqualTo(141);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void failsIfStandardOutputCannotBeWritten() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        assertThat(Ddmadm.run(new Terminal(full, new ByteArrayOutputStream(), false), "--version")).isEqualTo(1);
    }
}
