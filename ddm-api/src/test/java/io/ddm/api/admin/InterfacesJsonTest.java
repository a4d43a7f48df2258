package io.ddm.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies about interfaces, in the form of the reference's branch. */
class InterfacesJsonTest {

    private static final InterfaceStats STATS = new InterfaceStats(3, 4, 5, 2, 6, 7, 1, 8, 9, 10, 11, 12);
    private static final InterfaceInfo PEERED = new InterfaceInfo("to-s1", Ipv6Address.parse("fe80::833"),
            PeerState.EXCHANGE, Duration.ofSeconds(2, 36286297),
            Optional.of(new InterfaceInfo.Peer(Ipv6Address.parse("fe80::3006"), "s1", RouterKind.SERVER)), STATS);
    private static final InterfaceInfo ABSENT = new InterfaceInfo("qsfp0", Ipv6Address.parse("::"), PeerState.INIT,
            Duration.ofSeconds(1), Optional.empty(), STATS);

    private static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }

    @Test
    void writesInterfacesByIndex() throws Exception {
        String stats = """
                "stats":{"solicitations_sent":3,"solicitations_received":4,"advertisements_sent":5,\
                "advertisements_received":2,"peer_expirations":6,"peer_address_changes":7,"peer_established":1,\
                "updates_sent":8,"updates_received":9,"imported_underlay_prefixes":10,\
                "imported_tunnel_endpoints":11,"update_send_fail":12}""";
        String json = """
                {"2":{"name":"to-s1","addr":"fe80::833","status":{"type":"Exchange",\
                "duration":{"secs":2,"nanos":36286297}},"peer":{"addr":"fe80::3006","hostname":"s1","kind":0},%s},\
                "4294967295":{"name":"qsfp0","addr":"::","status":{"type":"Init",\
                "duration":{"secs":1,"nanos":0}},"peer":null,%s}}""".formatted(stats, stats);
        Map<Long, InterfaceInfo> interfaces = Map.of(4294967295L, ABSENT, 2L, PEERED);
        assertThat(new String(InterfacesJson.interfaces(interfaces), UTF_8)).isEqualTo(json);
        assertThat(InterfacesReader.interfaces(bytes(json))).isEqualTo(interfaces);
        assertThat(InterfacesReader.interfaces(bytes(json.replace("\"peer\":null,", "")))).isEqualTo(interfaces);
    }

    @Test
    void readsNamesWithAndWithoutAddressObject() throws Exception {
        assertThat(InterfacesReader.applyRequest(bytes("""
                {"ddm_interfaces":["tfportqsfp1_0/ll","tfportqsfp0_0","tfportqsfp1_0"]}""")))
                .extracting(InterfaceName::name)
                .containsExactly("tfportqsfp0_0", "tfportqsfp1_0");
        byte[] body = bytes("{\"address_objects\":[\"tfportqsfp0_0/ll\",\"tfportqsfp1_0\"]}");
        assertThat(InterfacesJson.externalPeers(InterfacesReader.externalPeers(body))).isEqualTo(body);
        assertThat(InterfacesReader.applyRequest(bytes("{\"ddm_interfaces\":[],\"more\":1}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{}|missing field `ddm_interfaces` at line 1 column 2",
                    "{\"ddm_interfaces\":1}|ddm_interfaces: invalid type: integer `1`, expected a sequence at line 1 "
                            + "column 19",
                    "{\"ddm_interfaces\":[\"a\",\"\"]}|ddm_interfaces[1]: `` is not a valid interface name: "
                            + "the name is empty at line 1 column 25"})
    void rejectsInvalidSetsOfNames(String body, String message) {
        assertThatThrownBy(() -> InterfacesReader.applyRequest(bytes(body))).isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "e", "tfportrear31_0", "123456789012345", "a%b", "t\u00fcr", "-", "...", "\u2003"})
    void acceptsEveryNameThatLinuxAccepts(String name) {
        assertThat(InterfaceName.parse(name).name()).isEqualTo(name);
        assertThat(InterfaceName.parse(name + "/ll").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/ll", "eth0/", "eth0/a/b", "1234567890123456", "a b", "a\tb", "a\nb", "a\u000bb",
                    "a\u00a0b", "a\u00e0b", "a:b", ".", "..", "a\u0000b",
                    "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"})
    void rejectsNamesThatLinuxRejects(String text) {
        assertThatThrownBy(() -> InterfaceName.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("`" + text + "` is not a valid interface name: ");
    }
}
