package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers, each on two transit routers: every server has two equal paths to the other. */
final class DiamondIT {

    @ParameterizedTest(name = "the reference plays: {0}")
    @ValueSource(strings = {"nobody", "t1+s1"})
    void usesBothPathsAndSurvivesLossOfOne(String reference) {
        try (NetnsLab lab = NetnsLab.of("diamond").withReference(reference).start("t1", "t2", "s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            bothNextHops(lab, "s1");
            bothNextHops(lab, "s2");
            eventually(() -> assertThat(lab.reaches("s1", "fd00:2::1")).isTrue());

            lab.stop("t1");
            if (lab.isReference("t1")) { // which says no goodbye: its neighbors wait until it has been silent
                eventually(() -> onlyOver(lab, "t2"));
            }
            onlyOver(lab, "t2");
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

    @Test
    void peerLossEditsGroupNotRoutes() {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s2", "fd00:2::/64", "fd00:3::/64", "fd00:4::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(3)
                    .allMatch(route -> route.contains("dev to-t1") && route.contains("dev to-t2")));
            List<String> before = nexthopIds(lab);
            lab.stop("t1");
            assertThat(lab.routes("s1")).hasSize(3).noneMatch(route -> route.contains("dev to-t1"));
            assertThat(nexthopIds(lab)).as("the routes still point at the same group").isEqualTo(before);
            lab.start("t1");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(3)
                    .allMatch(route -> route.contains("dev to-t1") && route.contains("dev to-t2")));
            assertThat(nexthopIds(lab)).isEqualTo(before);
        }
    }

    @Test
    void repairsForeignChangesOfTheKernel() {
        try (NetnsLab lab = NetnsLab.of("diamond").start("t1", "t2", "s1", "s2")) {
            lab.originate("s2", "fd00:2::/64");
            bothNextHops(lab, "s1");
            lab.run("s1", "ip", "-6", "route", "del", "fd00:2::/64", "proto", "221");
            bothNextHops(lab, "s1");
            lab.run("s1", "ip", "nexthop", "flush", "proto", "221");
            bothNextHops(lab, "s1");
            lab.run("s1", "ip", "link", "set", "to-t1", "down");
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().doesNotContain("dev to-t1"));
            lab.run("s1", "ip", "link", "set", "to-t1", "up");
            bothNextHops(lab, "s1");
        }
    }

    private static List<String> nexthopIds(NetnsLab lab) {
        return lab.routes("s1").stream().map(route -> route.replaceAll(".*(nhid \\d+).*", "$1")).toList();
    }

    private static void onlyOver(NetnsLab lab, String transit) {
        for (String server : List.of("s1", "s2")) {
            assertThat(lab.routes(server)).singleElement()
                    .asString()
                    .contains("dev to-" + transit)
                    .containsOnlyOnce("dev to-");
        }
    }

    private static void bothNextHops(NetnsLab lab, String server) {
        eventually(() -> assertThat(lab.routes(server)).singleElement()
                .asString()
                .contains("dev to-t1")
                .contains("dev to-t2"));
    }
}
