package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.view.ScreenSize;
import io.ddm.cli.view.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mode of {@code stat} byte for byte, and the verbs that change the role of an interface. */
final class StatVerbTest extends FakeDdmdTestCase {

    private static final String STAT = """
            {"failure_detection_time_ms":300,\
            "interfaces":[\
            {"name":"to-t1","index":2,"active":true,"group":"1","flags":"----M--","link":"up","probe":"ok","state":"ok"},\
            {"name":"to-t2","index":3,"active":false,"group":"1","flags":"is--M--","link":"up","probe":"failed",\
            "state":"failed"},\
            {"name":"tfportrear31_0","index":0,"active":false,"group":null,"flags":"-----d-","link":"unknown",\
            "probe":"disabled","state":"unknown"}],\
            "groups":[\
            {"id":"1","name":"to-t1+to-t2","state":"degraded","fdt_ms":300,"interfaces":[\
            {"name":"to-t2","use":"unusable","weight":1},{"name":"to-t1","use":"active","weight":2},\
            {"name":"to-t3","use":"inactive","weight":1},{"name":"to-t4","use":"active","weight":1}],"destinations":7},\
            {"id":"2","name":"to-t1","state":"ok","fdt_ms":null,"interfaces":[\
            {"name":"to-t1","use":"active","weight":1}],"destinations":1}],"groups_omitted":0,\
            "targets":[\
            {"interface":"to-t1","mode":"multicast","test_address":"fe80::3006:f4ff:fee8:5b45",\
            "targets":[{"address":"fe80::b00c:76ff:fe3b:f623","host":"t1"}],"net_rtt_us":310,"rtt_us":420,\
            "rtt_avg_us":400,"rtt_dev_us":35,"loss_permille":5,"delay_us":155,"answer_us":1904,"answer_avg_us":2100,\
            "sent":200,"acked":199,"lost":1},\
            {"interface":"to-t2","mode":"multicast","test_address":"fe80::1","targets":[],"net_rtt_us":null,\
            "rtt_us":null,"rtt_avg_us":null,"rtt_dev_us":null,"loss_permille":1000,"delay_us":null,\
            "answer_us":null,"answer_avg_us":null,"sent":9,"acked":0,\
            "lost":9},\
            {"interface":"tfportrear31_0","mode":"disabled","test_address":null,"targets":[],"net_rtt_us":null,\
            "rtt_us":null,"rtt_avg_us":null,"rtt_dev_us":null,"loss_permille":null,"delay_us":null,\
            "answer_us":null,"answer_avg_us":null,"sent":0,"acked":0,\
            "lost":0}]}""";

    private static final String ADDRESSES = """
            {"addresses":[{"destination":"fd00:2::/64","state":"up","group":"1","inbound":["to-t1","to-t2"],\
            "outbound":[{"interface":"to-t1","weight":2,"delay_us":2155},{"interface":"to-t2","weight":1,"delay_us":null}]},\
            {"destination":"fd00:1122:3344:101::/64","state":"down","group":null,"inbound":["to-t1"],"outbound":[]}]}""";

    private static final String PROBES = """
            event: begin
            id: 0
            data: {"time_ms":80000,"resync":false}

            : keepalive

            event: probe
            id: 1
            data: {"time_ms":79990,"interface":"to-t1","number":17,"net_rtt_us":310,"rtt_us":420,"rtt_avg_us":400,\
            "rtt_dev_us":35,"target":"fe80::b00c:76ff:fe3b:f623","host":"t1","lost":false}

            event: probe
            id: 2
            data: {"time_ms":81234,"interface":"to-t2","number":4294967296,"net_rtt_us":null,"rtt_us":null,\
            "rtt_avg_us":0,"rtt_dev_us":null,"target":"fe80::2","host":"a:b","lost":true}

            event: begin
            id: 9
            data: {"time_ms":90000,"resync":true}

            event: probe
            id: 10
            data: {"time_ms":91000,"interface":"to-t1","number":18,"net_rtt_us":9223372036854775808,"rtt_us":20000,\
            "rtt_avg_us":500,"rtt_dev_us":40,"target":"fe80::b00c:76ff:fe3b:f623","host":"t1","lost":false}

            """;

    private static final String ENDED = """
              the daemon ended the stream
              try: again; systemctl status ddmd, and the log of ddmd
            """;

    private void serve() {
        ddmd.with("/stat", STAT).with("/stat/addresses", ADDRESSES).with("/stat/probes", PROBES);
    }

    @Test
    void showsInterfaces() {
        serve();
        shows("""
                INTERFACE   ACTIVE  GROUP       FLAGS     LINK      PROBE     STATE
                to-t1       yes     1           ----M--   up        ok        ok
                to-t2       no      1           is--M--   up        failed    failed
                tfportrear31_0 no   --          -----d-   unknown   disabled  unknown
                """, "stat", "-i");
    }

    @Test
    void showsGroupsWithTheirInterfacesByUse() {
        serve();
        shows("""
                GROUP       GROUPNAME   STATE     FDT       INTERFACES
                1           to-t1+to-t2 degraded  0.30s     to-t1 to-t4 (to-t3) [to-t2]
                2           to-t1       ok        --        to-t1
                """, "stat", "-g");
    }

    @Test
    void saysHowManyGroupsAreLeftOut() {
        ddmd.with("/stat", STAT.replace("\"groups_omitted\":0", "\"groups_omitted\":3"));
        assertThat(plain("stat", "-g", "-P", "-o", "group"))
                .isEqualTo(new Run(0, "1\n2\n", "ddmadm: 3 smaller groups are not shown\n"));
    }

    @Test
    void showsDestinations() {
        serve();
        shows("""
                ADDRESS                   STATE  GROUP       INBOUND     OUTBOUND
                fd00:2::/64               up     1           to-t1 to-t2 to-t1 to-t2
                fd00:1122:3344:101::/64   down   --          to-t1       --
                """, "stat", "-a");
    }

    @Test
    void showsWeightsAndDelaysOfPaths() {
        serve();
        shows("""
                ADDRESS                   OUTBOUND               WEIGHT      DELAY
                fd00:2::/64               to-t1 to-t2            2 1         2.16ms --
                fd00:1122:3344:101::/64   --                     --          --
                """, "stat", "-a", "-o", "address,outbound,weight,delay");
    }

    @Test
    void showsTargetsByNameOrAddress() {
        serve();
        shows("""
                INTERFACE   MODE      TESTADDR            TARGETS
                to-t1       multicast fe80::3006:f4ff:fee8:5b45 t1
                to-t2       multicast fe80::1             --
                tfportrear31_0 disabled --                --
                """, "stat", "-t");
        assertThat(plain("stat", "-tn").out()).contains(
                "to-t1       multicast fe80::3006:f4ff:fee8:5b45 fe80::b00c:76ff:fe3b:f623\n");
    }

    /** They do not fit into 80 columns beside the others. */
    @Test
    void showsHowLongTargetsTakeToAnswerSolicitations() {
        serve();
        shows("""
                INTERFACE   ANSWER    ANSWERAVG
                to-t1       1.90ms    2.10ms
                to-t2       --        --
                tfportrear31_0 --     --
                """, "stat", "-t", "-o", "interface,answer,answeravg");
    }

    /** RTTDEV does not fit into 80 columns. */
    @Test
    void showsProbesUntilTheDaemonEnds() {
        serve();
        Run run = plain("stat", "-p");
        assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(run.out()).isEqualTo("""
                TIME      INTERFACE   PROBE  NETRTT    RTT       RTTAVG    TARGET
                -0.01s    to-t1       17     0.31ms    0.42ms    0.40ms    t1
                1.23s     to-t2       4294967296 --    --        --        a:b
                11.00s    to-t1       18     ?         20.00ms   0.50ms    t1
                """);
        assertThat(run.err()).startsWith("ddmadm: probes are missing here: this end was too slow\n"
                + "ddmadm: ddmd at [::1]:" + ddmd.port() + " no longer answers\n").endsWith(ENDED);
        assertThat(plain("stat", "-pn", "-o", "target,rttdev").out()).isEqualTo("""
                TARGET              RTTDEV
                fe80::b00c:76ff:fe3b:f623 0.04ms
                fe80::2             --
                fe80::b00c:76ff:fe3b:f623 0.04ms
                """);
    }

    @Test
    void separatesFieldsForPrograms() {
        serve();
        shows("fd00\\:2\\:\\:/64:up\nfd00\\:1122\\:3344\\:101\\:\\:/64:down\n", "stat", "-a", "-P", "-o",
                "address,state");
        shows("fd00:2::/64\nfd00:1122:3344:101::/64\n", "stat", "-aP", "-o", "ADDRESS");
        shows("to-t1 to-t2\n\n", "stat", "-aPo", "outbound");
        assertThat(plain("stat", "-pP", "-o", "time,netrtt,target").out())
                .isEqualTo("-0.01s:0.31ms:t1\n1.23s::a\\:b\n11.00s:?:t1\n");
    }

    @Test
    void showsPartsOfTheDocumentAsJson() {
        serve();
        int groups = STAT.indexOf("\"groups\"");
        int targets = STAT.indexOf("\"targets\"");
        shows("{" + STAT.substring(STAT.indexOf("\"interfaces\""), groups - 1) + "}\n", "stat", "-i", "--json");
        shows("{" + STAT.substring(groups, targets - 1) + "}\n", "stat", "-g", "--json");
        shows("{" + STAT.substring(targets) + "\n", "stat", "-t", "--json");
        shows(ADDRESSES + "\n", "stat", "-a", "--json");
        assertThat(plain("stat", "-p", "--json").out().lines()).hasSize(4)
                .last(as(InstanceOfAssertFactories.STRING))
                .startsWith("{\"schema\":\"ddm.error/1\",");
        assertThat(plain("stat", "-p", "--json").out().lines()).first()
                .asString()
                .startsWith("{\"time_ms\":79990,\"interface\":\"to-t1\",\"number\":17,");
    }

    @Test
    void leavesUnknownFieldsOutForPeopleOnly() {
        serve();
        assertThat(plain("stat", "-i", "-o", "speed,State"))
                .isEqualTo(new Run(0, "STATE\nok\nfailed\nunknown\n",
                        "ddmadm: no field 'speed' in this mode; it is left out\n"));
        String fields = "INTERFACE, ACTIVE, GROUP, FLAGS, LINK, PROBE, STATE";
        refuses("'speed' is no field of this mode; its fields are " + fields, "-i", "-P", "-o", "state,speed");
        refuses("'speed' is no field of this mode; its fields are " + fields, "-i", "-o", "speed");
        assertThat(plain("stat", "-i", "-o", "ALL").out()).isEqualTo(plain("stat", "-i").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-ai", "-a -t", "-g -p -n", "-agipt"})
    void requiresExactlyOneMode(String options) {
        refuses("exactly one of -a, -g, -i, -p, -t is allowed and required",
                options.isEmpty() ? new String[0] : options.split(" "));
    }

    @Test
    void requiresFieldsForPrograms() {
        refuses("-P requires -o: a program names the fields that it reads", "-i", "-P");
        refuses("'all' is not allowed with -P, since newer versions may have more fields; name them: INTERFACE, MODE,"
                + " TESTADDR, TARGETS, ANSWER, ANSWERAVG", "-t", "-P", "-o", "all");
        Run json = plain("stat", "-t", "--json", "-o", "mode");
        assertThat(json.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(json.err()).startsWith("ddmadm: --json cannot be combined with -P or -o\n");
        assertThat(ddmd.requests).isEmpty();
    }

    private void refuses(String reason, String... options) {
        ddmd.requests.clear();
        String[] args = new String[options.length + 1];
        args[0] = "stat";
        System.arraycopy(options, 0, args, 1, options.length);
        assertThat(plain(args)).isEqualTo(new Run(2, "", "ddmadm: " + reason
                + "\n  nothing was sent\n  try: ddmadm stat --help\n"));
        assertThat(ddmd.requests).isEmpty();
    }

    @Test
    void takesConnectionOptionsByTheirLongNamesOnly() {
        serve();
        assertThat(Run.plain("stat", "-g", "--port", ddmd.port(), "--address=::1").exit()).isZero();
        assertThat(Run.plain("stat", "-i", "-p", ddmd.port()).err())
                .startsWith("ddmadm: unexpected argument '" + ddmd.port() + "'\n");
        assertThat(Run.plain("-p", ddmd.port(), "get-peers", "-p", "1").exit()).as("other verbs keep theirs")
                .isEqualTo(ExitCodes.UNREACHABLE);
    }

    @Test
    void helpShowsShortNamesOnceOnly() {
        String help = Run.plain("stat", "--help").out();
        assertThat(help).contains("\n  -a, --addresses ", "\n  -p, --probes ", "\n      --address=ADDR ",
                "\n      --port=PORT ", "\n      --token-file=FILE ")
                .doesNotContain("-a, --address=ADDR", "-p, --port");
        assertThat(Run.plain("help", "stat").out()).isEqualTo(help);
        assertThat(Run.plain("help", "get-peers").out()).contains("-a, --address=ADDR", "-p, --port=PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-g", "-i", "-p", "-t"})
    void failsWithoutADaemon(String mode) {
        ddmd.close();
        Run run = plain("stat", mode);
        assertThat(run.exit()).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ddmadm: cannot reach ddmd at [::1]:" + ddmd.port()
                + "\n  connection refused; is ddmd running there?\n");
    }

    @Test
    void saysWhyThereAreNoProbes() {
        ddmd.rejecting(409, "/stat/probes", """
                {"request_id":"x","message":"probing is off"}""");
        assertThat(plain("stat", "-p")).isEqualTo(new Run(ExitCodes.REFUSED, "",
                "ddmadm: ddmd at [::1]:" + ddmd.port() + " rejected the request\n  probing is off\n"));
    }

    @Test
    void escapesTextFromTheDaemon() {
        ddmd.with("/stat", STAT.replace("\"host\":\"t1\"", "\"host\":\"t\\u001b[2J\\n1\""));
        assertThat(plain("stat", "-t", "-o", "targets").out()).isEqualTo("TARGETS\nt\\u001b[2J\\n1\n--\n--\n");
    }

    @Test
    void fitsColumnsIntoTheScreen() {
        serve();
        assertThat(wide(89, "-p")).startsWith(
                "TIME      INTERFACE   PROBE  NETRTT    RTT       RTTAVG    TARGET              RTTDEV\n");
        assertThat(wide(88, "-p").lines().findFirst()).hasValueSatisfying(
                header -> assertThat(header).endsWith("TARGET"));
        assertThat(wide(20, "-i")).startsWith("INTERFACE   ACTIVE\nto-t1       yes\n");
    }

    private String wide(int columns, String mode) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Ddmadm.run(new Terminal(out, OutputStream.nullOutputStream(), false, () -> new ScreenSize(24, columns)), "-p",
                ddmd.port(), "stat", mode);
        return out.toString(UTF_8);
    }

    /** As when the output goes to a program such as head that has ended. */
    @Test
    void endsWhenNoProgramReadsTheProbes() {
        serve();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Ddmadm.run(new Terminal(closed, err, false), "-p", ddmd.port(), "stat", "-p");
        assertThat(exit).isEqualTo(141);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"if-offline to-t1, PUT /interfaces/to-t1/offline", "if-online to-t1, DELETE /interfaces/to-t1/offline",
            "if-standby to-t1, PUT /interfaces/to-t1/standby",
            "if-standby --off to-t1, DELETE /interfaces/to-t1/standby"})
    void changesTheRoleOfAnInterface(String line, String request) {
        assertThat(plain(line.split(" "))).isEqualTo(new Run(0, "", ""));
        assertThat(ddmd.requests).containsExactly(request);
    }

    @Test
    void forcesAnInterfaceOffline() {
        assertThat(plain("if-offline", "-f", "to-t1")).isEqualTo(new Run(0, "", ""));
        assertThat(ddmd.queries).containsExactly("force=true");
    }

    @Test
    void saysWhyAnInterfaceStaysInUse() {
        ddmd.rejecting(409, "/interfaces/to-t1/offline", """
                {"request_id":"x","message":"fd00:2::/64 and 6 more destinations would lose their last path"}""");
        assertThat(plain("if-offline", "to-t1"))
                .isEqualTo(new Run(ExitCodes.REFUSED, "", "ddmadm: ddmd at [::1]:" + ddmd.port()
                        + " rejected the request\n  fd00:2::/64 and 6 more destinations would lose their last path\n"));
        assertThat(plain("if-offline", "a b").err()).startsWith("ddmadm: invalid value 'a b' for IF\n"
                + "  `a b` is not a valid interface name: ");
    }

    @Test
    void addsWhatIsMeasuredToThePeers() {
        serve();
        String peer = """
                "status":{"type":"Exchange","duration":{"secs":3,"nanos":899000000}},"addr":"fe80::1","kind":1,""";
        ddmd.with("/peers", "{\"2\":{" + peer + "\"host\":\"t1\",\"if_name\":\"to-t1\"},\"3\":{" + peer
                + "\"host\":\"t2\",\"if_name\":\"to-t2\"},\"4\":{" + peer + "\"host\":\"t3\",\"if_name\":\"new\"}}");
        shows("""
                Interface  Host  Address  Kind     Status    Duration  Delay   Loss    Weight
                2          t1    fe80::1  Transit  Exchange  3s 899ms  0.16ms  0.5%    2/3
                3          t2    fe80::1  Transit  Exchange  3s 899ms  -       100.0%  -
                4          t3    fe80::1  Transit  Exchange  3s 899ms  -       -       -
                """, "get-peers", "--wide");
        assertThat(plain("get-peers", "-nw").out()).startsWith(
                "Interface  Host  Address  Kind     Status    Duration  Name   Delay   Loss    Weight\n");
        ddmd.requests.clear();
        assertThat(plain("get-peers").out()).startsWith("Interface  Host  Address  Kind     Status    Duration\n");
        assertThat(ddmd.requests).containsExactly("GET /peers");
    }
}
