package io.ddm.interop.speaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ddm.interop.speaker.Update.Half;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bodies of the exchange in both versions, which differ in how they write a prefix. */
enum Wire {

    /** Prefixes as objects; those of tunnels under the name of their family. */
    V2 {
        @Override
        JsonNode prefix(String text) {
            int slash = text.indexOf('/');
            return object().put("addr", text.substring(0, slash))
                    .put("len", Integer.parseInt(text.substring(slash + 1)));
        }

        @Override
        JsonNode overlay(String text) {
            return object().set(text.contains(":") ? "V6" : "V4", prefix(text));
        }

        @Override
        String readPrefix(JsonNode node) throws IOException {
            return required(node, "addr").asText() + "/" + required(node, "len").asInt();
        }

        @Override
        String readOverlay(JsonNode node) throws IOException {
            return readPrefix(node.has("V4") ? required(node, "V4") : required(node, "V6"));
        }
    },

    /** Prefixes as text. */
    V3 {
        @Override
        JsonNode prefix(String text) {
            return JsonNodeFactory.instance.textNode(text);
        }

        @Override
        JsonNode overlay(String text) {
            return prefix(text);
        }

        @Override
        String readPrefix(JsonNode node) throws IOException {
            if (!node.isTextual()) {
                throw new IOException("expected a string: " + node);
            }
            return node.asText();
        }

        @Override
        String readOverlay(JsonNode node) throws IOException {
            return readPrefix(node);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The form in which the API and version 3 write a tunnel endpoint. */
    static JsonNode apiTunnel(Tunnel tunnel) {
        return V3.tunnel(tunnel);
    }

    /** The form in which the API and version 3 write a path vector. */
    static JsonNode apiOffer(Offer offer) {
        return V3.offer(offer);
    }

    /** Reads a tunnel endpoint as the API and version 3 write it. */
    static Tunnel readApiTunnel(JsonNode node) throws IOException {
        return V3.readTunnel(node);
    }

    /** Version 2 or 3. */
    static Wire of(int version) {
        return switch (version) {
            case 2 -> V2;
            case 3 -> V3;
            default -> throw new IllegalArgumentException("version " + version);
        };
    }

    /** The first segment of the paths of this version. */
    String root() {
        return this == V2 ? "/v2" : "/v3";
    }

    byte[] update(Update update) throws IOException {
        ObjectNode body = object();
        body.set("underlay", half(update.underlay(), this::offer));
        body.set("tunnel", half(update.tunnel(), this::tunnel));
        return JSON.writeValueAsBytes(body);
    }

    /**
     * Reads a push.
     *
     * @throws IOException if the body has another shape; what follows its JSON value is ignored, as in the reference
     */
    Update readUpdate(byte[] body) throws IOException {
        JsonNode update = JSON.readTree(body);
        if (update == null || !update.isObject()) {
            throw new IOException("expected an update: " + update);
        }
        return new Update(readHalf(update.path("underlay"), this::readOffer),
                readHalf(update.path("tunnel"), this::readTunnel));
    }

    byte[] table(Offers offers) throws IOException {
        ObjectNode body = object();
        body.set("underlay", offers.underlay().isEmpty() ? null : list(offers.underlay(), this::offer));
        body.set("tunnel", offers.tunnel().isEmpty() ? null : list(offers.tunnel(), this::tunnel));
        return JSON.writeValueAsBytes(body);
    }

    /** Reads the answer to a pull. Any object will do, an error's too: the reference takes that for an empty table. */
    Offers readTable(byte[] body) throws IOException {
        JsonNode table = JSON.readTree(body);
        return new Offers(readList(table.path("underlay"), this::readOffer),
                readList(table.path("tunnel"), this::readTunnel));
    }

    abstract JsonNode prefix(String text);

    abstract JsonNode overlay(String text);

    abstract String readPrefix(JsonNode node) throws IOException;

    abstract String readOverlay(JsonNode node) throws IOException;

    private interface Reading<T> {
        T from(JsonNode node) throws IOException;
    }

    private JsonNode offer(Offer offer) {
        ObjectNode node = object();
        node.set("destination", prefix(offer.destination()));
        offer.path().forEach(node.putArray("path")::add);
        return node;
    }

    private JsonNode tunnel(Tunnel tunnel) {
        ObjectNode node = object();
        node.set("overlay_prefix", overlay(tunnel.overlayPrefix()));
        return node.put("boundary_addr", tunnel.boundaryAddress())
                .put("vni", tunnel.vni())
                .put("metric", tunnel.metric());
    }

    private Offer readOffer(JsonNode node) throws IOException {
        List<String> path = new ArrayList<>();
        required(node, "path").forEach(router -> path.add(router.asText()));
        return new Offer(readPrefix(required(node, "destination")), path);
    }

    private Tunnel readTunnel(JsonNode node) throws IOException {
        return new Tunnel(readOverlay(required(node, "overlay_prefix")), required(node, "boundary_addr").asText(),
                required(node, "vni").asLong(), node.path("metric").asLong());
    }

    private static <T> JsonNode half(@Nullable Half<T> half, Function<T, JsonNode> writing) {
        if (half == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode node = object();
        node.set("announce", list(half.announce(), writing));
        node.set("withdraw", list(half.withdraw(), writing));
        return node;
    }

    private static <T> @Nullable Half<T> readHalf(JsonNode node, Reading<T> reading) throws IOException {
        return node.isMissingNode() || node.isNull()
                ? null
                : new Half<>(readList(required(node, "announce"), reading),
                        readList(required(node, "withdraw"), reading));
    }

    private static <T> ArrayNode list(List<T> entries, Function<T, JsonNode> writing) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        entries.forEach(entry -> node.add(writing.apply(entry)));
        return node;
    }

    private static <T> List<T> readList(JsonNode node, Reading<T> reading) throws IOException {
        List<T> entries = new ArrayList<>();
        for (JsonNode entry : node) {
            entries.add(reading.from(entry));
        }
        return entries;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode required(JsonNode node, String field) throws IOException {
        JsonNode value = node.get(field);
        if (value == null) {
            throw new IOException("missing field `" + field + "` in " + node);
        }
        return value;
    }
}
