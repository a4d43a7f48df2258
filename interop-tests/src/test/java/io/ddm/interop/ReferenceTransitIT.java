package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two servers of ours around a transit router that the reference plays, with its limits and whatever may go wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceTransitIT {

    private static final int REFERENCE_BODY_BYTES = 1024;

    private static final String TUNNEL = """
            [{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:1701::1","vni":47,"metric":0}]""";

    private NetnsLab lab;
    private Played transit;

    @BeforeAll
    void begin() {
        lab = NetnsLab.of("trio").withReference("t1").start("t1", "s1", "s2");
        transit = new Played(lab, "t1");
        eventually(() -> assertThat(lab.peers("t1")).isEqualTo(2));
    }

    @AfterAll
    void end() {
        lab.close();
    }

    @BeforeEach
    void oneKnownPrefix() {
        lab.originate("s1", "fd00:1::/64");
        transit.knows(1);
        transit.direct("{}");
    }

    @AfterEach
    void nothingIsLeft() {
        for (JsonNode prefix : lab.request("s1", "GET", "/originated", "").json()) {
            lab.withdraw("s1", prefix.asText());
        }
        transit.knows(0);
        eventually(() -> assertThat(lab.prefixes("s2")).isZero());
    }

    @Test
    void keepsBodiesWithinTheReferenceLimit() {
        String[] twenty = prefixes(20);
        lab.originate("s1", twenty);
        transit.knows(21);
        String[] twoHundred = prefixes(200);
        lab.originate("s1", twoHundred);
        transit.knows(201);
        eventually(() -> assertThat(lab.routes("s2")).hasSize(201));
        assertThat(pushes()).hasSizeGreaterThan(1).allMatch(push -> push.body().length() <= REFERENCE_BODY_BYTES);
        lab.withdraw("s1", twoHundred);
        transit.knows(1);
        eventually(() -> assertThat(lab.routes("s2")).hasSize(1));
        assertThat(pushes()).allMatch(push -> push.body().length() <= REFERENCE_BODY_BYTES)
                .allMatch(push -> push.outcome().equals("204"));
    }

    @Test
    void splitsRejectedBodies() {
        transit.direct("{\"body\":400}");
        lab.originate("s1", prefixes(20));
        transit.knows(21);
        assertThat(pushes()).anyMatch(push -> push.outcome().equals("400"));
        transit.direct("{\"body\":" + REFERENCE_BODY_BYTES + "}");
    }

    @Test
    void sessionStartsWithPullAndFullPush() {
        lab.originate("s1", "fd00:11::/64");
        transit.knows(2);
        transit.direct("{}");
        lab.change("s1", "DELETE", "/peers/" + peerOf("s1"), "");
        eventually(() -> {
            assertThat(transit.heard()).anyMatch(request -> request.what().equals("GET /v2/pull"));
            assertThat(announced()).contains("\"fd00:1::\"").contains("\"fd00:11::\"");
        });
        assertThat(transit.sent()).as("it did not ask").noneMatch(request -> request.what().equals("GET /v2/pull"));
    }

    @Test
    void retriesFailedPullWithoutLosingRoutes() {
        lab.originate("t1", "fd00:9::/64");
        eventually(() -> assertThat(lab.routes("s2")).anyMatch(route -> route.startsWith("fd00:9::/64")));
        eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
        transit.direct("{\"pull\":[\"500\",\"503\",\"204\"]}");
        lab.change("s1", "PUT", "/sync", "");
        eventually(() -> {
            assertThat(lab.routes("s1")).as("the route while pulls fail").hasSize(1);
            assertThat(pulls()).extracting(Played.Request::outcome).containsExactly("500", "503", "204", "200");
        });
        assertThat(lab.prefixes("s1")).isEqualTo(1);
        lab.withdraw("t1", "fd00:9::/64");
        eventually(() -> assertThat(lab.routes("s1")).isEmpty());
    }

    @Test
    void retriesFailedPushWithinTheSession() {
        transit.direct("{\"push\":[\"500\",\"reset\",\"404\",\"503\",\"refuse\"]}");
        Duration before = sessionAge();
        lab.originate("s1", "fd00:12::/64");
        transit.knows(2);
        assertThat(pushes()).extracting(Played.Request::outcome)
                .startsWith("500", "reset", "404", "503", "refuse")
                .endsWith("204");
        eventually(() -> assertThat(pulls()).as("three failures lead to a pull").isNotEmpty());
        eventually(() -> assertThat(announced()).as("and to a full announcement").contains("\"fd00:1::\""));
        assertThat(sessionAge()).as("the session is the same").isGreaterThan(before);
    }

    /**
     * The reference passes tunnels on by pulls only: what is behind it comes with our next one, at once if asked for.
     */
    @Test
    void keepsTunnelsUntilNextPull() {
        lab.change("s1", "PUT", "/tunnel_endpoint", TUNNEL);
        eventually(() -> assertThat(lab.size("t1", "/tunnel_endpoints")).isEqualTo(1));
        lab.change("s2", "PUT", "/sync", "");
        eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).isEqualTo(1));
        lab.change("s1", "DELETE", "/tunnel_endpoint", TUNNEL);
        eventually(() -> assertThat(lab.size("t1", "/tunnel_endpoints")).isZero());
        lab.change("s2", "PUT", "/sync", "");
        eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).as("a pull replaces").isZero());
    }

    @Test
    void acceptsRequestsAfterFirstSolicitation() {
        String address = peerAddress("s1");
        lab.kill("s1");
        lab.change("t1", "DELETE", "/peers/" + address, "");
        transit.knows(0);
        transit.direct("{}");
        lab.start("s1");
        transit.knows(1);
        lab.originate("t1", "fd00:9::/64");
        eventually(() -> assertThat(lab.prefixes("s1")).isEqualTo(1));
        lab.withdraw("t1", "fd00:9::/64");
        // It pulls as soon as it has heard our advertisement, in the form that the reference gives its requests.
        List<Played.Request> toUs = transit.sent()
                .stream()
                .filter(request -> request.host().startsWith("[" + address + "%"))
                .toList();
        assertThat(toUs.getFirst().what()).isEqualTo("GET /v2/pull");
        // It waits 250 ms for a table, which a daemon that has just started may miss; what must not be is an error.
        assertThat(toUs).extracting(Played.Request::outcome)
                .contains("200", "204")
                .noneMatch(outcome -> outcome.matches("[345]\\d\\d"));
        assertThat(toUs).allMatch(request -> request.host().matches("\\[fe80::[0-9a-f:]+%\\d+]:56797"));
    }

    private List<Played.Request> pushes() {
        return transit.heard().stream().filter(request -> request.what().equals("PUT /v2/push")).toList();
    }

    private List<Played.Request> pulls() {
        return transit.heard().stream().filter(request -> request.what().equals("GET /v2/pull")).toList();
    }

    /** All that was pushed to it, as text. */
    private String announced() {
        return String.join("\n", pushes().stream().map(Played.Request::body).toList());
    }

    private String peerOf(String node) {
        return lab.request(node, "GET", "/peers", "").json().iterator().next().get("addr").asText();
    }

    private String peerAddress(String node) {
        return lab.address(node, lab.links(node).getFirst());
    }

    private Duration sessionAge() {
        JsonNode age = lab.request("s1", "GET", "/peers", "").json().iterator().next().at("/status/duration");
        return Duration.ofSeconds(age.get("secs").asLong(), age.get("nanos").asLong());
    }

    private static String[] prefixes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "fd00:100:" + Integer.toHexString(i + 1) + "::/64")
                .toArray(String[]::new);
    }
}
