package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever stands at one link of a router, the others are served, and what it costs is bounded and shown. */
final class HostileNeighborIT {

    /** What no router may attract, what is this machine's own, and one honest prefix. */
    private static final String[] LIES = {"::/0", "8000::/1", "::1/128", "fe80::/10", "ff00::/8", "fd00:7::1/128"};
    private static final String HONEST = "fd00:66::/64";

    @Test
    void boundsHostileInputAndServesOtherLinks() {
        try (NetnsLab lab = NetnsLab.of("trio")) {
            lab.daemon("t1", "--max-packets", "50", "--max-connections", "4");
            lab.start("s1");
            lab.originate("s1", "fd00:1::/64");
            eventually(() -> assertThat(lab.prefixes("t1")).isEqualTo(1));
            String link = lab.links("s2").getFirst();
            String facing = lab.links("t1").stream().filter(name -> name.endsWith("s2")).findFirst().orElseThrow();
            String t1 = lab.address("t1", facing) + "%" + link;

            // Packets: more than a router has any use for, some of them of no use at all.
            lab.run("s2", "bash", "-c", "exec 3<>/dev/udp/" + t1 + "/3549; for i in {1..3000}; do"
                    + " printf '\\x02\\x01\\x00\\x02s2' >&3; printf '\\x02' >&3; done");
            // What did not even fit into the socket's buffer is not counted.
            assertThat(counted(lab, "ddm_packets_dropped_total", facing, "too many")).isGreaterThan(100);

            // Connections on which nothing is said, one too many of them each time.
            lab.run("s2", "bash", "-c", "for i in {1..12}; do exec {fd}<>/dev/tcp/" + t1 + "/56797; done; sleep 1");
            assertThat(counted(lab, "ddm_exchange_requests_refused_total", facing, "connection"))
                    .isGreaterThanOrEqualTo(8);

            // A body that never ends.
            NetnsLab.Output endless = lab.run("s2", "timeout", "8", "bash", "-c", "exec 3<>/dev/tcp/" + t1
                    + "/56797; printf 'PUT /v2/push HTTP/1.1\\r\\nhost: x\\r\\ncontent-length: 1000000000\\r\\n\\r\\n'"
                    + " >&3; (yes >&3 2>/dev/null) & cat <&3");
            assertThat(endless.out()).contains("400 Bad Request", "exceeded maximum size of 65536 bytes");

            assertThat(lab.peers("t1")).isEqualTo(1);
            assertThat(lab.logged("t1")).doesNotContain("EXCHANGE -> SOLICIT");
            lab.originate("s1", "fd00:11::/64");
            eventually(() -> assertThat(lab.prefixes("t1")).isEqualTo(2));
        }
    }

    @Test
    void rejectsReservedAndOwnPrefixesIndividually() {
        try (NetnsLab lab = NetnsLab.of("trio").withReference("s2")) {
            lab.run("t1", "ip", "address", "add", "fd00:7::1/128", "dev", "lo");
            lab.daemon("t1", "--import-deny", "fd00:99::/32");
            lab.start("s1", "s2");
            eventually(() -> assertThat(lab.peers("t1")).isEqualTo(2));
            lab.originate("s2", LIES);
            lab.originate("s2", HONEST, "fd00:99::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1).first().asString().startsWith(HONEST));
            String facing = lab.links("t1").stream().filter(name -> name.endsWith("s2")).findFirst().orElseThrow();
            assertThat(counted(lab, "ddm_offers_refused_total", facing, "reserved address")).isGreaterThanOrEqualTo(5);
            assertThat(counted(lab, "ddm_offers_refused_total", facing, "our own address")).isPositive();
            assertThat(counted(lab, "ddm_offers_refused_total", facing, "denied by the import filter")).isPositive();
            assertThat(lab.prefixes("t1")).isEqualTo(1);
            assertThat(lab.routes("t1")).hasSize(1);
            assertThat(lab.logged("t1")).contains("rejected from s2: reserved address: ");
        }
    }

    @Test
    void appliesPrefixLimitAndFilters() {
        try (NetnsLab lab = NetnsLab.of("trio")) {
            lab.daemon("t1", "--max-prefixes", "3", "--export-deny", "fd00:1:1::/48");
            lab.start("s1", "s2");
            eventually(() -> assertThat(lab.peers("t1")).isEqualTo(2));
            lab.originate("s1", "fd00:1:1::/64", "fd00:1:2::/64", "fd00:1:3::/64");
            eventually(() -> assertThat(lab.prefixes("t1")).isEqualTo(3));
            lab.originate("s1", "fd00:1:4::/64", "fd00:1:5::/64");
            String facing = lab.links("t1").stream().filter(name -> name.endsWith("s1")).findFirst().orElseThrow();
            eventually(() -> assertThat(counted(lab, "ddm_offers_refused_total", facing, "too many prefixes"))
                    .isEqualTo(2));
            assertThat(lab.prefixes("t1")).isEqualTo(3);
            assertThat(lab.routes("s2")).hasSize(2).noneMatch(route -> route.startsWith("fd00:1:1::/64"));

            // There is room again: what was refused is taken in with the next pull.
            lab.withdraw("s1", "fd00:1:1::/64", "fd00:1:2::/64");
            eventually(() -> assertThat(lab.routes("s2")).hasSize(3));
        }
    }

    /** A counter of one link and cause; 0 if nothing was counted yet. */
    private static long counted(NetnsLab lab, String counter, String link, String cause) {
        Matcher sample = Pattern.compile("(?m)^" + counter + "\\{(.*)\\} ([0-9.E]+)$")
                .matcher(lab.request("t1", "GET", "/metrics", "").body());
        while (sample.find()) {
            if (sample.group(1).contains("link=\"" + link + "\"")
                    && sample.group(1).contains("cause=\"" + cause + "\"")) {
                return (long) Double.parseDouble(sample.group(2));
            }
        }
        return 0;
    }
}
