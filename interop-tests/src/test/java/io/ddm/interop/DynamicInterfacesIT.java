package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interfaces added and removed while daemons run: the reference's life-cycle scenario, and what it forgets to look at.
 */
final class DynamicInterfacesIT {

    private static final String P1 = "fd00:dd01::/64";
    private static final String P2 = "fd00:dd02::/64";

    @ParameterizedTest(name = "the reference plays [{0}]")
    @ValueSource(strings = {"", "s1+s2"})
    void addsAndRemovesInterfacesAtRunTime(String reference) {
        try (NetnsLab lab = NetnsLab.of("trio").withReference(reference)) {
            for (String node : List.of("t1", "s1", "s2")) {
                if (!lab.isReference(node)) {
                    lab.daemon(node, List.of());
                }
            }
            String one = lab.links("t1").getFirst();
            String other = lab.links("t1").getLast();
            String first = one.contains("s1") ? one : other;
            String second = first.equals(one) ? other : one;
            // 1
            apply(lab, "t1", first);
            join(lab, "s1");
            lab.originate("s1", P1);
            holds(lab, 1, 1, 0);
            // 2
            apply(lab, "t1", first, second);
            join(lab, "s2");
            lab.originate("s2", P2);
            holds(lab, 2, 1, 1);
            assertThat(lab.routes("t1")).hasSize(2);
            // 3: the same again, in the other form, flaps nothing
            apply(lab, "t1", first + "/ll", second);
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> lab.peers("t1") == 2);
            assertThat(lab.logged("t1")).doesNotContain("EXCHANGE -> ");
            // 4: acknowledged means gone
            apply(lab, "t1", second);
            assertThat(lab.routes("t1")).hasSize(1).allMatch(route -> route.startsWith(P2));
            assertThat(listeners(lab)).as("exchange listeners").hasSize(1);
            assertThat(lab.prefixes("t1")).isEqualTo(1);
            eventually(() -> assertThat(lab.peers("s1")).as("it is silent there").isZero());
            eventually(() -> assertThat(lab.prefixes("s2")).as("what came from there is withdrawn").isZero());
            holds(lab, 1, 0, 1);
            // Removed and added again at once, several times: the address is never in use.
            for (int i = 0; i < 5; i++) {
                apply(lab, "t1");
                apply(lab, "t1", first, second);
            }
            holds(lab, 2, 1, 1);
            assertThat(lab.logged("t1")).doesNotContain("cannot open");
            // 5
            apply(lab, "t1");
            assertThat(lab.routes("t1")).isEmpty();
            assertThat(listeners(lab)).isEmpty();
            holds(lab, 0, 0, 0);
        }
    }

    @Test
    void opensInterfaceThatAppearsLater() {
        try (NetnsLab lab = NetnsLab.of("duo")) {
            lab.start("s2");
            lab.daemon("s1", List.of());
            String link = lab.links("s1").getFirst();
            lab.originate("s2", P2);
            apply(lab, "s1", "later0");
            assertThat(lab.request("s1", "3.0.0", "GET", "/interfaces", "").json().at("/4294967295/name").asText())
                    .isEqualTo("later0");
            assertThat(lab.run("s1", "ip", "link", "set", link, "down").status()).isZero();
            assertThat(lab.run("s1", "ip", "link", "set", link, "name", "later0", "up").status()).isZero();
            eventually(() -> assertThat(lab.prefixes("s1")).isEqualTo(1));
            assertThat(lab.request("s1", "3.0.0", "GET", "/peers", "").json().findValuesAsText("if_name"))
                    .containsExactly("later0");
        }
    }

    /** Ours runs already and is told of its interface; the reference is started with it. */
    private static void join(NetnsLab lab, String leaf) {
        if (lab.isReference(leaf)) {
            lab.start(leaf);
        } else {
            apply(lab, leaf, lab.links(leaf).getFirst());
        }
    }

    private static void apply(NetnsLab lab, String node, String... links) {
        String list = links.length == 0 ? "" : "\"" + String.join("\",\"", links) + "\"";
        NetnsLab.Reply reply = lab.request(node, "3.0.0", "POST", "/ddm/omicron/apply",
                "{\"ddm_interfaces\":[" + list + "]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(204);
    }

    /** Sockets of t1 that listen on the exchange port. */
    private static List<String> listeners(NetnsLab lab) {
        return lab.run("t1", "ss", "-Hltn", "sport", "=", ":56797").out().lines().toList();
    }

    /** Peers of the hub, and how many hold the first and the second prefix there; three times in a row. */
    private static void holds(NetnsLab lab, int peers, int first, int second) {
        await().atMost(NetnsLab.TIMEOUT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(300))
                .during(Duration.ofMillis(700))
                .untilAsserted(() -> {
                    assertThat(lab.peers("t1")).isEqualTo(peers);
                    String table = lab.request("t1", "GET", "/prefixes", "").body();
                    assertThat(table.split(P1, -1).length - 1).isEqualTo(first);
                    assertThat(table.split(P2, -1).length - 1).isEqualTo(second);
                });
    }
}
