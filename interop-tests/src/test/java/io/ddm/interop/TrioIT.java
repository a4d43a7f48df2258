package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers that meet in a transit router: the reference's scenario, step by step with its numbers, on Linux:
 * by our daemons alone, and with the reference in the place of each of them.
 */
final class TrioIT {

    private static final String TUNNEL = """
            [{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:1701::1","vni":47,"metric":0}]""";

    @ParameterizedTest(name = "the reference plays: {0}")
    @ValueSource(strings = {"nobody", "s1", "s2", "t1"})
    void runsTrioScenario(String reference) {
        try (NetnsLab lab = NetnsLab.of("trio").withReference(reference)) {
            // 1
            lab.start("t1", "s1", "s2");
            eventually(() -> {
                assertThat(lab.peers("s1")).isEqualTo(1);
                assertThat(lab.peers("s2")).isEqualTo(1);
                assertThat(lab.peers("t1")).isEqualTo(2);
            });
            // 2
            lab.originate("s1", "fd00:1::/64");
            prefixes(lab, 0, 1, 1);
            // 3
            lab.originate("s2", "fd00:2::/64");
            prefixes(lab, 1, 1, 2);
            // 4
            packetsFlow(lab);
            // 5
            lab.stop("t1");
            eventually(() -> assertThat(lab.prefixes("s1")).isZero());
            eventually(() -> assertThat(lab.prefixes("s2")).isZero());
            // 6
            lab.start("t1");
            prefixes(lab, 1, 1, 2);
            packetsFlow(lab);
            // 7
            lab.stop("s1");
            eventually(() -> assertThat(lab.prefixes("s2")).isZero());
            eventually(() -> assertThat(lab.prefixes("t1")).isEqualTo(1));
            // 8: what s1 originates was stored
            lab.start("s1");
            prefixes(lab, 1, 1, 2);
            // 9: again changes nothing
            lab.originate("s1", "fd00:1::/64");
            prefixes(lab, 1, 1, 2);
            packetsFlow(lab);
            // 10: a session that an operator ends comes back by itself
            String peer = lab.request("t1", "GET", "/peers", "").json().iterator().next().get("addr").asText();
            lab.change("t1", "DELETE", "/peers/" + peer, "");
            prefixes(lab, 1, 1, 2);
            // 11
            lab.withdraw("s2", "fd00:2::/64");
            prefixes(lab, 0, 1, 1);
            // 12
            lab.originate("s2", "fd00:2::/64");
            prefixes(lab, 1, 1, 2);
            // 13: one of three is known already
            lab.originate("s2", "fd00:2::/64", "fd00:3::/64", "fd00:4::/64");
            eventually(() -> assertThat(lab.prefixes("s1")).isEqualTo(3));
            eventually(() -> assertThat(lab.routes("s1")).hasSize(3).allMatch(route -> route.startsWith("fd00:")));
            // 14
            assertThat(lab.size("t1", "/originated_tunnel_endpoints")).isZero();
            // 15
            lab.change("t1", "PUT", "/tunnel_endpoint", TUNNEL);
            tunnels(lab, 1, 0, 1, 1);
            // 16: again changes nothing
            lab.change("t1", "PUT", "/tunnel_endpoint", TUNNEL);
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(4))
                    .untilAsserted(() -> assertThat(lab.size("s1", "/tunnel_endpoints")).isEqualTo(1));
            tunnels(lab, 1, 0, 1, 1);
            // 17
            lab.stop("s1");
            lab.start("s1");
            tunnels(lab, 1, 0, 1, 1);
            // 18
            lab.change("t1", "DELETE", "/tunnel_endpoint", TUNNEL);
            tunnels(lab, 0, 0, 0, 0);
        }
    }

    private static void prefixes(NetnsLab lab, int s1, int s2, int t1) {
        eventually(() -> {
            assertThat(lab.prefixes("s1")).isEqualTo(s1);
            assertThat(lab.prefixes("s2")).isEqualTo(s2);
            assertThat(lab.prefixes("t1")).isEqualTo(t1);
        });
    }

    private static void tunnels(NetnsLab lab, int originated, int t1, int s1, int s2) {
        eventually(() -> {
            assertThat(lab.size("t1", "/originated_tunnel_endpoints")).isEqualTo(originated);
            assertThat(lab.size("t1", "/tunnel_endpoints")).isEqualTo(t1);
            assertThat(lab.size("s1", "/tunnel_endpoints")).isEqualTo(s1);
            assertThat(lab.size("s2", "/tunnel_endpoints")).isEqualTo(s2);
        });
    }

    private static void packetsFlow(NetnsLab lab) {
        eventually(() -> assertThat(lab.reaches("s1", "fd00:2::1")).isTrue());
        eventually(() -> assertThat(lab.reaches("s2", "fd00:1::1")).isTrue());
    }
}
