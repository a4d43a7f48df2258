package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output byte for byte as the reference's tool was seen to give it, rows in our order. */
class DdmadmTest {

    private static final String PEERS = """
            {"10":{"status":{"type":"Solicit","duration":{"secs":0,"nanos":69999999}},"addr":"fe80::1","host":"late","kind":1},\
            "3":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},\
            "addr":"fe80::5462:80ff:fe04:ee18","host":"piano","kind":0},\
            "2":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},\
            "addr":"fe80::88d8:adff:feef:282a","host":"violin","kind":0}}""";

    private FakeDdmd ddmd;

    @BeforeEach
    void start() throws IOException {
        ddmd = new FakeDdmd();
    }

    @AfterEach
    void stop() {
        ddmd.close();
    }

    private Run plain(String... args) {
        String[] all = new String[args.length + 4];
        System.arraycopy(new String[]{"-a", "::1", "-p", ddmd.port()}, 0, all, 0, 4);
        System.arraycopy(args, 0, all, 4, args.length);
        return Run.plain(all);
    }

    private void shows(String table, String... args) {
        assertThat(plain(args)).isEqualTo(new Run(0, table, ""));
    }

    @Test
    void peersByTheNumberOfTheInterface() {
        ddmd.with("/peers", PEERS);
        shows("""
                Interface  Host    Address                    Kind     Status    Duration
                2          violin  fe80::88d8:adff:feef:282a  Server   Exchange  3s 899ms
                3          piano   fe80::5462:80ff:fe04:ee18  Server   Exchange  3s 899ms
                10         late    fe80::1                    Transit  Solicit   69ms
                """, "get-peers");
    }

    /** The figures that were seen, so the reference's output byte for byte; then one without a peer, under our number. */
    @Test
    void interfacesInBlocks() {
        String idle = """
                "stats":{"solicitations_sent":0,"solicitations_received":0,"advertisements_sent":0,\
                "advertisements_received":0,"peer_expirations":0,"peer_address_changes":0,"peer_established":0,\
                "updates_sent":0,"updates_received":0,"imported_underlay_prefixes":0,\
                "imported_tunnel_endpoints":0,"update_send_fail":0}""";
        ddmd.with("/interfaces", """
                {"4294967295":{"name":"qsfp0","addr":"::","status":{"type":"Init","duration":{"secs":1,"nanos":0}},\
                "peer":null,%s},\
                "2":{"name":"to-t1","addr":"fe80::3006:f4ff:fee8:5b45",\
                "status":{"type":"Exchange","duration":{"secs":18,"nanos":140000000}},\
                "peer":{"addr":"fe80::833:cbff:fe0d:846d","hostname":"t1","kind":1},\
                "stats":{"solicitations_sent":10,"solicitations_received":9,"advertisements_sent":9,\
                "advertisements_received":10,"peer_expirations":0,"peer_address_changes":0,"peer_established":1,\
                "updates_sent":0,"updates_received":1,"imported_underlay_prefixes":0,\
                "imported_tunnel_endpoints":0,"update_send_fail":0}}}""".formatted(idle));
        shows("""
                to-t1 (2)
                  Address         fe80::3006:f4ff:fee8:5b45
                  State           Exchange (18s 140ms)
                  Peer            fe80::833:cbff:fe0d:846d  t1  transit
                  Solicitations   sent 10                   rcvd 9
                  Advertisements  sent 9                    rcvd 10
                  Updates         sent 0                    rcvd 1
                  Imported        underlay 0                tunnel 0
                  Peer events     expired 0                 addr-chg 0  established 1

                qsfp0 (4294967295)
                  Address         ::
                  State           Init (1s 0ms)
                  Peer            N/A
                  Solicitations   sent 0      rcvd 0
                  Advertisements  sent 0      rcvd 0
                  Updates         sent 0      rcvd 0
                  Imported        underlay 0  tunnel 0
                  Peer events     expired 0   addr-chg 0  established 0
                """, "get-interfaces");
        ddmd.with("/interfaces", "{}");
        shows("", "get-interfaces");
    }

    @Test
    void headingsAreDimOnATerminal() {
        ddmd.with("/originated_tunnel_endpoints", "[]");
        assertThat(Run.styled("-p", ddmd.port(), "tunnel-originated").out()).isEqualTo(
                "\u001b[2mOverlay Prefix\u001b[0m  \u001b[2mBoundary Address\u001b[0m  \u001b[2mVNI\u001b[0m  \u001b[2mMetric\u001b[0m\n");
        ddmd.with("/prefixes", """
                {"fe80::5462:80ff:fe04:ee18":[{"destination":"fd00:b1::1/64","path":["piano"]}]}""");
        assertThat(Run.styled("-p", ddmd.port(), "get-prefixes").out()).isEqualTo("""
                \u001b[2mDestination\u001b[0m    \u001b[2mNext Hop\u001b[0m                   \u001b[2mPath\u001b[0m
                fd00:b1::1/64  fe80::5462:80ff:fe04:ee18  piano
                """);
    }

    @Test
    void prefixesByDestinationThenNextHopThenPath() {
        ddmd.with("/prefixes", """
                {"fe80::88d8:adff:feef:282a":[{"destination":"fd00:b::/64","path":["piano","harp","violin"]},\
                {"destination":"fd00:a::/64","path":["violin"]}],\
                "fe80::5462:80ff:fe04:ee18":[{"destination":"fd00:b1::1/64","path":["piano"]},\
                {"destination":"fd00:b::/64","path":["piano"]}]}""");
        shows("""
                Destination    Next Hop                   Path
                fd00:a::/64    fe80::88d8:adff:feef:282a  violin
                fd00:b::/64    fe80::5462:80ff:fe04:ee18  piano
                fd00:b::/64    fe80::88d8:adff:feef:282a  violin harp piano
                fd00:b1::1/64  fe80::5462:80ff:fe04:ee18  piano
                """, "get-prefixes");
    }

    @Test
    void originatedPrefixes() {
        ddmd.with("/originated", "[]");
        shows("Prefix\n", "get-originated");
        ddmd.with("/originated", "[\"fd00:5::/64\"]");
        shows("Prefix\nfd00:5::/64\n", "get-originated");
    }

    @Test
    void tunnels() {
        ddmd.with("/tunnel_endpoints", """
                [{"origin":{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:a::1","vni":99,"metric":0},\
                "nexthop":"fe80::1"}]""").with("/originated_tunnel_endpoints", "[]");
        shows("""
                Overlay Prefix  Boundary Address  VNI  Metric
                203.0.113.0/24  fd00:a::1         99   0
                """, "tunnel-imported");
        shows("Overlay Prefix  Boundary Address  VNI  Metric\n", "tunnel-originated");
    }

    @Test
    void changesPrintNothing() {
        shows("", "advertise-prefixes", "fd00:5::/64", "fd00:6::/64");
        shows("", "withdraw-prefixes", "fd00:5::/64");
        shows("", "expire-peer", "fe80::1");
        shows("", "sync");
        shows("", "hand-over");
        shows("", "tunnel-advertise", "-o", "203.0.113.0/24", "-b", "fd00:a::1", "-v", "99");
        shows("", "tunnel-withdraw", "--overlay-prefix", "::/0", "--boundary-addr", "fd00:a::1", "--vni", "99",
                "--metric", "18446744073709551615");
        assertThat(ddmd.requests).containsExactly("PUT /prefix [\"fd00:5::/64\",\"fd00:6::/64\"]",
                "DELETE /prefix [\"fd00:5::/64\"]", "DELETE /peers/fe80::1", "PUT /sync",
                "POST /hand-over",
                "PUT /tunnel_endpoint [{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00:a::1\",\"vni\":99,\"metric\":0}]",
                "DELETE /tunnel_endpoint [{\"overlay_prefix\":\"::/0\",\"boundary_addr\":\"fd00:a::1\",\"vni\":99,\"metric\":18446744073709551615}]");
    }

    @Test
    void invalidPrefixesAreNamedWithTheReason() {
        String[][] cases = {{"fd00:a::/129", "the prefix length must be 0 to 128"},
                {"10.0.0.0/8", "the underlay routes IPv6 prefixes only"},
                {"fd00:a::/64,fd00:b::/64", "separate prefixes with spaces, not commas"},
                {"fd00:a::1", "missing '/' character"}};
        for (String[] invalid : cases) {
            for (String verb : List.of("advertise-prefixes", "withdraw-prefixes")) {
                assertThat(plain(verb, "fd00:1::/64", invalid[0])).isEqualTo(new Run(2, "",
                        "ddmadm: invalid value '" + invalid[0] + "' for PREFIX\n  " + invalid[1]
                                + "; nothing was sent\n  try: ddmadm " + verb + " --help\n"));
            }
        }
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void changesWithoutEffectAreExplained() {
        assertThat(plain("advertise-prefixes")).isEqualTo(
                new Run(0, "", "ddmadm: no prefix given; nothing changed\n"));
        assertThat(plain("withdraw-prefixes").err()).isEqualTo("ddmadm: no prefix given; nothing changed\n");
        assertThat(ddmd.requests).isEmpty();
        assertThat(plain("advertise-prefixes", "fd00:5::1/64")).isEqualTo(new Run(0, "",
                "ddmadm: fd00:5::1/64 has host bits set; it is kept as given, and routers install fd00:5::/64\n"));
        ddmd.changing(0);
        assertThat(plain("expire-peer", "fe80::9")).isEqualTo(
                new Run(0, "", "ddmadm: no session with fe80::9; nothing changed\n"));
        assertThat(plain("withdraw-prefixes", "fd00:9::/64")).isEqualTo(
                new Run(0, "", "ddmadm: fd00:9::/64 was not originated; nothing changed\n"));
        assertThat(plain("tunnel-withdraw", "-o", "::/0", "-b", "fd00::1", "-v", "1").err()).isEqualTo(
                "ddmadm: ::/0 at fd00::1 was not originated; nothing changed\n");
        ddmd.changing(1);
        assertThat(plain("advertise-prefixes", "fd00:8::/64", "fd00:9::/64", "fd00:8::/64").err()).isEqualTo(
                "ddmadm: 1 of 2 prefixes were already originated\n");
        assertThat(plain("expire-peer", "fe80::9").err()).isEmpty();
    }

    @Test
    void addressesMayHaveTheirZone() {
        shows("", "expire-peer", "fe80::1%eth0");
        assertThat(ddmd.requests).containsExactly("DELETE /peers/fe80::1");
        assertThat(plain("expire-peer", "fe80::1%").exit()).isEqualTo(2);
    }

    @Test
    void unwritableOutputIsExplained() throws IOException {
        ddmd.with("/peers", "{}");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (FileOutputStream full = new FileOutputStream("/dev/full")) {
            assertThat(Ddmadm.run(new Terminal(full, err, false), "-p", ddmd.port(), "get-peers")).isEqualTo(1);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
                ddmadm: cannot write to standard output
                  No space left on device
                  try: another file, or free space where it is
                """);
    }

    @Test
    void helpIsAVerbToo() {
        assertThat(Run.plain("help").out()).isEqualTo(Run.plain("--help").out()).contains("get-peers");
        assertThat(Run.plain("help", "sync").out()).isEqualTo(Run.plain("sync", "--help").out());
    }

    @Test
    void otherWebServersAreNotTakenForDdmd() {
        ddmd.refusing(404, "/peers", "<html>not found</html>");
        assertThat(plain("get-peers")).isEqualTo(new Run(1, "", "ddmadm: the server at [::1]:" + ddmd.port()
                + " is not ddmd\n  HTTP status 404 without an error body of ddmd\n"
                + "  try: another --address or --port, or --tls\n"));
    }

    @Test
    void theRouterMayBeNamedAfterTheVerbToo() {
        ddmd.with("/originated", "[]");
        assertThat(Run.plain("get-originated", "--port", ddmd.port(), "--address=::1")).isEqualTo(new Run(0, "Prefix\n",
                ""));
    }

    @Test
    void nobodyThere() {
        String port = ddmd.port();
        ddmd.close();
        assertThat(Run.plain("-p", port, "get-peers")).isEqualTo(new Run(1, "",
                "ddmadm: cannot reach ddmd at [::1]:" + port + "\n  connection refused; is ddmd running there?\n"
                        + "  try: systemctl status ddmd, or name another router with --address and --port\n"));
        assertThat(Run.plain("-a", "127.0.0.1", "-p", port, "sync").err()).startsWith(
                "ddmadm: cannot reach ddmd at 127.0.0.1:" + port + "\n");
    }

    @Test
    void theDaemonSaysNo() {
        ddmd.refusing("/sync", "{\n  \"request_id\": \"x\",\n  \"message\": \"not \\u001b[31mnow\"\n}");
        assertThat(plain("sync")).isEqualTo(new Run(1, "", "ddmadm: ddmd at [::1]:" + ddmd.port()
                + " refused the request\n  not \\u001b[31mnow\n  try: the log of ddmd, which says more\n"));
    }

    @Test
    void somethingElseAnswers() {
        ddmd.with("/peers", "<html>");
        Run run = plain("get-peers");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ddmadm: the server at [::1]:" + ddmd.port()
                + " is not ddmd\n  unable to parse JSON body: ").endsWith(
                        "\n  try: another --address or --port, or --tls\n");
    }

    @Test
    void namesFromPeersCannotSteerTheTerminal() {
        ddmd.with("/prefixes", """
                {"fe80::1":[{"destination":"fd00::/64","path":["a\\u001b[2Jb\\u202ec\\nd"]}]}""");
        shows("Destination  Next Hop  Path\nfd00::/64    fe80::1   a\\u001b[2Jb\\u202ec\\nd\n", "get-prefixes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expire-peer zz", "expire-peer", "advertise-prefixes fd00::/64 10.0.0.0/8",
            "withdraw-prefixes fd00::/129", "nonsense", "tunnel-advertise -o x -b fd00::1 -v 1",
            "tunnel-advertise -o ::/0", "tunnel-advertise -o ::/0 -b fd00::1 -v 16777216",
            "tunnel-withdraw -o ::/0 -b 1.2.3.4 -v 1", "tunnel-withdraw -o ::/0 -b ::1 -v 1 -m -1", "sync now", "",
            "-p 0 sync", "-p x sync", "-a ::zz sync", "get-peers --wings"})
    void badArgumentsAreSaidInThreeLinesAndNothingIsSent(String line) {
        Run run = plain(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).matches("ddmadm: .+\n  .*nothing was sent\n  try: .*ddmadm.* --help\n");
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void badArgumentsAreNamedWithTheReason() {
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
    void helpAndVersion() {
        Run help = Run.plain("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out()).contains("get-peers", "expire-peer", "get-interfaces", "get-prefixes", "get-originated",
                "advertise-prefixes", "withdraw-prefixes", "tunnel-imported", "tunnel-originated", "tunnel-advertise",
                "tunnel-withdraw", "sync", "--address", "--port", "Exit codes");
        assertThat(Run.plain("tunnel-advertise", "--help").out()).contains("--vni", "--metric", "-o", "-b");
        assertThat(Run.plain("--version").out()).startsWith("ddmadm ");
    }
}
