package io.ddm.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.api.admin.ApiError;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codecs against what the reference was seen to say ({@code golden/README.md}), in both directions. */
class GoldenVectorsTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    static Stream<JsonNode> packets() {
        return vectors("packets");
    }

    static Stream<JsonNode> updates() {
        return vectors("updates");
    }

    static Stream<JsonNode> tables() {
        return vectors("tables");
    }

    static Stream<JsonNode> refusals() {
        return vectors("refusals");
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsMatchGoldenVectors(JsonNode vector) throws Exception {
        int flags = vector.get("flags").asInt();
        DiscoveryPacket packet = new DiscoveryPacket(version(vector), flags == 1, flags == 2,
                vector.get("kind").asInt() == 0 ? RouterKind.SERVER : RouterKind.TRANSIT,
                new RouterId(vector.get("id").asText()));
        byte[] bytes = HEX.parseHex(vector.get("hex").asText());
        assertThat(DiscoveryCodec.decode(bytes)).isEqualTo(packet);
        assertThat(DiscoveryCodec.encode(packet)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updatesMatchGoldenVectors(JsonNode vector) throws Exception {
        Update update = new Update(both(vector, "/announce"), both(vector, "/withdraw"));
        ExchangeCodec codec = ExchangeCodec.of(version(vector));
        String body = vector.get("body").asText();
        assertThat(codec.decodeUpdate(body.getBytes(UTF_8))).isEqualTo(new Decoded<>(update, List.of()));
        assertThat(codec.encodeUpdate(update, PeerCapabilities.NONE).bodies()).singleElement()
                .satisfies(bytes -> assertThat(new String(bytes, UTF_8)).isEqualTo(body));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tablesMatchGoldenVectors(JsonNode vector) throws Exception {
        List<PathVector> table = both(vector, "");
        ExchangeCodec codec = ExchangeCodec.of(version(vector));
        String body = vector.get("body").asText();
        assertThat(codec.decodePullReply(body.getBytes(UTF_8))).isEqualTo(new Decoded<>(table, List.of()));
        assertThat(new String(codec.encodePullReply(table, PeerCapabilities.NONE), UTF_8)).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void rejectionsMatchGoldenVectors(JsonNode vector) throws Exception {
        String message = vector.get("message").asText();
        byte[] body = ApiError.of("0".repeat(36), message).toJson();
        assertThat(body).hasSize(vector.get("bytes").asInt());
        assertThat(ApiError.parse(body).message()).isEqualTo(message);
    }

    /** The underlay and the tunnel entries of a vector, at a pointer below each half. */
    private static List<PathVector> both(JsonNode vector, String pointer) {
        List<PathVector> entries = new ArrayList<>();
        for (JsonNode entry : vector.get("underlay").at(pointer)) {
            entries.add(new PathVector(Prefix.parse(entry.get("destination").asText()),
                    new RouterPath(elements(entry.get("path")).map(JsonNode::asText).map(RouterId::new).toList())));
        }
        for (JsonNode entry : vector.get("tunnel").at(pointer)) {
            entries.add(new PathVector(new TunnelOrigin(IpPrefix.parse(entry.get("overlay_prefix").asText()),
                    Ipv6Address.parse(entry.get("boundary_addr").asText()), entry.get("vni").asInt(),
                    entry.get("metric").asLong()), RouterPath.EMPTY));
        }
        return entries;
    }

    private static ProtocolVersion version(JsonNode vector) {
        return vector.get("version").asInt() == 2 ? ProtocolVersion.V2 : ProtocolVersion.V3;
    }

    private static Stream<JsonNode> vectors(String name) {
        String file = "/golden/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(GoldenVectorsTest.class.getResourceAsStream(file), file)) {
            return elements(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
