package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version, and where options may stand. */
final class DdmadmTest extends FakeDdmdTestCase {

    @Test
    void printsHelpAndVersion() {
        Run help = Run.plain("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("get-peers", "expire-peer", "get-interfaces", "get-prefixes", "get-originated",
                "advertise-prefixes", "withdraw-prefixes", "tunnel-imported", "tunnel-originated", "tunnel-advertise",
                "tunnel-withdraw", "sync", "--address", "--port", "Exit codes");
        assertThat(Run.plain("tunnel-advertise", "--help").out()).contains("--vni", "--metric", "-o", "-b");
        assertThat(Run.plain("--version").out()).startsWith("ddmadm ");
    }

    @Test
    void helpVerbEqualsHelpOption() {
        assertThat(Run.plain("help").out()).isEqualTo(Run.plain("--help").out()).contains("get-peers");
        assertThat(Run.plain("help", "sync").out()).isEqualTo(Run.plain("sync", "--help").out());
    }

    @Test
    void acceptsConnectionOptionsAfterTheVerb() {
        ddmd.with("/originated", "[]");
        assertThat(Run.plain("get-originated", "--port", ddmd.port(), "--address=::1"))
                .isEqualTo(new Run(0, "Prefix\n", ""));
        assertThat(Run.plain("--port", ddmd.port(), "get-originated", "-a", "::1").exit()).isZero();
    }

    /** Only the named verbs are built, which must not be visible. */
    @ParameterizedTest
    @ValueSource(strings = {"--help sync", "-h sync", "-Vh get-peers", "-p 1 --help sync", "--help -p 1"})
    void helpBeforeAVerbListsAllVerbs(String line) {
        assertThat(Run.plain(line.split(" ")).out()).isEqualTo(Run.plain("--help").out());
    }

    @Test
    void acceptsVerbNameAsValueOfAnOption() {
        assertThat(Run.plain("--socket=sync", "get-originated").err())
                .startsWith("ddmadm: cannot reach ddmd at sync\n");
    }

    @Test
    void suggestsSimilarVerbs() {
        assertThat(Run.plain("get-peer").err()).isEqualTo("""
                ddmadm: unknown command 'get-peer'
                  nothing was sent
                  try: get-peers, peers, expire-peer, or ddmadm --help
                """);
    }

    /** The same lines for every verb, after its own options. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", "get-peers", "expire-peer", "get-interfaces", "get-prefixes", "get-originated",
                    "advertise-prefixes", "withdraw-prefixes", "tunnel-imported", "tunnel-originated", "sync",
                    "hand-over"})
    void helpGroupsConnectionOptionsAtTheEnd(String verb) {
        String help = Run.plain((verb + " --help").strip().split(" ")).out();
        assertThat(help).endsWith("""

                Connection options, before or after the command:
                  -a, --address=ADDR       The router's address (default: ::1).
                  -p, --port=PORT          The router's admin port (default: 8000).
                      --socket=PATH        The daemon's unix socket, instead of an address and
                                             a port.
                      --token-file=FILE    A file with the bearer token and nothing else.
                      --tls                Use TLS and trust the certificate authorities of
                                             this machine.
                      --ca=FILE            Use TLS and trust only the certificate authorities
                                             in this file (PEM).
                      --client-cert=FILE   Use TLS with this client certificate and its chain
                                             (PEM).
                      --client-key=FILE    The private key of the client certificate (PEM, PKCS
                                             #8).

                Exit codes: 0 success, 1 failure, 2 invalid arguments, 3 daemon unreachable, 4
                refused by the daemon, 5 not found, 6 timed out, 10 warnings, 141 output closed.
                """);
        assertThat(help).startsWith("Usage: ddmadm " + (verb.isEmpty() ? "" : verb + " ") + "[-h")
                .contains("[CONNECTION]");
        assertThat(help.lines().filter(line -> line.contains("--address"))).hasSize(1);
    }

    @Test
    void helpShowsOptionsOfTheVerbFirst() {
        assertThat(Run.plain("tunnel-withdraw", "--help").out()).startsWith("""
                Usage: ddmadm tunnel-withdraw [-hV] [--json] -b=ADDR [--color=WHEN] [-m=METRIC]
                                              -o=PREFIX [--output=FORMAT] -v=VNI [CONNECTION]
                Stop originating a tunnel endpoint; all four values must match those that it
                was advertised with.
                  -b, --boundary-addr=ADDR   The underlay address of the tunnel endpoint.
                      --color=WHEN           auto, always or never (default: auto, colors on a
                                               terminal unless NO_COLOR is set).
                  -h, --help                 Show this help message and exit.
                """);
    }
}
