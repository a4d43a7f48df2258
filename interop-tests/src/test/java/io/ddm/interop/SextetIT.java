package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two transit routers joined by two links: where the reference's paths go round and round. */
final class SextetIT {

    private static final String[] NODES = {"t1", "t2", "s1", "s2", "s3", "s4"};

    @ParameterizedTest(name = "the reference plays: {0}")
    @ValueSource(strings = {"nobody", "t2+s1"})
    void parallelLinksGiveTwoPathsWithoutLoop(String reference) {
        try (NetnsLab lab = NetnsLab.of("sextet").withReference(reference).start(NODES)) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s3", "fd00:3::/64");
            eventually(() -> assertThat(lab.routes("t1")).anySatisfy(
                    route -> assertThat(route).startsWith("fd00:3::/64").contains("dev to-t2 ", "dev to-t2b ")));
            eventually(() -> assertThat(lab.reaches("s1", "fd00:3::1")).isTrue());
            for (String server : List.of("s1", "s2", "s4")) {
                eventually(() -> assertThat(pathLengths(lab, server)).as(server)
                        .isNotEmpty()
                        .allMatch(length -> length <= 3));
            }
            lab.withdraw("s3", "fd00:3::/64");
            eventually(() -> assertThat(lab.prefixes("s1")).isZero());
            eventually(() -> assertThat(lab.routes("t1")).singleElement().asString().startsWith("fd00:1::/64"));
        }
    }

    /** Nobody in that ring looks for itself in a path; ours outside it are told every turn and take the shortest. */
    @Test
    void staysCorrectBesideLoopingReferenceTransits() {
        try (NetnsLab lab = NetnsLab.of("sextet").withReference("t1+t2").start(NODES)) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s3", "fd00:3::/64");
            eventually(() -> assertThat(pathLengths(lab, "s4")).as("the reference's paths grow")
                    .anyMatch(length -> length > 20));
            for (String server : List.of("s2", "s4")) {
                eventually(() -> assertThat(lab.routes(server)).hasSize(2).allMatch(route -> route.contains("via")));
            }
            // Whether packets arrive is the transits' affair: each also has a route back to the other.
            assertThat(lab.routes("s1")).as("no route to what it originates itself")
                    .noneMatch(route -> route.startsWith("fd00:1::"));
        }
    }

    private static List<Integer> pathLengths(NetnsLab lab, String node) {
        List<Integer> lengths = new ArrayList<>();
        for (JsonNode table : lab.request(node, "GET", "/prefixes", "").json()) {
            table.forEach(offered -> lengths.add(offered.get("path").size()));
        }
        return lengths;
    }
}
