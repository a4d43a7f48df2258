package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A transit router of ours between neighbors that are the reference, or nobody that we know. */
final class ReferenceServersIT {

    private static final String TUNNEL = """
            [{"overlay_prefix":"203.0.113.0/24","boundary_addr":"fd00:1701::1","vni":47,"metric":0}]""";

    @Test
    void redistributesInCurrentVersionOfPeer() {
        try (NetnsLab lab = NetnsLab.of("trio").withReference("s1+s2").start("t1", "s1", "s2")) {
            Played s2 = new Played(lab, "s2");
            eventually(() -> assertThat(lab.peers("t1")).isEqualTo(2));
            lab.originate("s1", "fd00:1::/64");
            lab.change("s1", "PUT", "/tunnel_endpoint", TUNNEL);
            s2.knows(1);
            eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).isEqualTo(1));

            // An upgrade in place, within the life of the session: its packets say 3 from now on.
            s2.direct("{\"version\":3}");
            eventually(() -> assertThat(s2.heard()).anyMatch(request -> request.what().equals("GET /v3/pull")));
            s2.direct("{}");
            lab.originate("s1", "fd00:11::/64");
            s2.knows(2);
            assertThat(s2.heard()).anyMatch(request -> request.what().equals("PUT /v3/push"))
                    .allMatch(request -> request.what().contains(" /v3/"));

            lab.withdraw("s1", "fd00:1::/64", "fd00:11::/64");
            lab.change("s1", "DELETE", "/tunnel_endpoint", TUNNEL);
            s2.knows(0);
            eventually(() -> assertThat(lab.size("s2", "/tunnel_endpoints")).isZero());
            assertThat(lab.routes("s2")).isEmpty();
        }
    }

    @Test
    void holdsRequestsOfUndiscoveredPeers() {
        try (NetnsLab lab = NetnsLab.of("duo").start("s1")) {
            lab.originate("s1", "fd00:1::/64");
            String link = lab.links("s2").getFirst();
            String s1 = lab.address("s1", lab.links("s1").getFirst()) + "%" + link;
            String pull = "exec 3<>/dev/tcp/" + s1
                    + "/56797; printf 'GET /v2/pull HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' >&3; ";
            String push = "exec 3<>/dev/tcp/" + s1
                    + "/56797; printf 'PUT /v2/push HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 2\\r\\n\\r\\n{}' >&3; ";
            eventually(() -> assertThat(lab.run("s2", "bash", "-c", "exec 3<>/dev/tcp/" + s1 + "/56797").status())
                    .isZero());
            for (String request : List.of(pull, push)) {
                NetnsLab.Output stranger = lab.run("s2", "timeout", "8", "bash", "-c", request + "cat <&3");
                assertThat(stranger.out()).as("closed without a word").isEmpty();
                assertThat(stranger.status()).as("closed in time").isZero();
            }

            // The same request, and the advertisement that was under way: then it is answered.
            String advertise = "printf '\\x02\\x02\\x00\\x02s2' >/dev/udp/" + s1 + "/3549; ";
            String answer = lab.run("s2", "timeout", "8", "bash", "-c", pull + advertise + "head -n 1 <&3").out();
            assertThat(answer).startsWith("HTTP/1.1 200");
        }
    }
}
