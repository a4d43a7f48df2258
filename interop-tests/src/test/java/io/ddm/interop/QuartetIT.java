package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three servers around a transit router: the reference's scenario, step by step with its numbers, on Linux: by our
 * daemons alone, and with the reference in the place of the transit router, and of all servers.
 */
final class QuartetIT {

    @ParameterizedTest(name = "the reference plays: {0}")
    @ValueSource(strings = {"nobody", "t1", "s1+s2+s3"})
    void runsQuartetScenario(String reference) {
        try (NetnsLab lab = NetnsLab.of("quartet").withReference(reference)) {
            // 1
            lab.start("t1", "s1", "s2", "s3");
            eventually(() -> {
                for (String server : new String[]{"s1", "s2", "s3"}) {
                    assertThat(lab.peers(server)).isEqualTo(1);
                }
                assertThat(lab.peers("t1")).isEqualTo(3);
            });
            // 2
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s3", "fd00:3::/64");
            eventually(() -> assertThat(lab.prefixes("s1")).isEqualTo(1));
            eventually(() -> assertThat(lab.prefixes("s3")).isEqualTo(1));
            // 3
            eventually(() -> assertThat(lab.reaches("s3", "fd00:1::1")).isTrue());
            // 4: somebody else offers the same; both paths are known, over one next hop
            lab.originate("s2", "fd00:1::/64");
            eventually(() -> assertThat(lab.prefixes("s3")).isEqualTo(2));
            assertThat(lab.request("s3", "GET", "/prefixes", "").json()).hasSize(1);
            assertThat(lab.routes("s3")).hasSize(1);
            // 5: the route outlives one of its paths
            lab.withdraw("s2", "fd00:1::/64");
            eventually(() -> assertThat(lab.prefixes("s3")).isEqualTo(1));
            assertThat(lab.routes("s3")).hasSize(1);
            // 6
            lab.originate("s1", "fd00:1::/64");
            assertThat(lab.prefixes("s3")).isEqualTo(1);
            // 7
            assertThat(lab.reaches("s3", "fd00:1::1")).isTrue();
        }
    }
}
