package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The part of the admin API that scenarios use, in version 2.0.0, and {@code /stage}: see {@link Stage#direct}. */
final class AdminPort {

    private static final int PORT = 8000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpMessage DONE = HttpPort.answer("204 No Content");

    private final Speaker speaker;
    private final Stage stage;

    AdminPort(Speaker speaker, Stage stage) {
        this.speaker = speaker;
        this.stage = stage;
    }

    void open() throws IOException {
        new HttpPort(new InetSocketAddress(InetAddress.ofLiteral("::1"), PORT), this::answer).open();
    }

    private HttpMessage answer(HttpMessage request) throws IOException {
        boolean put = request.method().equals("PUT");
        JsonNode body = request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
        if (request.method().equals("DELETE") && request.second().startsWith("/peers/")) {
            expire(request.second().substring("/peers/".length()));
            return DONE;
        }
        switch (request.method() + " " + request.second()) {
            case "GET /peers" -> {
                return ok(peers());
            }
            case "GET /prefixes" -> {
                return ok(prefixes());
            }
            case "GET /originated" -> {
                return ok(JSON.valueToTree(speaker.originatedPrefixes()));
            }
            case "GET /originated_tunnel_endpoints" -> {
                return ok(originatedTunnels());
            }
            case "GET /tunnel_endpoints" -> {
                return ok(tunnels());
            }
            case "PUT /prefix", "DELETE /prefix" -> speaker.originatePrefixes(put, texts(body));
            case "PUT /tunnel_endpoint", "DELETE /tunnel_endpoint" -> {
                List<Tunnel> tunnels = new ArrayList<>();
                for (JsonNode tunnel : body) {
                    tunnels.add(Wire.readApiTunnel(tunnel));
                }
                speaker.originateTunnels(put, tunnels);
            }
            case "PUT /sync" -> speaker.sessions().forEach(Session::pull);
            case "GET /stage" -> {
                return HttpPort.answer("200 OK", stage.toJson());
            }
            case "PUT /stage" -> stage.direct(body);
            case "DELETE /stage" -> stage.clear();
            default -> {
                return HttpPort.error("404 Not Found", "Not Found");
            }
        }
        return DONE;
    }

    private void expire(String address) {
        speaker.sessions()
                .stream()
                .filter(session -> session.neighbor()
                        .filter(neighbor -> Link.text(neighbor.address()).equals(address))
                        .isPresent())
                .forEach(Session::expire);
    }

    private ObjectNode peers() {
        ObjectNode peers = JSON.createObjectNode();
        for (Session session : speaker.sessions()) {
            session.neighbor().ifPresent(neighbor -> {
                Duration age = session.age();
                ObjectNode peer = peers.putObject(String.valueOf(session.link().index()));
                peer.putObject("status")
                        .put("type", "Exchange")
                        .putObject("duration")
                        .put("secs", age.getSeconds())
                        .put("nanos", age.getNano());
                peer.put("addr", Link.text(neighbor.address()))
                        .put("host", neighbor.said().id())
                        .put("kind", neighbor.said().kind());
            });
        }
        return peers;
    }

    private ObjectNode prefixes() {
        ObjectNode tables = JSON.createObjectNode();
        for (Session session : speaker.sessions()) {
            session.neighbor().filter(neighbor -> !speaker.offersOf(session).isEmpty()).ifPresent(neighbor -> {
                ArrayNode table = tables.withArray("/" + Link.text(neighbor.address()));
                speaker.offersOf(session).forEach(offer -> table.add(Wire.apiOffer(offer)));
            });
        }
        return tables;
    }

    private ArrayNode tunnels() {
        ArrayNode routes = JSON.createArrayNode();
        for (Session session : speaker.sessions()) {
            session.neighbor()
                    .ifPresent(neighbor -> speaker.tunnelsOf(session)
                            .forEach(tunnel -> routes.addObject()
                                    .put("nexthop", Link.text(neighbor.address()))
                                    .set("origin", Wire.apiTunnel(tunnel))));
        }
        return routes;
    }

    private ArrayNode originatedTunnels() {
        ArrayNode tunnels = JSON.createArrayNode();
        speaker.originatedTunnels().forEach(tunnel -> tunnels.add(Wire.apiTunnel(tunnel)));
        return tunnels;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static HttpMessage ok(JsonNode body) {
        return HttpPort.answer("200 OK", body.toString().getBytes(UTF_8));
    }
}
