package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.access.AccessConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a web page makes through an operator's browser, and those that only look like it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignSiteTest {

    @SuppressWarnings("NullAway.Init")
    private RunningDaemon daemon;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        daemon = RunningDaemon.in(directory, new AccessConfig(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), List.of("Router.example"), Optional.empty()));
    }

    @AfterAll
    void stop() {
        daemon.close();
    }

    private HttpReply put(String target, String... headers) throws IOException {
        String[] lines = new String[headers.length + 3];
        lines[0] = "PUT " + target + " HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        lines[headers.length + 1] = "api-version: 2.0.0";
        lines[headers.length + 2] = "content-length: 0";
        return daemon.head(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[::1]:8000", "[::1]", "127.0.0.1:8000", "localhost:8000", "localhost", "LocalHost.",
                    "192.0.2.7", "[fe80::1%eth0]:8000", "[fe80::1%25eth0]", "router.example:8000", "router.EXAMPLE"})
    void servesAddressesLocalhostAndNamedHosts(String host) throws IOException {
        assertThat(put("/sync", "host: " + host).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8000", "localhost.evil.example", "[::1].evil.example",
                    "evil.example:8000:1", "127.0.0.1.nip.example", "user@localhost", "a.router.example",
                    "localhost evil", "evil.example:80x"})
    void rejectsOtherHosts(String host) throws Exception {
        HttpReply reply = put("/sync", "host: " + host);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(403);
        assertThat(reply.error().message()).isEqualTo("this host name is not served: use an address, localhost,"
                + " a name in the server's certificate, or one given with --admin-host");
        assertThat(put("/live", "host: " + host).status()).as("probes too").isEqualTo(403);
    }

    @Test
    void checksEveryHostHeader() throws IOException {
        assertThat(put("/sync", "host: localhost", "host: evil.example").status()).isEqualTo(403);
        assertThat(put("http://evil.example/sync", "host: localhost").status()).isEqualTo(403);
        assertThat(put("http://localhost:8000/sync", "host: evil.example").status()).isEqualTo(403);
        assertThat(put("http://localhost:8000/sync", "host: localhost").status()).isEqualTo(204);
    }

    /** No browser leaves it out; old and simple clients do, and the reference serves them. */
    @Test
    void servesRequestsWithoutHost() throws IOException {
        assertThat(put("/sync").status()).isEqualTo(204);
        assertThat(daemon.head("GET /originated HTTP/1.0", "api-version: 2.0.0").status()).isEqualTo(200);
        assertThat(daemon.head("GET /originated HTTP/1.0", "host: evil.example", "api-version: 2.0.0").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"origin: http://evil.example", "origin: null", "origin: http://localhost:3000",
                    "sec-fetch-site: cross-site", "sec-fetch-site: same-site", "origin: x"})
    void rejectsRequestsFromOtherSites(String header) throws Exception {
        HttpReply reply = put("/sync", "host: localhost:8000", header);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(403);
        assertThat(reply.error().message()).isEqualTo("requests from web pages of other sites are not served");
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin: http://localhost:8000", "sec-fetch-site: none", "sec-fetch-site: same-origin"})
    void servesRequestsFromTheSameOrigin(String header) throws IOException {
        assertThat(put("/sync", "host: localhost:8000", header).status()).isEqualTo(204);
    }

    @Test
    void countsRejectedRequests() throws IOException {
        put("/sync", "host: evil.example");
        put("/sync", "host: localhost", "origin: http://evil.example");
        assertThat(daemon.send("GET", "/metrics", "").text()).contains(
                "ddm_admin_refused_total{cause=\"foreign host\",listener=\"admin\"}",
                "ddm_admin_refused_total{cause=\"foreign origin\",listener=\"admin\"}");
    }
}
