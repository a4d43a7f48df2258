package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recorded session of the running reference, played to our daemon. */
final class RecordedSessionIT {

    private static final Path RECORDS = Path.of("../ddm-api/src/test/resources/reference");

    @ParameterizedTest
    @CsvSource({"session-v2.txt, 2, fd00:2::/64, fd00:22::/64", "session-v3.txt, 3, fd00:a::/64, fd00:77::/64"})
    void replaysRecordedReferenceSession(String file, String version, String kept, String withdrawn)
            throws IOException {
        Path record = RECORDS.resolve(file).toAbsolutePath().normalize();
        try (NetnsLab lab = NetnsLab.of("duo")) {
            // A record cannot answer what was not asked when it was made.
            lab.daemon("s1", "--protocol-version", version, "--pull-interval", "0");
            lab.originate("s1", "fd00:1::/64");
            String theirs = lab.links("s2").getFirst();
            String own = lab.address("s2", theirs);
            String peer = lab.address("s1", lab.links("s1").getFirst());
            Path heard = Files.createTempFile("ddm-it-", ".recorded");
            Process reference = lab.enter("s2",
                    List.of(System.getProperty("java.home") + "/bin/java", "-cp", System.getProperty("java.class.path"),
                            RecordedReference.class.getName(), record.toString(), "t1", theirs, own, peer))
                    .redirectErrorStream(true)
                    .redirectOutput(heard.toFile())
                    .start();
            try {
                eventually(() -> assertThat(Files.readString(heard)).contains("played"));
                String played = Files.readString(heard);
                assertThat(played).as("pulls are answered")
                        .contains("GET /v" + version + "/pull HTTP/1.1 -> HTTP/1.1 200");
                assertThat(played).as("pushes are taken")
                        .contains("PUT /v" + version + "/push HTTP/1.1 -> HTTP/1.1 204");
                assertThat(played).doesNotContain("-> HTTP/1.1 4").doesNotContain("-> closed");
                assertThat(played).as("we speak the version that it is said to").contains("heard GET /v2/pull");
                assertThat(played).as("it was told what we originate").contains("\"fd00:1::\"");

                JsonNode peers = lab.request("s1", "GET", "/peers", "").json();
                assertThat(peers).hasSize(1);
                assertThat(peers.iterator().next().at("/status/type").asText()).isEqualTo("Exchange");
                assertThat(peers.iterator().next().get("host").asText()).isEqualTo("t1");
                assertThat(lab.routes("s1")).anyMatch(route -> route.startsWith(kept + " "))
                        .noneMatch(route -> route.startsWith(withdrawn + " "));
            } finally {
                reference.descendants().forEach(ProcessHandle::destroyForcibly);
                reference.destroyForcibly();
            }
        }
    }
}
