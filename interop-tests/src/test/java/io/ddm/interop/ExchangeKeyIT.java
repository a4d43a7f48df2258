package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddm.api.auth.ExchangeKeys;
import io.ddm.api.auth.ExchangeRequest;
import io.ddm.api.auth.RequestProof;
import io.ddm.fsm.model.Ipv6Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two routers on a link whose exchange is protected by a key, and whoever has none. */
final class ExchangeKeyIT {

    private static final String OLD = "0123456789abcdef-old";
    private static final String NEW = "0123456789abcdef-new";

    private static final String PUSH = """
            {"underlay":{"announce":[{"destination":{"addr":"fd00:5::","len":64},"path":["s2"]}],"withdraw":[]},\
            "tunnel":null}""";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void rollsKeysWithoutRestartOrLoss() throws IOException {
        try (NetnsLab lab = NetnsLab.of("duo").logging("trace")) {
            lab.daemon("s1", "--exchange-key-file", keys("s1", OLD));
            lab.daemon("s2", "--exchange-key-file", keys("s2", OLD));
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            eventually(() -> assertThat(lab.routes("s2")).hasSize(1));

            // The files are read every 500 ms: a step begins when both routers are done with the one before.
            int read = 0;
            for (String step : new String[]{OLD + "\n" + NEW, NEW + "\n" + OLD, NEW}) {
                read++;
                for (String node : List.of("s1", "s2")) {
                    int times = read;
                    keys(node, step);
                    eventually(() -> assertThat(lab.logged(node).split("was reloaded", -1)).hasSize(times + 1));
                }
                String prefix = "fd00:" + Integer.toHexString(step.length() + 16 * step.indexOf(NEW) + 256) + "::/64";
                lab.originate("s1", prefix);
                eventually(() -> assertThat(lab.request("s2", "GET", "/prefixes", "").body()).contains(prefix));
            }
            assertThat(lab.logged("s1") + lab.logged("s2")).doesNotContain("no trusted exchange with", OLD, NEW);
        }
    }

    @Test
    void reportsDifferentKeys() throws IOException {
        try (NetnsLab lab = NetnsLab.of("duo").logging("trace")) {
            lab.daemon("s1", "--exchange-key-file", keys("s1", OLD));
            lab.daemon("s2", "--exchange-key-file", keys("s2", NEW));
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            for (String node : new String[]{"s1", "s2"}) {
                eventually(() -> assertThat(lab.peers(node)).isEqualTo(1));
                eventually(() -> assertThat(lab.logged(node)).contains("no trusted exchange with "));
                eventually(() -> assertThat(refused(lab, node)).contains("cause=\"invalid key proof\""));
                assertThat(lab.routes(node)).isEmpty();
                assertThat(lab.prefixes(node)).isZero();
                assertThat(lab.logged(node)).doesNotContain(OLD).doesNotContain(NEW);
            }
        }
    }

    @Test
    void rejectsRouterWithoutKey() throws IOException {
        try (NetnsLab lab = NetnsLab.of("duo").withReference("s2")) {
            lab.daemon("s1", "--exchange-key-file", keys("s1", OLD));
            lab.start("s2");
            lab.originate("s1", "fd00:1::/64");
            lab.originate("s2", "fd00:2::/64");
            eventually(() -> assertThat(lab.logged("s1")).contains("no trusted exchange with "));
            eventually(() -> assertThat(refused(lab, "s1")).contains("cause=\"missing key proof\""));
            assertThat(lab.routes("s1")).isEmpty();
            assertThat(lab.prefixes("s2")).isZero();
        }
    }

    @Test
    void rejectsReplayedPush() throws IOException {
        try (NetnsLab lab = NetnsLab.of("duo")) {
            String file = keys("s1", OLD);
            lab.daemon("s1", "--exchange-key-file", file);
            lab.daemon("s2", "--exchange-key-file", keys("s2", OLD));
            eventually(() -> assertThat(lab.peers("s1")).isEqualTo(1));
            String from = lab.address("s2", lab.links("s2").getFirst());
            String to = lab.address("s1", lab.links("s1").getFirst());
            ExchangeRequest push = new ExchangeRequest("PUT", "/v2/push", Ipv6Address.parse(from),
                    Ipv6Address.parse(to), "", PUSH.getBytes(UTF_8));
            ExchangeKeys keys = ExchangeKeys.read(Path.of(file));
            String sender = "0123456789abcdef".repeat(2);

            String unauthorized = answer(lab, to, RequestProof.of(keys, push, sender, 1, ""));
            assertThat(unauthorized).startsWith("HTTP/1.1 401 ");
            String challenge = RequestProof.challengeOf(unauthorized.lines()
                    .filter(line -> line.startsWith("www-authenticate: "))
                    .findFirst()
                    .orElseThrow()
                    .substring("www-authenticate: ".length())).orElseThrow();
            RequestProof proof = RequestProof.of(keys, push, sender, 2, challenge);
            assertThat(answer(lab, to, proof)).startsWith("HTTP/1.1 204 ");
            assertThat(lab.prefixes("s1")).isEqualTo(1);

            assertThat(answer(lab, to, proof)).startsWith("HTTP/1.1 401 ").contains("replayed key proof");
            assertThat(refused(lab, "s1")).contains("cause=\"replayed key proof\"").doesNotContain("invalid");
        }
    }

    @Test
    void sendsNoProofWithoutKey() {
        try (NetnsLab lab = NetnsLab.of("duo").withReference("s2").start("s1", "s2")) {
            lab.originate("s1", "fd00:1::/64");
            Played reference = new Played(lab, "s2");
            reference.knows(1);
            String answer = run(lab, lab.address("s1", lab.links("s1").getFirst()),
                    "GET /v2/pull HTTP/1.1\\r\\nconnection: close\\r\\n\\r\\n");
            String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
            assertThat(head.lines().skip(1).map(line -> line.substring(0, line.indexOf(':'))))
                    .containsExactlyInAnyOrder("content-type", "x-request-id", "content-length", "date",
                            "ddm-extensions", "connection");
            for (JsonNode heard : lab.request("s2", "GET", "/stage", "").json()) {
                if (heard.get("way").asText().equals("heard")) {
                    assertThat(heard.get("headers").asText()).isIn("ddm-extensions host",
                            "content-length content-type ddm-extensions host");
                }
            }
            assertThat(reference.heard()).isNotEmpty();
        }
    }

    private static String answer(NetnsLab lab, String to, RequestProof proof) {
        return run(lab, to, "PUT /v2/push HTTP/1.1\\r\\n" + RequestProof.HEADER + ": " + proof
                + "\\r\\nconnection: close\\r\\ncontent-length: " + PUSH.length() + "\\r\\n\\r\\n" + PUSH);
    }

    /** Sends a request from s2 to the exchange of s1; returns the answer as it came. */
    private static String run(NetnsLab lab, String to, String request) {
        return lab
                .run("s2", "bash", "-c",
                        "exec 3<>/dev/tcp/" + to + "%" + lab.links("s2").getFirst() + "/56797; printf '" + request
                                + "' >&3; cat <&3")
                .out();
    }

    private static String refused(NetnsLab lab, String node) {
        String metrics = lab
                .run(node, "bash", "-c",
                        "exec 3<>/dev/tcp/::1/8000; printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3")
                .out();
        return String.join("\n",
                metrics.lines().filter(line -> line.startsWith("ddm_exchange_requests_refused_total")).toList());
    }

    private String keys(String node, String content) throws IOException {
        Path next = Files.writeString(scratch.resolve(node + ".next"), content + "\n");
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        return Files.move(next, scratch.resolve(node + ".keys"), StandardCopyOption.REPLACE_EXISTING).toString();
    }
}
