package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Two transit routers joined by two links: where the reference's paths go round and round. */
final class SextetIT {

    @Test
    void parallelLinksAreTwoEqualPathsAndNoLoop() {
        try (NetnsLab lab = NetnsLab.of("sextet").start("t1", "t2", "s1", "s2", "s3", "s4")) {
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s3", "fd00:3::/64");
            eventually(() -> assertThat(lab.routes("t1")).anySatisfy(
                    route -> assertThat(route).startsWith("fd00:3::/64").containsPattern("dev to-t2 .*dev to-t2b")));
            eventually(() -> assertThat(lab.reaches("s1", "fd00:3::1")).isTrue());
            for (String server : new String[]{"s1", "s2", "s4"}) {
                for (JsonNode table : lab.request(server, "GET", "/prefixes", "").json()) {
                    for (JsonNode offered : table) {
                        assertThat(offered.get("path")).as(offered.toString()).hasSizeLessThanOrEqualTo(3);
                    }
                }
            }
            lab.withdraw("s3", "fd00:3::/64");
            eventually(() -> assertThat(lab.prefixes("s1")).isZero());
            eventually(() -> assertThat(lab.routes("t1")).singleElement().asString().startsWith("fd00:1::/64"));
        }
    }
}
