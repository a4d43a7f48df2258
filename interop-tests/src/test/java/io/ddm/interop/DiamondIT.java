package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two servers, each on two transit routers: every server has two equal paths to the other. */
final class DiamondIT {

    @Test
    void bothPathsAreUsedAndOneIsEnough() {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            bothNextHops(lab, "s1");
            bothNextHops(lab, "s2");
            assertThat(lab.reaches("s1", "fd00:2::1")).isTrue();

            lab.stop("t1");
            for (String server : new String[]{"s1", "s2"}) {
                assertThat(lab.routes(server)).singleElement().asString().contains("dev to-t2").doesNotContain(
                        "dev to-t1");
            }
            assertThat(lab.reaches("s1", "fd00:2::1")).isTrue();
            assertThat(lab.reaches("s2", "fd00:1::1")).isTrue();

            lab.start("t1");
            bothNextHops(lab, "s1");
            bothNextHops(lab, "s2");
            assertThat(lab.reaches("s1", "fd00:2::1")).isTrue();

            // Nobody says goodbye: the other path carries on once the silence is noticed.
            lab.kill("t2");
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().doesNotContain("dev to-t2"));
            eventually(() -> assertThat(lab.routes("s2")).singleElement().asString().doesNotContain("dev to-t2"));
            assertThat(lab.reaches("s1", "fd00:2::1")).isTrue();
        }
    }

    private static void bothNextHops(NetnsLab lab, String server) {
        eventually(() -> assertThat(lab.routes(server)).singleElement().asString().contains("dev to-t1").contains(
                "dev to-t2"));
    }
}
