package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** State that heals: whatever somebody else does to the kernel's routes, what is wanted comes back. */
final class KernelIT {

    private static final Duration PROMISED = Duration.ofSeconds(5);
    private static final String TO_S2 = "fd00:2::/64";

    @Test
    void restoresRemovedRoutesWithinFiveSeconds() {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s2", TO_S2);
            eventually(() -> bothNextHops(lab));
            for (String change : new String[]{"ip -6 route del fd00:2::/64 proto 221", "ip nexthop flush proto 221"}) {
                assertThat(lab.run("s1", change.split(" ", -1)).status()).as(change).isZero();
                await(change).atMost(PROMISED)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(50))
                        .untilAsserted(() -> bothNextHops(lab));
            }
            eventually(() -> assertThat(lab.request("s1", "GET", "/ready", "").body()).contains("routes-repaired"));
        }
    }

    @Test
    void restoresRoutesAfterLinkFlap() {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s2", TO_S2);
            eventually(() -> bothNextHops(lab));
            for (int i = 0; i < 3; i++) {
                lab.run("s1", "ip", "link", "set", "to-t1", "down");
                eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().doesNotContain("dev to-t1"));
                lab.run("s1", "ip", "link", "set", "to-t1", "up");
                eventually(() -> bothNextHops(lab));
            }
        }
    }

    @Test
    void rejectedNextHopIsReportedAndRetried() {
        try (NetnsLab lab = NetnsLab.of("trio").start("t1", "s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", TO_S2);
            eventually(() -> assertThat(lab.routes("t1")).hasSize(2));
            // The kernel takes no gateway that is an address of the machine itself.
            String conflicting = lab.address("s1", "to-t1") + "/64";
            assertThat(lab.run("t1", "ip", "address", "add", conflicting, "dev", "to-s1", "nodad").status()).isZero();
            assertThat(lab.run("t1", "ip", "nexthop", "flush", "proto", "221").status()).isZero();
            await().atMost(PROMISED)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(lab.routes("t1")).singleElement().asString().startsWith(TO_S2));
            eventually(() -> assertThat(lab.request("t1", "GET", "/ready", "").body())
                    .contains("\"code\" : \"routes-refused\"", "fd00:1::/64"));
            eventually(() -> assertThat(lab.request("t1", "GET", "/metrics", "").body())
                    .containsPattern("ddm_problem\\{code=\"routes-refused\".*} 1"));

            lab.run("t1", "ip", "address", "del", conflicting, "dev", "to-s1");
            eventually(() -> assertThat(lab.routes("t1")).hasSize(2));
            eventually(
                    () -> assertThat(lab.request("t1", "GET", "/ready", "").body()).doesNotContain("routes-refused"));
        }
    }

    private static void bothNextHops(NetnsLab lab) {
        assertThat(lab.routes("s1")).singleElement()
                .asString()
                .startsWith(TO_S2)
                .contains("dev to-t1")
                .contains("dev to-t2");
    }
}
