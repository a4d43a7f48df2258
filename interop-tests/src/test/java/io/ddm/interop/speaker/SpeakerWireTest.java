package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.interop.speaker.Update.Half;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The speaker against what the reference was seen to say; the same vectors as for the product's codecs. */
final class SpeakerWireTest {

    private static final Path GOLDEN = Path.of("../ddm-api/src/test/resources/golden");
    private static final Path RECORDS = Path.of("../ddm-api/src/test/resources/reference");
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    static Stream<JsonNode> packets() throws IOException {
        return vectors("packets");
    }

    static Stream<JsonNode> updates() throws IOException {
        return vectors("updates");
    }

    static Stream<JsonNode> tables() throws IOException {
        return vectors("tables");
    }

    static Stream<JsonNode> heads() throws IOException {
        return vectors("heads");
    }

    static Stream<JsonNode> refusals() throws IOException {
        return vectors("refusals");
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsMatchGoldenVectors(JsonNode vector) {
        Packet packet = new Packet(vector.get("version").asInt(), vector.get("flags").asInt(),
                vector.get("kind").asInt(), vector.get("id").asText());
        byte[] bytes = HEX.parseHex(vector.get("hex").asText());
        assertThat(packet.bytes()).isEqualTo(bytes);
        assertThat(Packet.read(ByteBuffer.wrap(bytes))).isEqualTo(packet);
    }

    @Test
    void shortPacketIsFatalLikeInReference() {
        assertThatThrownBy(() -> Packet.read(ByteBuffer.wrap(HEX.parseHex("02 01 01 02 74"))))
                .isInstanceOf(BufferUnderflowException.class);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void updatesMatchGoldenVectors(JsonNode vector) throws IOException {
        Update update = new Update(
                vector.get("underlay").isNull()
                        ? null
                        : new Half<>(offers(vector.at("/underlay/announce")), offers(vector.at("/underlay/withdraw"))),
                vector.get("tunnel").isNull()
                        ? null
                        : new Half<>(tunnels(vector.at("/tunnel/announce")), tunnels(vector.at("/tunnel/withdraw"))));
        Wire wire = Wire.of(vector.get("version").asInt());
        String body = vector.get("body").asText();
        assertThat(new String(wire.update(update), UTF_8)).isEqualTo(body);
        assertThat(wire.readUpdate(body.getBytes(UTF_8))).isEqualTo(update);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tablesMatchGoldenVectors(JsonNode vector) throws IOException {
        Offers offers = new Offers(offers(vector.get("underlay")), tunnels(vector.get("tunnel")));
        Wire wire = Wire.of(vector.get("version").asInt());
        String body = vector.get("body").asText();
        assertThat(new String(wire.table(offers), UTF_8)).isEqualTo(body);
        assertThat(wire.readTable(body.getBytes(UTF_8))).isEqualTo(offers);
    }

    @ParameterizedTest
    @MethodSource("heads")
    void headsMatchRecords(JsonNode vector) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        vector.get("headers").properties().forEach(field -> headers.put(field.getKey(), field.getValue().asText()));
        byte[] body = "x".repeat(vector.get("bytes").asInt()).getBytes(UTF_8);
        HttpMessage message = new HttpMessage(vector.get("start").asText(), headers, body);
        HttpMessage read = Objects.requireNonNull(HttpMessage.read(new ByteArrayInputStream(message.bytes())));
        assertThat(read.start()).isEqualTo(message.start());
        assertThat(read.headers()).isEqualTo(headers).doesNotContainKey("content-type");
        assertThat(read.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void rejectionsMatchGoldenVectors(JsonNode vector) {
        assertThat(HttpPort.error("400 Bad Request", vector.get("message").asText()).body())
                .hasSize(vector.get("bytes").asInt());
    }

    @Test
    void everyVectorOccursInRecords() throws IOException {
        String records = Files.readString(RECORDS.resolve("session-v2.txt"))
                + Files.readString(RECORDS.resolve("session-v3.txt"))
                + Files.readString(RECORDS.resolve("exchange-replies.http"));
        assertThat(Stream.concat(updates(), tables()).map(vector -> vector.get("body").asText())).isNotEmpty()
                .allMatch(records::contains);
        assertThat(packets().map(vector -> vector.get("hex").asText())).isNotEmpty().allMatch(records::contains);
        assertThat(refusals().map(vector -> vector.get("message").asText())).isNotEmpty().allMatch(records::contains);
    }

    @Test
    void programsNetworksIntoKernel() throws IOException {
        assertThat(KernelRoutes.network("fd00:22::1/64")).isEqualTo("fd00:22:0:0:0:0:0:0/64");
        assertThat(KernelRoutes.network("fd00:ffff::/19")).isEqualTo("fd00:e000:0:0:0:0:0:0/19");
    }

    private static Stream<JsonNode> vectors(String name) throws IOException {
        return elements(new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile()));
    }

    private static List<Offer> offers(JsonNode list) {
        List<Offer> offers = new ArrayList<>();
        list.forEach(offer -> offers.add(new Offer(offer.get("destination").asText(),
                elements(offer.get("path")).map(JsonNode::asText).toList())));
        return offers;
    }

    private static List<Tunnel> tunnels(JsonNode list) {
        List<Tunnel> tunnels = new ArrayList<>();
        list.forEach(tunnel -> tunnels.add(new Tunnel(tunnel.get("overlay_prefix").asText(),
                tunnel.get("boundary_addr").asText(), tunnel.get("vni").asLong(), tunnel.get("metric").asLong())));
        return tunnels;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
