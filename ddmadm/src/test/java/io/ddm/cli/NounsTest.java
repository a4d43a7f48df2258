package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nouns beside the reference's verbs, byte for byte as people see them. */
final class NounsTest extends FakeDdmdTestCase {

    static final String INTERFACES = """
            {"2":{"name":"eth1","addr":"fe80::3","status":{"type":"Exchange","duration":{"secs":18,"nanos":0}},\
            "peer":{"addr":"fe80::1","hostname":"t1","kind":1},\
            "stats":{"solicitations_sent":10,"solicitations_received":9,"advertisements_sent":9,\
            "advertisements_received":10,"peer_expirations":0,"peer_address_changes":0,"peer_established":1,\
            "updates_sent":0,"updates_received":1,"imported_underlay_prefixes":0,\
            "imported_tunnel_endpoints":0,"update_send_fail":0}}}""";
    static final String PREFIXES = """
            {"fe80::1":[{"destination":"fd00:2::/64","path":["s2","late"]},\
            {"destination":"fd00:3:1::/64","path":["s3","late"]}]}""";
    static final String TUNNELS = """
            [{"origin":{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:a::1","vni":99,"metric":0},\
            "nexthop":"fe80::1"}]""";
    static final String STATUS = """
            {"at":"2026-12-01T03:00:00Z",\
            "router":{"id":"s1","kind":"server","version":"0.1.0","uptime_ms":7384000},"ready":true,\
            "links":[{"name":"eth1","index":2,"address":"fe80::3","state":"Exchange",\
            "since":"2026-12-01T00:46:00Z","for_ms":8040000,"peer":{"address":"fe80::47","host":"語-b","kind":"transit"},"waiting":null,"role":"active","probes":"ok","delay_us":310,"deviation_us":40,"loss_permille":5,"paths":41,\
            "rejected":[{"reason":"denied by the import filter","count":3,"example":"fd00:9::/64"}],"losses":1,\
            "last_down":{"at":"2026-12-01T00:45:00Z","reason":"no advertisement","peer":"語-b"}},\
            {"name":"eth2","index":3,"address":null,"state":"Init","since":"2026-12-01T02:59:22Z","for_ms":38000,\
            "peer":null,"waiting":{"what":"cannot be used: it has no carrier","fix":"check the cable","problem":true},\
            "role":"standby","probes":"unknown","delay_us":null,"deviation_us":null,"loss_permille":null,"paths":0,\
            "rejected":[],"losses":0,"last_down":null}],\
            "routes":{"imported_prefix_paths":41,"imported_tunnel_paths":1,"originated_prefixes":1,\
            "originated_tunnels":0,"networks":40},\
            "kernel":{"wanted":40,"installed":39,"pending":0,"refused":1,"repaired":2},\
            "problems":[{"code":"link-unusable","severity":"warning","on":"eth2","since":"2026-12-01T02:59:22Z",\
            "what":"cannot be used: it has no carrier","fix":"check the cable"}]}""";
    static final String HISTORY = """
            {"newest":7,"events":[\
            {"id":5,"at":"2026-12-01T00:45:00.123456Z","kind":"transition","interface":"eth1",\
            "text":"Exchange -> Solicit: no advertisement, 語-b (fe80::47)","from":"Exchange","to":"Solicit","peer":"語-b"},\
            {"id":7,"at":"2026-12-01T02:59:22Z","kind":"routes","interface":null,"text":"40 networks routed",\
            "from":null,"to":null,"peer":null}]}""";
    static final String WHY = """
            {"asked":"fd00:2::/64","network":"fd00:2::/64","known":true,"originated":false,"candidates":[\
            {"interface":"eth1","host":"t1","address":"fe80::1","path":["t1","s2"],"verdict":"used","reason":"",\
            "delay_us":310,"weight":2},\
            {"interface":"eth2","host":"t2","address":"fe80::2","path":["t2","t3","s2"],"verdict":"longer",\
            "reason":"the shortest in use has 2","delay_us":null,"weight":0}],\
            "route":{"state":"installed","reason":""},\
            "peers":[{"interface":"eth1","host":"t1","holds":false,"withheld":"the best paths lead through this peer"}]}""";

    @BeforeEach
    void answers() {
        ddmd.with("/peers", OutputTest.PEERS).with("/status", STATUS).with("/history", HISTORY).with("/why", WHY);
    }

    @Test
    void linksNeverVanish() {
        shows("""
                IF    STATE       FOR     PEER  ROLE     PROBES   WAITS FOR                          LAST DOWN
                eth1  ● Exchange  2h 14m  語-b  active   ok       -                                  2h 15m ago, 語-b: no advertisement
                eth2  ✗ Init      38s     -     standby  unknown  cannot be used: it has no carrier  -
                """,
                "links");
        shows("""
                IF    HOST  KIND     ADDRESS   STATE       FOR     DELAY   LOSS  PATHS  LAST DOWN
                eth1  語-b  transit  fe80::47  ● Exchange  2h 14m  0.31ms  0.5%  41     2h 15m ago, 語-b: no advertisement
                """, "peers");
    }

    @Test
    void statusSaysWhatIsWrong() {
        shows("""
                s1
                  Router      server
                  Version     0.1.0
                  Up          2h 3m
                  Ready       yes
                  Links       1 of 2 in session
                  Imported    41 prefix paths     1 tunnel paths
                  Originated  1 prefixes          0 tunnels
                  Networks    39 of 40 installed  1 refused  2 repaired

                warning: link-unusable on eth2
                  What   cannot be used: it has no carrier
                  Try    check the cable
                  Since  2026-12-01T02:59:22Z
                """, "status");
    }

    @Test
    void prefixesNameTheInterface() {
        ddmd.with("/prefixes", PREFIXES);
        shows("""
                DESTINATION    IF     NEXT HOP  HOPS  PATH
                fd00:2::/64    eth10  fe80::1   2     late s2
                fd00:3:1::/64  eth10  fe80::1   2     late s3
                """, "prefixes");
        for (String related : List.of("fd00:3::/32", "fd00:3:1::/64", "fd00:3:1::5")) {
            assertThat(plain("prefixes", related, "-q").out()).isEqualTo("fd00:3:1::/64\n");
        }
        assertThat(plain("prefixes", "fd00:4::/64", "-q")).isEqualTo(new Run(0, "", ""));
        ddmd.requests.clear();
        assertThat(plain("prefixes", "fd00::/129").err())
                .startsWith("ddmadm: 'fd00::/129' is neither an IPv6 prefix nor an IPv6 address: ");
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void whyExplainsEachPath() {
        shows("""
                VERDICT                            IF    PEER  NEXT HOP  DELAY   WEIGHT  PATH
                used                               eth1  t1    fe80::1   0.31ms  2       t1 s2
                longer: the shortest in use has 2  eth2  t2    fe80::2   -       0       t2 t3 s2
                route: installed
                peer t1 on eth1 does not hold it from this router: the best paths lead through this peer
                """, "why", "fd00:2::/64");
        assertThat(ddmd.queries).containsExactly("prefix=fd00%3A2%3A%3A%2F64");
        ddmd.with("/why", """
                {"asked":"fd00:9::/64","network":"fd00:9::/64","known":false,"originated":false,"candidates":[],\
                "route":{"state":"none","reason":"no offer can be used"},"peers":[]}""");
        Run unknown = plain("why", "fd00:9::/64");
        assertThat(unknown.exit()).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(unknown.out()).endsWith(
                "fd00:9::/64: no peer offers it or a prefix around it, and this router does not originate it\n");
    }

    @Test
    void historyFiltersAndSaves(@TempDir Path folder) throws IOException {
        shows("""
                TIME                      KIND        IF    WHAT
                2026-12-01T00:45:00.123Z  transition  eth1  Exchange -> Solicit: no advertisement, 語-b (fe80::47)
                2026-12-01T02:59:22Z      routes      -     40 networks routed
                """, "history");
        assertThat(plain("history", "--last", "1", "-o", "tsv", "-c", "id").out()).isEqualTo("id\n7\n");
        assertThat(plain("history", "--kind", "transition,role", "-o", "tsv", "-c", "id").out()).isEqualTo("id\n5\n");
        assertThat(plain("history", "--link", "eth2", "-o", "tsv", "-c", "id").out()).isEqualTo("id\n");
        Path file = folder.resolve("events.jsonl");
        assertThat(plain("history", "--save", file.toString()).exit()).isZero();
        ddmd.requests.clear();
        assertThat(plain("history", "--from", file.toString()).out()).isEqualTo(Run.plain("history", "--from",
                file.toString()).out()).contains("Exchange -> Solicit", "40 networks routed");
        assertThat(ddmd.requests).isEmpty();
        assertThat(plain("history", "--save", file.toString()).err())
                .isEqualTo("ddmadm: cannot write " + file + "\n  the file exists, and is left as it is\n"
                        + "  try: another file\n");
        Files.writeString(file, "{\"schema\":\"ddm.peers/1\",\"data\":{}}\n");
        assertThat(plain("history", "--from", file.toString()).err()).contains("line 1: ", "unknown schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"history --kind packet", "history --last 0", "history --since yesterday",
                    "history --follow --save x", "why fd00::/129", "why", "doctor --only nonsense",
                    "wait --timeout 5", "wait --peers -1", "wait --prefix x", "topology --dot --mermaid"})
    void rejectsNonsenseBeforeSending(String line) {
        Run run = plain(line.split(" "));
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.err()).startsWith("ddmadm: ").contains("nothing was sent");
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void waitEndsWithTheConditionOrWithWhatIsMissing() {
        ddmd.with("/prefixes", PREFIXES);
        assertThat(plain("wait", "--peers", "1", "--prefix", "fd00:2::/64", "--ready", "--timeout", "5s"))
                .isEqualTo(new Run(0, "", ""));
        assertThat(plain("wait", "--peers", "2", "--prefix", "fd00:7::/64", "--timeout", "0s"))
                .isEqualTo(new Run(ExitCodes.TIMED_OUT, "", """
                        ddmadm: timed out after 0s
                          1 of 2 peers in session; no peer offers fd00:7::/64
                          try: ddmadm doctor, or a longer --timeout
                        """));
    }

    @Test
    void topologyDrawsWhatPathsShow() {
        ddmd.with("/prefixes", PREFIXES);
        shows("""
                NEAR  FAR   PATHS
                late  s2    1
                late  s3    1
                s1    late  2
                """, "topology");
        assertThat(plain("topology", "--dot").out()).startsWith("graph ddm {\n").contains("\"s1\" -- \"late\"");
        assertThat(plain("topology", "--mermaid").out()).startsWith("graph LR\n").contains("n0[\"s1\"]");
    }

    @Test
    void bundleHasWhatCanBeHadAndNamesTheRest(@TempDir Path folder) throws IOException {
        ddmd.with("/ready", "{}").with("/metrics", "m 1\n");
        Path file = folder.resolve("b.zip");
        Run run = plain("bundle", file.toString());
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("without keys and tokens");
        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
        Set<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> parts = zip.entries(); parts.hasMoreElements();) {
                names.add(parts.nextElement().getName());
            }
        }
        assertThat(names).contains("status.json", "history.json", "metrics.txt", "missing.txt", "kernel.txt");
        assertThat(plain("bundle", file.toString()).exit()).isEqualTo(ExitCodes.FAILURE);
    }

    @Test
    void doctorWorksWithoutADaemon() {
        ddmd.close();
        Run run = plain("doctor");
        assertThat(run.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(run.out()).contains("failed: daemon-unreachable", "connection refused", "systemctl status ddmd",
                "peers, routes and the daemon itself are not checked");
        assertThat(plain("doctor", "--pre").out()).doesNotContain("daemon-unreachable");
    }

    @Test
    void doctorHasOneRemedyForEachCause() {
        Run run = plain("doctor", "--skip", "firewall,ipv6,version,discovery-port,exchange-port", "--only", "links");
        assertThat(run.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(run.out().lines().filter(line -> line.startsWith("failed") && line.endsWith(" on eth2")))
                .as(run.out())
                .containsExactly("failed: link-missing on eth2");
    }

    /** The daemon gives a lost peer ten seconds; an operator who looks meanwhile must not read that all is well. */
    @Test
    void doctorNamesAPeerThatWasJustLost() {
        ddmd.with("/status",
                STATUS.replace("\"state\":\"Exchange\"", "\"state\":\"Solicit\"").replace("""
                        "peer":{"address":"fe80::47","host":"語-b","kind":"transit"},"waiting":null""", """
                        "peer":null,"waiting":{"what":"for a router","fix":"","problem":false}"""));
        assertThat(plain("doctor", "--only", "peers").out()).contains("warning: peer-missing on eth1\n",
                "語-b was lost at 2026-12-01T00:45:00Z: no advertisement");
    }
}
