package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that the reference was seen to send, and replies that it was seen to give. */
class ExchangeCodecTest {

    private static final PeerCapabilities OURS = new PeerCapabilities(1 << 20, true, "a");

    static PathVector underlay(String prefix, String... path) {
        return new PathVector(Prefix.parse(prefix), new RouterPath(Stream.of(path).map(RouterId::new).toList()));
    }

    static PathVector tunnel(String overlay, String boundary, int vni, long metric, String... path) {
        return new PathVector(new TunnelOrigin(IpPrefix.parse(overlay), Ipv6Address.parse(boundary), vni, metric),
                new RouterPath(Stream.of(path).map(RouterId::new).toList()));
    }

    private static void golden(ProtocolVersion version, String json, Update update) throws Exception {
        ExchangeCodec codec = ExchangeCodec.of(version);
        EncodedUpdate encoded = codec.encodeUpdate(update, PeerCapabilities.NONE);
        assertThat(encoded.bodies()).hasSize(1);
        assertThat(new String(encoded.bodies().getFirst(), UTF_8)).isEqualTo(json);
        assertThat(encoded.leftOut().isEmpty()).isTrue();
        assertThat(codec.decodeUpdate(json.getBytes(UTF_8))).isEqualTo(new Decoded<>(update, List.of()));
    }

    @Test
    void matchesVersion2OfTheReference() throws Exception {
        golden(ProtocolVersion.V2, """
                {"underlay":{"announce":[{"destination":{"addr":"fd00:1::","len":64},"path":["s1"]}],"withdraw":[]},\
                "tunnel":null}""", new Update(List.of(underlay("fd00:1::/64", "s1")), List.of()));
        golden(ProtocolVersion.V2, """
                {"underlay":{"announce":[],"withdraw":[{"destination":{"addr":"fd00:22::1","len":64},\
                "path":["s2","t1"]}]},"tunnel":null}""",
                new Update(List.of(), List.of(underlay("fd00:22::1/64", "s2", "t1"))));
        golden(ProtocolVersion.V2, """
                {"underlay":null,"tunnel":{"announce":[{"overlay_prefix":{"V4":{"addr":"203.0.113.0","len":24}},\
                "boundary_addr":"fd00:1701::1","vni":47,"metric":0}],"withdraw":[]}}""",
                new Update(List.of(tunnel("203.0.113.0/24", "fd00:1701::1", 47, 0)), List.of()));
        golden(ProtocolVersion.V2, """
                {"underlay":null,"tunnel":{"announce":[],"withdraw":[{"overlay_prefix":\
                {"V6":{"addr":"2001:db8::","len":32}},"boundary_addr":"fd00:1701::1","vni":47,"metric":5}]}}""",
                new Update(List.of(), List.of(tunnel("2001:db8::/32", "fd00:1701::1", 47, 5))));
    }

    @Test
    void matchesVersion3OfTheReference() throws Exception {
        golden(ProtocolVersion.V3, """
                {"underlay":{"announce":[{"destination":"fd00:a::/64","path":["violin","t1"]}],"withdraw":[]},\
                "tunnel":null}""", new Update(List.of(underlay("fd00:a::/64", "violin", "t1")), List.of()));
        golden(ProtocolVersion.V3, """
                {"underlay":null,"tunnel":{"announce":[],"withdraw":[{"overlay_prefix":"2001:db8::/32",\
                "boundary_addr":"fd00:1701::1","vni":47,"metric":5}]}}""",
                new Update(List.of(), List.of(tunnel("2001:db8::/32", "fd00:1701::1", 47, 5))));
    }

    @Test
    void matchesPullRepliesOfTheReference() throws Exception {
        ExchangeCodec v3 = ExchangeCodec.of(ProtocolVersion.V3);
        String json = """
                {"underlay":[{"destination":"fd00:a::/64","path":["violin","t1"]}],\
                "tunnel":[{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:a::1","vni":99,"metric":0}]}""";
        List<PathVector> offered = List.of(underlay("fd00:a::/64", "violin", "t1"),
                tunnel("203.0.113.0/24", "fd00:a::1", 99, 0));
        assertThat(new String(v3.encodePullReply(offered, PeerCapabilities.NONE), UTF_8)).isEqualTo(json);
        assertThat(v3.decodePullReply(json.getBytes(UTF_8)).value()).isEqualTo(offered);
        for (ProtocolVersion version : ProtocolVersion.values()) {
            ExchangeCodec codec = ExchangeCodec.of(version);
            assertThat(codec.version()).isEqualTo(version);
            byte[] nothing = codec.encodePullReply(List.of(), PeerCapabilities.NONE);
            assertThat(new String(nothing, UTF_8)).isEqualTo("{\"underlay\":null,\"tunnel\":null}");
            assertThat(codec.decodePullReply(nothing).value()).isEmpty();
        }
        assertThat(v3.decodePullReply("""
                {"underlay": [{"destination": "fd00:b::/64", "path": ["piano"]}], "tunnel": null}""".getBytes(UTF_8))
                .value()).containsExactly(underlay("fd00:b::/64", "piano"));
    }

    @Test
    void sendsTunnelPathsOnlyToCapablePeers() throws Exception {
        ExchangeCodec v3 = ExchangeCodec.of(ProtocolVersion.V3);
        Update update = new Update(List.of(tunnel("::/0", "fd00::1", 1, -1, "s1", "t1")), List.of());
        byte[] body = v3.encodeUpdate(update, OURS).bodies().getFirst();
        assertThat(new String(body, UTF_8)).isEqualTo("""
                {"underlay":null,"tunnel":{"announce":[{"overlay_prefix":"::/0","boundary_addr":"fd00::1","vni":1,\
                "metric":18446744073709551615,"path":["s1","t1"]}],"withdraw":[]}}""");
        assertThat(v3.decodeUpdate(body).value()).isEqualTo(update);
        byte[] reply = v3.encodePullReply(update.announce(), OURS);
        assertThat(v3.decodePullReply(reply).value()).isEqualTo(update.announce());
        assertThat(new String(v3.encodePullReply(update.announce(), PeerCapabilities.NONE), UTF_8))
                .doesNotContain("path\"");
    }

    @Test
    void sendsDelaysOnlyToCapablePeers() throws Exception {
        ExchangeCodec v3 = ExchangeCodec.of(ProtocolVersion.V3);
        PathVector path = underlay("fd00:1::/64", "s1", "t1");
        Update update = new Update(
                List.of(new PathVector(path.destination(), path.path().withDelay(PathDelay.ofMicros(1030)))),
                List.of());
        PeerCapabilities reads = PeerCapabilities.ours(1 << 20, "a");
        byte[] body = v3.encodeUpdate(update, reads).bodies().getFirst();
        assertThat(new String(body, UTF_8)).isEqualTo("""
                {"underlay":{"announce":[{"destination":"fd00:1::/64","path":["s1","t1"],"delay_us":1030}],\
                "withdraw":[]},"tunnel":null}""");
        assertThat(v3.decodeUpdate(body).value()).isEqualTo(update);
        assertThat(v3.decodePullReply(v3.encodePullReply(update.announce(), reads)).value())
                .isEqualTo(update.announce());
        for (PeerCapabilities other : List.of(OURS, PeerCapabilities.NONE)) {
            assertThat(new String(v3.encodeUpdate(update, other).bodies().getFirst(), UTF_8)).doesNotContain("delay");
            assertThat(new String(v3.encodePullReply(update.announce(), other), UTF_8)).doesNotContain("delay");
        }
    }

    /** The bound is 10 s; of a path of one router the delay is zero, whatever it says. */
    @ParameterizedTest
    @CsvSource({"0, 0", "10000000, 10000000", "10000001, 10000000", "9223372036854775808, 10000000",
            "18446744073709551615, 10000000"})
    void boundsDelays(String said, long read) throws Exception {
        String body = "{\"underlay\":{\"announce\":[{\"delay_us\":" + said
                + ",\"destination\":\"fd00:1::/64\",\"path\":PATH}],\"withdraw\":[]}}";
        ExchangeCodec v3 = ExchangeCodec.of(ProtocolVersion.V3);
        assertThat(delay(v3, body.replace("PATH", "[\"s1\",\"t1\"]"))).isEqualTo(read);
        assertThat(delay(v3, body.replace("PATH", "[\"s1\"]"))).isZero();
    }

    private static long delay(ExchangeCodec codec, String body) throws BadJsonException {
        return codec.decodeUpdate(body.getBytes(UTF_8)).value().announce().getFirst().path().delay().micros();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"5\"", "null", "1e3", "18446744073709551616"})
    void rejectsDelaysThatAreNoNumber(String said) {
        String body = "{\"underlay\":{\"announce\":[{\"destination\":\"fd00:1::/64\",\"path\":[\"s1\",\"t1\"],"
                + "\"delay_us\":" + said + "}],\"withdraw\":[]}}";
        assertThatThrownBy(() -> ExchangeCodec.of(ProtocolVersion.V3).decodeUpdate(body.getBytes(UTF_8)))
                .isInstanceOf(BadJsonException.class)
                .hasMessageContaining("underlay.announce[0].delay_us");
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void ignoresUnknownFieldsAndReadsEmptyUpdates(ProtocolVersion version) throws Exception {
        ExchangeCodec codec = ExchangeCodec.of(version);
        assertThat(codec.decodeUpdate("{}".getBytes(UTF_8)).value().isEmpty()).isTrue();
        String destination = version == ProtocolVersion.V2
                ? "{\"len\":64,\"more\":{},\"addr\":\"fd00:7::1\"}"
                : "\"fd00:7::1/64\"";
        String json = "{\"underlay\":{\"announce\":[{\"path\":[\"x\"],\"delay\":[7,{}],\"destination\":" + destination
                + "}],\"x\":null,\"withdraw\":[]},\"more\":1}";
        assertThat(codec.decodeUpdate(json.getBytes(UTF_8)).value().announce())
                .containsExactly(underlay("fd00:7::1/64", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"V3|[]|invalid length 0, expected struct Update with 2 elements at line 1 column 2",
                    "V3|{\"underlay\":{\"announce\":[]}}|underlay: missing field `withdraw` at line 1 column 27",
                    "V3|{\"underlay\":{\"announce\":[{\"destination\":\"fd00:7::/64\"}],"
                            + "\"withdraw\":[]}}|underlay.announce[0]: missing field `path` at line 1 column 54",
                    "V3|{\"underlay\":{\"announce\":[{\"destination\":{\"addr\":\"fd00:7::\",\"len\":64},"
                            + "\"path\":[\"x\"]}],\"withdraw\":[]},"
                            + "\"tunnel\":null}|underlay.announce[0].destination: invalid type: map, expected a "
                            + "string at line 1 column 40",
                    "V2|{\"underlay\":{\"announce\":[{\"destination\":\"fd00:7::/64\",\"path\":[\"x\"]}],"
                            + "\"withdraw\":[]},\"tunnel\":null}|underlay.announce[0].destination: invalid type: "
                            + "string \"fd00:7::/64\", expected struct Ipv6Prefix at line 1 column 53"})
    void rejectsWrongShapesLikeTheReference(ProtocolVersion version, String json, String message) {
        assertThatThrownBy(() -> ExchangeCodec.of(version).decodeUpdate(json.getBytes(UTF_8)))
                .isInstanceOf(BadJsonException.class)
                .hasMessage("unable to parse JSON body: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"V3|{}x", "V3|{\"underlay\":{\"announce\":[],\"withdraw\":[]}} {}",
                    "V2|{\"tunnel\":{\"announce\":[{\"overlay_prefix\":{\"V5\":{}},\"boundary_addr\":\"::\","
                            + "\"vni\":1}],\"withdraw\":[]}}",
                    "V2|{\"tunnel\":{\"announce\":[{\"overlay_prefix\":{\"V4\":{\"addr\":\"::\",\"len\":1}},"
                            + "\"boundary_addr\":\"::\",\"vni\":1}],\"withdraw\":[]}}",
                    "V2|{\"underlay\":{\"announce\":[{\"destination\":{\"addr\":\"::\",\"len\":256},\"path\":[]}],"
                            + "\"withdraw\":[]}}",
                    "V3|{\"underlay\":{\"announce\":[{\"destination\":\"x\",\"path\":[]}],\"withdraw\":[]}}",
                    "V3|{\"underlay\":{\"announce\":[],\"announce\":[],\"withdraw\":[]}}",
                    "V3|{\"underlay\":{\"announce\":[{\"destination\":\"::/0\",\"path\":[\"\\ud800\"]}],"
                            + "\"withdraw\":[]}}",
                    "V3|{\"tunnel\":{\"announce\":[{\"overlay_prefix\":\"::/0\",\"boundary_addr\":\"::\","
                            + "\"vni\":4294967296}],\"withdraw\":[]}}"})
    void rejectsOtherWrongShapes(ProtocolVersion version, String json) {
        assertThatThrownBy(() -> ExchangeCodec.of(version).decodeUpdate(json.getBytes(UTF_8)))
                .isInstanceOf(BadJsonException.class)
                .hasMessageMatching("unable to parse JSON body: .+ at line 1 column \\d+");
    }

    @Test
    void skipsEntriesWithInvalidValues() throws Exception {
        Decoded<Update> v2 = ExchangeCodec.of(ProtocolVersion.V2).decodeUpdate("""
                {"underlay":{"announce":[{"destination":{"addr":"fd00:8::","len":200},"path":["x"]},\
                {"destination":{"addr":"fd00:8::","len":64},"path":["x",""]},\
                {"destination":{"addr":"fd00:8::","len":64},"path":["x"]}],"withdraw":[]},\
                "tunnel":{"announce":[{"overlay_prefix":{"V4":{"addr":"0.0.0.0","len":33}},"boundary_addr":"::1",\
                "vni":1}],"withdraw":[]}}""".getBytes(UTF_8));
        assertThat(v2.value().announce()).containsExactly(underlay("fd00:8::/64", "x"));
        assertThat(v2.skipped()).containsExactly(
                "underlay.announce[0].destination: invalid prefix value: invalid network prefix 200",
                "underlay.announce[1].path[1]: a router id has 1 to 255 bytes, this one 0",
                "tunnel.announce[0].overlay_prefix.V4: invalid prefix value: invalid network prefix 33");
        Decoded<List<PathVector>> v3 = ExchangeCodec.of(ProtocolVersion.V3).decodePullReply("""
                {"underlay":[{"destination":"fd00::/200","path":["x"]},{"destination":"fd00::/64","path":["x"]}],\
                "tunnel":[{"overlay_prefix":"::/0","boundary_addr":"::1","vni":4294967295}]}""".getBytes(UTF_8));
        assertThat(v3.value()).containsExactly(underlay("fd00::/64", "x"));
        assertThat(v3.skipped()).containsExactly(
                "underlay[0].destination: invalid prefix value: invalid network prefix 200",
                "tunnel[0]: invalid vni 4294967295: expected 0 to 16777215");
    }
}
