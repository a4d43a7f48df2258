package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** A daemon goes and comes back, and the kernel goes on forwarding. */
final class RestartIT {

    /** How long the routes of an earlier process stay when nobody wants them any more, and a little. */
    private static final Duration SWEPT = Duration.ofSeconds(15);

    @Test
    void upgradeLosesNoPacket() {
        replaceEachDuringAFlow((lab, node) -> lab.stop(node, "PWR"));
    }

    @Test
    void crashAndRestartLoseNoPacket() {
        replaceEachDuringAFlow(NetnsLab::kill);
    }

    @Test
    void replacingTheOnlyTransitLosesNoPacket() {
        // A start on a busy machine must not take longer than the threshold: there is no other path.
        String[] patient = {"--expire-threshold", "30000"};
        try (NetnsLab lab = NetnsLab.of("trio")) {
            for (String node : List.of("t1", "s1", "s2")) {
                lab.daemon(node, patient);
            }
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));
            try (Flow flow = Flow.start(lab, "s1", "fd00:1::1", "s2", "fd00:2::1")) {
                List<Runnable> ends = List.of(() -> lab.stop("t1", "PWR"), () -> lab.kill("t1"));
                for (Runnable end : ends) {
                    end.run();
                    lab.daemon("t1", patient);
                    eventually(() -> assertThat(lab.request("t1", "GET", "/ready", "").status()).isEqualTo(200));
                    eventually(() -> assertThat(lab.prefixes("t1")).isEqualTo(2));
                }
                Flow.Result result = flow.stop();
                assertThat(result.lost()).as("lost of %d packets", result.sent()).isZero();
            }
        }
    }

    @Test
    void sweepsStaleRoutesAfterCrash() {
        try (NetnsLab lab = NetnsLab.of("trio").start("t1", "s1", "s2")) {
            lab.originate("s2", "fd00:2::/64", "fd00:3::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(2));
            lab.kill("s1");
            assertThat(lab.routes("s1")).as("while the daemon is away").hasSize(2);
            lab.withdraw("s2", "fd00:3::/64");
            lab.start("s1");
            assertThat(lab.routes("s1")).as("adopted").anyMatch(route -> route.startsWith("fd00:2::/64"));
            await().atMost(SWEPT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                List<String> routes = lab.routes("s1");
                assertThat(routes).anyMatch(route -> route.startsWith("fd00:2::/64"));
                assertThat(routes).hasSize(1);
            });
        }
    }

    @Test
    void resynchronizesAfterQuickRestart() {
        try (NetnsLab lab = NetnsLab.of("duo")) {
            // A threshold that silence cannot reach within this test.
            for (String node : List.of("s1", "s2")) {
                lab.daemon(node, "--expire-threshold", "600000", "--pull-interval", "0");
            }
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            lab.kill("s1");
            lab.run("s1", "rm", "-r", "/run/ddm-lab/s1/data");
            lab.daemon("s1", "--expire-threshold", "600000", "--pull-interval", "0");
            eventually(() -> assertThat(lab.routes("s2")).as("s1 has forgotten what it originated").isEmpty());
            eventually(() -> assertThat(lab.prefixes("s1")).as("s1 knows again what s2 originates").isEqualTo(1));
            assertThat(lab.logged("s2")).as("the session stays").doesNotContain("EXCHANGE -> SOLICIT");
        }
    }

    @Test
    void isReadyWhenTheKernelHasTheRoutes() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s2")) {
            lab.originate("s2", "fd00:2::/64");
            lab.start("s1");
            eventually(() -> assertThat(lab.request("s1", "GET", "/ready", "").status()).isEqualTo(200));
            assertThat(lab.routes("s1")).as("at the moment of being ready").hasSize(1);
            lab.run("s1", "ip", "link", "set", "to-s2", "down");
            eventually(() -> assertThat(lab.request("s1", "GET", "/ready", "").body()).contains("link-unusable",
                    "cannot be used: link down"));
            assertThat(lab.request("s1", "GET", "/ready", "").status()).isEqualTo(200);
            assertThat(lab.request("s1", "GET", "/live", "").status()).isEqualTo(200);
        }
    }

    private static void replaceEachDuringAFlow(BiConsumer<NetnsLab, String> end) {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            everythingOverBoth(lab);
            try (Flow flow = Flow.start(lab, "s1", "fd00:1::1", "s2", "fd00:2::1")) {
                for (String node : List.of("t1", "s1", "t2")) {
                    end.accept(lab, node);
                    lab.start(node);
                    eventually(() -> assertThat(lab.request(node, "GET", "/ready", "").status()).isEqualTo(200));
                    everythingOverBoth(lab);
                }
                Flow.Result result = flow.stop();
                assertThat(result.lost()).as("lost of %d packets", result.sent()).isZero();
                // Packets were sent all the time: one each 2 ms, and three starts take more than a second.
                assertThat(result.sent()).isGreaterThan(500);
            }
        }
    }

    private static void everythingOverBoth(NetnsLab lab) {
        for (String server : List.of("s1", "s2")) {
            eventually(() -> assertThat(lab.routes(server)).singleElement()
                    .asString()
                    .contains("dev to-t1")
                    .contains("dev to-t2"));
        }
        for (String transit : List.of("t1", "t2")) {
            eventually(() -> assertThat(lab.routes(transit)).hasSize(2));
        }
    }
}
