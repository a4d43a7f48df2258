package io.ddm.api.admin.stat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents byte for byte, and what is refused. */
final class StatJsonTest {

    private static final Ipv6Address PEER = Ipv6Address.parse("fe80::2");

    private static final RoundTrip MEASURED = new RoundTrip(OptionalLong.of(310), OptionalLong.of(420),
            OptionalLong.of(400), OptionalLong.of(35));

    private static final Stat STAT = new Stat(OptionalLong.of(300),
            List.of(new InterfaceStat("eth1", 2, true, Optional.of("1"), "----M--", InterfaceStat.Link.UP,
                    InterfaceStat.Probe.OK, InterfaceStat.State.OK),
                    new InterfaceStat("eth2", 0, false, Optional.empty(), "-----d-", InterfaceStat.Link.UNKNOWN,
                            InterfaceStat.Probe.DISABLED, InterfaceStat.State.OFFLINE)),
            List.of(new GroupStat("1", "eth1+eth2", GroupStat.State.DEGRADED, OptionalLong.of(300),
                    List.of(new GroupStat.Member("eth1", GroupStat.Use.ACTIVE, 3),
                            new GroupStat.Member("eth2", GroupStat.Use.UNUSABLE, 256)),
                    12)),
            7,
            List.of(new TargetStat("eth1", TargetStat.Mode.MULTICAST, Optional.of(Ipv6Address.parse("fe80::1")),
                    List.of(new TargetStat.Target(PEER, "t1")), MEASURED, OptionalLong.of(5), OptionalLong.of(155),
                    new TargetStat.Answers(OptionalLong.of(1900), OptionalLong.of(2100)),
                    new TargetStat.Counts(10, 9, 1)),
                    new TargetStat("eth2", TargetStat.Mode.DISABLED, Optional.empty(), List.of(), RoundTrip.UNKNOWN,
                            OptionalLong.empty(), OptionalLong.empty(), TargetStat.Answers.UNKNOWN,
                            TargetStat.Counts.NONE)));

    private static final String INTERFACES = """
            "interfaces":[{"name":"eth1","index":2,"active":true,"group":"1","flags":"----M--","link":"up",\
            "probe":"ok","state":"ok"},\
            {"name":"eth2","index":0,"active":false,"group":null,"flags":"-----d-","link":"unknown",\
            "probe":"disabled","state":"offline"}]""";
    private static final String GROUPS = """
            "groups":[{"id":"1","name":"eth1+eth2","state":"degraded","fdt_ms":300,\
            "interfaces":[{"name":"eth1","use":"active","weight":3},{"name":"eth2","use":"unusable","weight":256}],\
            "destinations":12}],"groups_omitted":7""";
    private static final String TARGETS = """
            "targets":[{"interface":"eth1","mode":"multicast","test_address":"fe80::1",\
            "targets":[{"address":"fe80::2","host":"t1"}],"net_rtt_us":310,"rtt_us":420,"rtt_avg_us":400,\
            "rtt_dev_us":35,"loss_permille":5,"delay_us":155,"answer_us":1900,"answer_avg_us":2100,\
            "sent":10,"acked":9,"lost":1},\
            {"interface":"eth2","mode":"disabled","test_address":null,"targets":[],"net_rtt_us":null,"rtt_us":null,\
            "rtt_avg_us":null,"rtt_dev_us":null,"loss_permille":null,"delay_us":null,"answer_us":null,\
            "answer_avg_us":null,"sent":0,"acked":0,"lost":0}]""";
    private static final String DOCUMENT = "{\"failure_detection_time_ms\":300," + INTERFACES + "," + GROUPS + ","
            + TARGETS + "}";

    private static final List<AddressStat> ADDRESSES = List.of(
            new AddressStat(Prefix.parse("fd00:2::/64"), true, Optional.of("1"), List.of("eth1", "eth2"),
                    List.of(new AddressStat.Outbound("eth1", 3, OptionalLong.of(2155)))),
            new AddressStat(Prefix.parse("fd00:3::/64"), false, Optional.empty(), List.of(), List.of()));
    private static final String ADDRESS_DOCUMENT = """
            {"addresses":[{"destination":"fd00:2::/64","state":"up","group":"1","inbound":["eth1","eth2"],\
            "outbound":[{"interface":"eth1","weight":3,"delay_us":2155}]},\
            {"destination":"fd00:3::/64","state":"down","group":null,"inbound":[],"outbound":[]}]}""";

    private static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    @Test
    void writesAndReadsTheWholeDocument() throws Exception {
        assertThat(text(StatJson.stat(STAT))).isEqualTo(DOCUMENT);
        assertThat(StatReader.stat(bytes(DOCUMENT))).isEqualTo(STAT);
        String off = DOCUMENT.replaceFirst("_ms\":300", "_ms\":null")
                .replace("{\"name\":", "{\"newer\":[{}],\"name\":");
        assertThat(StatReader.stat(bytes(off)).failureDetectionTimeMs()).isEmpty();
    }

    @Test
    void writesPartsAlone() {
        assertThat(text(StatJson.interfaces(STAT))).isEqualTo("{" + INTERFACES + "}");
        assertThat(text(StatJson.groups(STAT))).isEqualTo("{" + GROUPS + "}");
        assertThat(text(StatJson.targets(STAT))).isEqualTo("{" + TARGETS + "}");
    }

    @Test
    void writesAndReadsAddresses() throws Exception {
        assertThat(text(StatJson.addresses(ADDRESSES))).isEqualTo(ADDRESS_DOCUMENT);
        assertThat(AddressReader.addresses(bytes(ADDRESS_DOCUMENT))).isEqualTo(ADDRESSES);
    }

    @Test
    void writesAndReadsMessagesAboutProbes() throws Exception {
        ProbeMessage begin = new ProbeMessage.Begin(81_234, true);
        ProbeMessage lost = new ProbeMessage.Result(-1, "eth1", 17, RoundTrip.UNKNOWN, PEER, "t1", true);
        ProbeMessage acked = new ProbeMessage.Result(5, "eth1", 18, MEASURED, PEER, "t1", false);
        assertThat(text(ProbeJson.of(begin))).isEqualTo("{\"time_ms\":81234,\"resync\":true}");
        assertThat(text(ProbeJson.of(lost))).isEqualTo("""
                {"time_ms":18446744073709551615,"interface":"eth1","number":17,"net_rtt_us":null,"rtt_us":null,\
                "rtt_avg_us":null,"rtt_dev_us":null,"target":"fe80::2","host":"t1","lost":true}""");
        for (ProbeMessage message : List.of(begin, lost, acked)) {
            assertThat(ProbeJson.read(message.kind(), ProbeJson.of(message))).contains(message);
        }
        assertThat(ProbeJson.read("newer", bytes("?"))).isEmpty();
    }

    /** A router id is what its owner chose. */
    @Test
    void escapesWhatControlsATerminal() throws Exception {
        String hostile = "a\u001b[2J\u202e\n\u009b";
        ProbeMessage message = new ProbeMessage.Result(1, hostile, 2, RoundTrip.UNKNOWN, PEER, hostile, true);
        byte[] line = ProbeJson.of(message);
        assertThat(text(line)).contains("\"host\":\"a\\u001b[2J\\u202e\\n\\u009b\"").matches("\\p{ASCII}+");
        assertThat(ProbeJson.read(ProbeMessage.Result.KIND, line)).contains(message);
    }

    /** What is shown is what the daemon says: a number of 64 bits that no clock can have. */
    @Test
    void keepsNumbersOf64Bits() throws Exception {
        String huge = DOCUMENT.replaceFirst("\"net_rtt_us\":310", "\"net_rtt_us\":9223372036854775808");
        Stat read = StatReader.stat(bytes(huge));
        assertThat(read.targets().getFirst().roundTrip().net()).hasValue(Long.MIN_VALUE);
        assertThat(text(StatJson.stat(read))).isEqualTo(huge);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"index\":2|\"index\":4294967295|interfaces[0].index: invalid value: integer `4294967295`",
                    "\"state\":\"degraded\"|\"state\":\"fine\"|groups[0].state: unknown variant `fine`",
                    "\"state\":\"ok\"|\"state\":\"OK\"|interfaces[0].state: unknown variant `OK`",
                    "\"weight\":256|\"weight\":257|groups[0].interfaces[1].weight: invalid value: integer `257`",
                    "\"weight\":3|\"weight\":0|groups[0].interfaces[0].weight: invalid value: integer `0`",
                    "\"sent\":10|\"sent\":-1|targets[0].sent: invalid value: integer `-1`, expected u64",
                    "\"rtt_us\":420|\"rtt_us\":0.5|targets[0].rtt_us: invalid type: floating point `0.5`",
                    "\"address\":\"fe80::2\"|\"address\":\"fe80::x\"|targets[0].targets[0].address: ",
                    "\"link\":\"up\",||missing field `link`",
                    "\"group\":\"1\",|\"group\":\"1\",\"group\":\"2\",|duplicate field `group`"})
    void rejectsInvalidDocumentsWithTheirPlace(String valid, String invalid, String message) {
        String body = DOCUMENT.replaceFirst(valid, invalid == null ? "" : invalid);
        assertThat(body).isNotEqualTo(DOCUMENT);
        assertThatThrownBy(() -> StatReader.stat(bytes(body))).isInstanceOf(BadJsonException.class)
                .hasMessageContaining(message);
    }

    @Test
    void boundsNames() throws Exception {
        String longest = "x".repeat(StatFields.MAX_NAME_CHARS);
        assertThat(StatReader.stat(bytes(DOCUMENT.replace("eth1+eth2", longest))).groups().getFirst().name())
                .isEqualTo(longest);
        assertThatThrownBy(() -> StatReader.stat(bytes(DOCUMENT.replace("eth1+eth2", longest + "x"))))
                .isInstanceOf(BadJsonException.class)
                .hasMessageContaining("groups[0].name: invalid length 1025, expected at most 1024 characters");
    }

    @Test
    void showsFlagsInOneOrder() {
        assertThat(InterfaceStat.flags("")).isEqualTo("-------");
        assertThat(InterfaceStat.flags("Msi")).isEqualTo("is--M--");
        assertThat(InterfaceStat.flags("hdMbmsi")).isEqualTo(InterfaceStat.ALL_FLAGS);
    }
}
