package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two routers on one link. */
final class DuoIT {

    @Test
    void exchangesPrefixesAndForwardsPackets() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64", "fd00:22::1/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(2));
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));
            assertThat(lab.reaches("s1", "fd00:2::1")).isTrue();
            assertThat(lab.reaches("s2", "fd00:1::1")).isTrue();

            // Host bits are echoed as given; the kernel has the network.
            assertThat(lab.request("s1", "GET", "/prefixes", "").body()).contains("\"fd00:22::1/64\"");
            assertThat(lab.routes("s1")).anySatisfy(route -> assertThat(route).startsWith("fd00:22::/64 "));

            String peers = lab.run("s1", "ddmadm", "get-peers").out();
            assertThat(peers.lines().toList().get(0)).matches("Interface +Host +Address +Kind +Status +Duration");
            assertThat(peers.lines().toList().get(1))
                    .matches("\\d+ +s2 +fe80::\\S+ +Server +Exchange +(\\d+s )?\\d+ms");
            assertThat(lab.run("s1", "ddmadm", "get-prefixes").out().lines().toList().get(1))
                    .matches("fd00:2::/64 +fe80::\\S+ +s2");
        }
    }

    @Test
    void keepsAcknowledgedPrefixesAfterCrash() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.change("s1", "PUT", "/tunnel_endpoint",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00:1::1\",\"vni\":47}]");
            lab.kill("s1");
            lab.start("s1");
            assertThat(lab.request("s1", "GET", "/originated", "").body()).isEqualTo("[\"fd00:1::/64\"]");
            assertThat(lab.size("s1", "/originated_tunnel_endpoints")).isEqualTo(1);
            eventually(() -> assertThat(lab.prefixes("s2")).isEqualTo(1));
            eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void stopWithdrawsWithinTwoSeconds(String signal) {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));

            assertThat(lab.stop("s1", signal).toMillis()).as("ms to stop: " + lab.logged("s1")).isLessThan(2000);
            assertThat(lab.routes("s1")).as("its own routes are gone").isEmpty();
            assertThat(lab.run("s1", "ip", "nexthop", "show", "proto", "221").out()).isEmpty();
            assertThat(lab.routes("s2")).as("the peer was told, not left to time out").isEmpty();
        }
    }

    @Test
    void stopDuringStartRemovesOldRoutes() {
        try (NetnsLab lab = startingAfterACrash()) {
            assertThat(lab.stop("s1", "TERM").toMillis()).as("ms to stop: " + lab.logged("s1")).isLessThan(2000);
            assertThat(lab.routes("s1")).isEmpty();
        }
    }

    @Test
    void handOverDuringStartKeepsRoutes() {
        try (NetnsLab lab = startingAfterACrash()) {
            lab.stop("s1", "PWR");
            assertThat(lab.routes("s1")).hasSize(1);
        }
    }

    /** With a daemon on s1 that is just starting and has found a route of the one before. */
    private static NetnsLab startingAfterACrash() {
        NetnsLab lab = NetnsLab.of("duo").start("s1", "s2");
        lab.originate("s2", "fd00:2::/64");
        eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
        lab.kill("s1");
        lab.begin("s1");
        // The first that it says, long before it answers anybody.
        eventually(() -> assertThat(lab.logged("s1")).contains("adopted 1 routes from a previous process"));
        return lab;
    }

    @Test
    void rejectsInvalidInputWithoutEffect() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            NetnsLab.Reply bad = lab.request("s1", "PUT", "/prefix", "[\"fd00:3::/64\",\"fd00::/129\"]");
            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.body()).contains("[1]: invalid prefix value: invalid network prefix 129");
            assertThat(lab.request("s1", "GET", "/originated", "").body()).isEqualTo("[\"fd00:1::/64\"]");

            // A byte, half a header and a wrong version at the multicast group and at the daemon itself: counted.
            String link = lab.links("s2").getFirst();
            eventually(() -> assertThat(lab.peers("s1")).isEqualTo(1));
            for (String packet : new String[]{"\\x00", "\\x02\\x01", "\\x07\\x01\\x00\\x01x",
                    "\\x02\\x01\\x00\\xffx"}) {
                lab.run("s2", "bash", "-c", "printf '" + packet + "' >/dev/udp/"
                        + lab.address("s1", lab.links("s1").getFirst()) + "%" + link + "/3549");
            }
            eventually(() -> assertThat(lab
                    .run("s1", "bash", "-c",
                            "exec 3<>/dev/tcp/::1/8000; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
                    .out())
                    .containsPattern("ddm_packets_dropped_total\\{cause=\"unsupported_version\",link=\"\\S+\"\\} 2")
                    .containsPattern("ddm_packets_dropped_total\\{cause=\"truncated\",link=\"\\S+\"\\} 2"));
            assertThat(lab.peers("s1")).isEqualTo(1);
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));
        }
    }

    @Test
    void measuresHowLongThePeerTakesToAnswerSolicitations() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            eventually(() -> assertThat(lab.request("s1", "GET", "/metrics", "").body())
                    .containsPattern("ddm_peer_answer_seconds_count\\{link=\"to-s2\"\\} [1-9]"));
        }
    }

    @Test
    void followsInterfaceChanges() throws IOException {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1", "s2")) {
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            String mine = lab.links("s1").getFirst();
            String theirs = lab.links("s2").getFirst();

            lab.run("s2", "ip", "link", "set", theirs, "down");
            eventually(() -> assertThat(lab.routes("s1")).isEmpty());
            lab.run("s2", "ip", "link", "set", theirs, "up");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));

            lab.run("s1", "ip", "link", "set", mine, "down");
            lab.run("s1", "ip", "link", "set", mine, "name", "other");
            lab.run("s1", "ip", "link", "set", "other", "up");
            eventually(() -> assertThat(lab.peers("s1")).isZero());
            lab.run("s1", "ip", "link", "set", "other", "down");
            lab.run("s1", "ip", "link", "set", "other", "name", mine);
            lab.run("s1", "ip", "link", "set", mine, "up");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));

            lab.run("s2", "ip", "address", "flush", "dev", theirs, "scope", "link");
            lab.run("s2", "ip", "address", "add", "fe80::2222/64", "dev", theirs, "nodad");
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().contains("via fe80::2222"));

            lab.run("s1", "ip", "link", "delete", mine);
            eventually(() -> assertThat(lab.peers("s1")).isZero());
            assertThat(lab.routes("s1")).isEmpty();
        }
    }
}
