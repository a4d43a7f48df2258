package io.ddm.api.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that the reference was seen to send and to refuse. */
class AdminJsonTest {

    private static final Ipv6Address T1 = Ipv6Address.parse("fe80::b00c:76ff:fe3b:f623");
    private static final PeerInfo PEER = new PeerInfo(PeerState.EXCHANGE, Duration.ofSeconds(3, 133442583), T1, "t1",
            RouterKind.TRANSIT, Optional.empty());

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(UTF_8);
    }

    private static PathVector entry(String prefix, String... path) {
        return new PathVector(Prefix.parse(prefix), new RouterPath(Stream.of(path).map(RouterId::new).toList()));
    }

    private static TunnelOrigin origin(String overlay, String boundary, int vni, long metric) {
        return new TunnelOrigin(IpPrefix.parse(overlay), Ipv6Address.parse(boundary), vni, metric);
    }

    @Test
    void writesPeersInFormsOfVersions1And2() throws Exception {
        String json = """
                {"2":{"status":{"type":"Exchange","duration":{"secs":3,"nanos":133442583}},\
                "addr":"fe80::b00c:76ff:fe3b:f623","host":"t1","kind":1}}""";
        assertThat(text(AdminJson.peers(ApiVersion.V2_0_0, Map.of(2, PEER)))).isEqualTo(json);
        assertThat(PeersReader.read(bytes(json))).containsExactly(Map.entry(2, PEER));
        assertThat(text(AdminJson.peers(ApiVersion.V1_0_0, Map.of(2, PEER)))).isEqualTo(
                "{\"2\":{\"status\":\"Active\",\"addr\":\"fe80::b00c:76ff:fe3b:f623\",\"host\":\"t1\",\"kind\":1}}");
        assertThat(text(AdminJson.peers(ApiVersion.V2_0_0, Map.of(10, PEER, 9, PEER))))
                .matches("\\{\"9\":.*,\"10\":.*");
        for (PeerState state : PeerState.values()) {
            PeerInfo peer = new PeerInfo(state, Duration.ZERO, T1, "s", RouterKind.SERVER, Optional.empty());
            byte[] body = AdminJson.peers(ApiVersion.V2_0_0, Map.of(1, peer));
            assertThat(PeersReader.read(body)).containsExactly(Map.entry(1, peer));
        }
    }

    @Test
    void writesInterfaceOfPeersSinceVersion3() throws Exception {
        PeerInfo named = new PeerInfo(PeerState.EXCHANGE, Duration.ofSeconds(1), T1, "t1", RouterKind.TRANSIT,
                Optional.of("eth1"));
        String json = """
                {"2":{"status":{"type":"Exchange","duration":{"secs":1,"nanos":0}},\
                "addr":"fe80::b00c:76ff:fe3b:f623","host":"t1","kind":1,"if_name":"eth1"}}""";
        assertThat(text(AdminJson.peers(ApiVersion.V3_0_0, Map.of(2, named)))).isEqualTo(json);
        assertThat(PeersReader.read(bytes(json))).containsExactly(Map.entry(2, named));
        assertThat(text(AdminJson.peers(ApiVersion.V3_0_0, Map.of(2, PEER)))).contains("\"if_name\":null");
        assertThat(PeersReader.read(AdminJson.peers(ApiVersion.V3_0_0, Map.of(2, PEER))))
                .containsExactly(Map.entry(2, PEER));
        assertThat(text(AdminJson.peers(ApiVersion.V2_0_0, Map.of(2, named)))).doesNotContain("if_name");
    }

    @Test
    void writesPrefixesByNextHop() throws Exception {
        Map<Ipv6Address, List<PathVector>> imported = Map.of(T1,
                List.of(entry("fd00:22::1/64", "s2", "t1"), entry("fd00:2::/64", "s2", "t1")));
        String json = """
                {"fe80::b00c:76ff:fe3b:f623":[{"destination":"fd00:2::/64","path":["s2","t1"]},\
                {"destination":"fd00:22::1/64","path":["s2","t1"]}]}""";
        assertThat(text(AdminJson.prefixes(imported))).isEqualTo(json);
        assertThat(AdminJson.prefixes(AdminJsonReader.prefixes(bytes(json)))).isEqualTo(bytes(json));
        assertThat(text(AdminJson.prefixes(Map.of()))).isEqualTo("{}");
    }

    @Test
    void writesAndReadsSets() throws Exception {
        assertThat(text(AdminJson.prefixSet(AdminJsonReader.prefixSet(bytes("""
                ["fd00:2::/64","fd00:1::1/64","fd00:2::/64","fd00:1::/64"]""")))))
                .isEqualTo("[\"fd00:1::/64\",\"fd00:1::1/64\",\"fd00:2::/64\"]");
        String origins = """
                [{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00::1","vni":1,"metric":0},\
                {"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00::1","vni":2,"metric":18446744073709551615}]""";
        assertThat(AdminJsonReader.tunnelOriginSet(bytes(origins)))
                .containsExactly(origin("203.0.113.0/24", "fd00::1", 1, 0), origin("203.0.113.0/24", "fd00::1", 2, -1));
        assertThat(text(AdminJson.tunnelOriginSet(AdminJsonReader.tunnelOriginSet(bytes(origins))))).isEqualTo(origins);
        assertThat(AdminJsonReader.tunnelOriginSet(bytes("""
                [{"bogus":2,"overlay_prefix":"::/0","boundary_addr":"fd00::1","vni":99}]""")))
                .containsExactly(origin("::/0", "fd00::1", 99, 0));
    }

    @Test
    void writesTunnelRoutes() throws Exception {
        TunnelRoute route = new TunnelRoute(origin("203.0.113.0/24", "fd00:1701::1", 47, 0), T1);
        String json = """
                [{"origin":{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:1701::1","vni":47,"metric":0},\
                "nexthop":"fe80::b00c:76ff:fe3b:f623"}]""";
        assertThat(text(AdminJson.tunnelRoutes(List.of(route, route)))).isEqualTo(json);
        assertThat(AdminJsonReader.tunnelRoutes(bytes(json))).containsExactly(route);
        assertThat(text(AdminJson.tunnelRoutes(List.of()))).isEqualTo("[]");
    }

    @Test
    void writesAndReadsStatsRequests() throws Exception {
        StatsRequest request = new StatsRequest(UUID.fromString("4186465a-970d-4936-9637-eff6d513a799"),
                UUID.fromString("cf6917a3-1f6d-4313-8223-a50f32c24b2c"));
        assertThat(AdminJsonReader.statsRequest(AdminJson.statsRequest(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[\"nope\"]|[0]: missing '/' character at line 1 column 8",
                    "[\"fd00::/200\"]|[0]: invalid prefix value: invalid network prefix 200 at line 1 column 14",
                    "[\"10.0.0.0/8\"]|[0]: invalid IPv6 address syntax at line 1 column 14",
                    "{}|invalid type: map, expected a sequence at line 1 column 0",
                    "[1|[0]: invalid type: integer `1`, expected a string at line 1 column 2",
                    "~~|EOF while parsing a value at line 1 column 0",
                    "[\"fd00:5::/64\"]x|trailing characters at line 1 column 16"})
    void rejectsInvalidPrefixSets(String body, String message) {
        assertThatThrownBy(() -> AdminJsonReader.prefixSet(bytes(body))).isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"[{\"overlay_prefix\":\"203.0.113.0/24\"}]|[0]: missing field `boundary_addr` at line 1 column 36",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"10.0.0.1\","
                            + "\"vni\":1}]|[0].boundary_addr: invalid IPv6 address syntax at line 1 column 62",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00::1\",\"vni\":-1}]|[0].vni: "
                            + "invalid value: integer `-1`, expected u32 at line 1 column 70",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00::1\","
                            + "\"vni\":16777216}]|[0].vni: invalid value: integer `16777216`, expected 0 to 16777215 "
                            + "at line 1 column 76"})
    void rejectsInvalidTunnelOriginSets(String body, String message) {
        assertThatThrownBy(() -> AdminJsonReader.tunnelOriginSet(bytes(body))).isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|missing field `sled_id` at line 1 column 2",
                    "{\"rack_id\":\"x\",\"sled_id\":\"y\"}|rack_id: UUID parsing failed: invalid character: found "
                            + "`x` at 0 at line 1 column 14"})
    void rejectsInvalidStatsRequests(String body, String message) {
        assertThatThrownBy(() -> AdminJsonReader.statsRequest(bytes(body))).isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @Test
    void writesIndentedErrorsWithoutFinalNewline() throws Exception {
        ApiError error = ApiError.of("6f3c", "missing expected header \"api-version\"");
        assertThat(text(error.toJson())).isEqualTo(
                "{\n  \"request_id\": \"6f3c\",\n  \"message\": \"missing expected header \\\"api-version\\\"\"\n}");
        assertThat(ApiError.parse(error.toJson())).isEqualTo(error);
        ApiError internal = ApiError.internal("6f3c");
        assertThat(text(internal.toJson())).contains("\"error_code\": \"Internal\"");
        assertThat(ApiError.parse(internal.toJson())).isEqualTo(internal);
        // The content-length of the reply to an unknown path.
        assertThat(ApiError.of(UUID.randomUUID().toString(), "Not Found").toJson()).hasSize(84);
    }
}
