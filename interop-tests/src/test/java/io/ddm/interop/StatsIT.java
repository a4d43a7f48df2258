package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the metrics listener says, compared with what was done between two real routers. */
final class StatsIT {

    private static final String RACK = "4186465a-970d-4936-9637-eff6d513a799";
    private static final String SLED = "cf6917a3-1f6d-4313-8223-a50f32c24b2c";
    private static final List<String> SESSION_COUNTERS = List.of("solicitations_sent", "solicitations_received",
            "advertisements_sent", "advertisements_received", "peer_expirations", "peer_address_changes",
            "peer_sessions_established", "updates_sent", "updates_received", "update_send_fail");
    private static final List<String> SESSION_GAUGES = List.of("imported_underlay_prefixes",
            "imported_tunnel_endpoints");
    private static final List<String> ROUTER_GAUGES = List.of("originated_underlay_prefixes",
            "originated_tunnel_endpoints");

    private final NetnsLab lab = NetnsLab.of("duo");

    @Test
    void countsByInterfaceName() {
        try (lab) {
            lab.daemon("s1", "-a", "absent0");
            lab.start("s2");
            lab.change("s1", "POST", "/enable-stats", "{\"rack_id\":\"" + RACK + "\",\"sled_id\":\"" + SLED + "\"}");
            String link = lab.links("s1").getFirst();
            lab.originate("s2", "fd00:2::/64", "fd00:22::/64");
            lab.change("s2", "PUT", "/tunnel_endpoint",
                    "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00:2::1\",\"vni\":47}]");
            lab.originate("s1", "fd00:1::/64");
            eventually(() -> assertThat(lab.prefixes("s2")).isEqualTo(1));
            eventually(() -> assertThat(session(link, "imported_tunnel_endpoints")).isEqualTo(1));

            PrometheusText all = scrape();
            assertThat(all.types()).isEqualTo(theReferencesMetrics());
            for (String metric : all.types().keySet()) {
                all.samples(metric)
                        .keySet()
                        .forEach(labels -> assertThat(labels).containsEntry("hostname", "s1")
                                .containsEntry("rack_id", RACK)
                                .containsEntry("sled_id", SLED));
                assertThat(all.samples(metric)).hasSize(metric.startsWith("ddm_session_") ? 2 : 1);
            }
            assertThat(session(link, "imported_underlay_prefixes")).isEqualTo(2);
            assertThat(session(link, "peer_sessions_established_total")).isEqualTo(1);
            assertThat(session(link, "peer_expirations_total")).isZero();
            assertThat(session(link, "solicitations_sent_total")).isPositive();
            assertThat(session(link, "advertisements_received_total")).isPositive();
            // Until nothing was counted between the two looks.
            eventually(() -> assertThat(session(link, "advertisements_sent_total"))
                    .isEqualTo(session(link, "solicitations_received_total")));
            assertThat(session(link, "updates_received_total")).isPositive();
            assertThat(session(link, "update_send_fail_total")).isZero();
            assertThat(router("originated_underlay_prefixes")).isEqualTo(1);
            assertThat(router("originated_tunnel_endpoints")).isZero();
            for (String metric : theReferencesMetrics().keySet()) {
                if (metric.startsWith("ddm_session_")) {
                    assertThat(session("absent0", metric.substring("ddm_session_".length()))).as(metric).isZero();
                }
            }

            double sent = session(link, "updates_sent_total");
            lab.originate("s1", "fd00:11::/64");
            eventually(() -> assertThat(lab.prefixes("s2")).isEqualTo(2));
            eventually(() -> assertThat(session(link, "updates_sent_total")).isEqualTo(sent + 1));
        }
    }

    @Test
    void countsAddressChangeAndLoss() {
        try (lab) {
            lab.daemon("s1", "--with-stats", "--rack-uuid", RACK, "--sled-uuid", SLED);
            lab.start("s2");
            String link = lab.links("s1").getFirst();
            String theirs = lab.links("s2").getFirst();
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(session(link, "imported_underlay_prefixes")).isEqualTo(1));

            lab.run("s2", "ip", "address", "add", "fe80::2222/64", "dev", theirs, "nodad");
            lab.run("s2", "ip", "address", "delete", lab.address("s2", theirs) + "/64", "dev", theirs);
            eventually(() -> assertThat(lab.routes("s1")).singleElement().asString().contains("via fe80::2222"));
            assertThat(session(link, "peer_address_changes_total")).isEqualTo(1);
            assertThat(session(link, "peer_sessions_established_total")).isEqualTo(2);
            assertThat(session(link, "imported_underlay_prefixes")).isEqualTo(1);

            lab.kill("s2");
            eventually(() -> assertThat(session(link, "peer_expirations_total")).isEqualTo(2));
            assertThat(session(link, "imported_underlay_prefixes")).isZero();
            assertThat(session(link, "peer_address_changes_total")).isEqualTo(1);
        }
    }

    private static Map<String, String> theReferencesMetrics() {
        Map<String, String> types = new HashMap<>();
        SESSION_COUNTERS.forEach(name -> types.put("ddm_session_" + name + "_total", "counter"));
        SESSION_GAUGES.forEach(name -> types.put("ddm_session_" + name, "gauge"));
        ROUTER_GAUGES.forEach(name -> types.put("ddm_router_" + name, "gauge"));
        return types;
    }

    private double session(String link, String metric) {
        return scrape().samples("ddm_session_" + metric)
                .entrySet()
                .stream()
                .filter(sample -> link.equals(sample.getKey().get("interface")))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private double router(String metric) {
        return scrape().samples("ddm_router_" + metric).values().iterator().next();
    }

    private PrometheusText scrape() {
        String reply = lab.run("s1", "bash", "-c",
                "exec 3<>/dev/tcp/::1/8001; printf 'GET /metrics HTTP/1.1\\r\\nconnection: close\\r\\nhost: "
                        + "localhost\\r\\n\\r\\n' >&3; cat <&3")
                .out();
        int head = reply.indexOf("\r\n\r\n");
        assertThat(head).as("a reply of port 8001: %s", reply).isPositive();
        return PrometheusText.read(reply.substring(head + 4));
    }
}
