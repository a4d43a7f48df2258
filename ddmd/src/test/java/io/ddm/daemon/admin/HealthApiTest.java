package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.fsm.event.Event;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthApiTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void reportsStuckEventLoopAndRecovers() throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(get(http, admin, "/live").body()).startsWith("{\"live\":true,");
            CountDownLatch until = new CountDownLatch(1);
            admin.blockLoop(until);
            await().atMost(Duration.ofSeconds(10)).until(() -> get(http, admin, "/live").statusCode() == 503);
            long began = System.nanoTime();
            assertThat(get(http, admin, "/live").body()).startsWith("{\"live\":false,");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            until.countDown();
            await().atMost(Duration.ofSeconds(10)).until(() -> get(http, admin, "/live").statusCode() == 200);
            assertThat(get(http, admin, "/ready").body()).contains("\"code\" : \"loop-lagging\"");
        }
    }

    @Test
    void delaysOnlyChangesWhileTheDiskHangs() throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture);
                HttpClient http = HttpClient.newHttpClient()) {
            CountDownLatch until = new CountDownLatch(1);
            admin.blockDisk(until);
            CompletableFuture<HttpResponse<String>> change = http.sendAsync(
                    request(admin, "/prefix").PUT(HttpRequest.BodyPublishers.ofString("[\"fd00:7::/64\"]")).build(),
                    HttpResponse.BodyHandlers.ofString());
            for (String path : List.of("/peers", "/prefixes", "/originated", "/ready", "/metrics")) {
                assertThat(get(http, admin, path).body()).as(path).doesNotContain("fd00:7::");
            }
            admin.tell(new Event.InterfaceLost("to-t1", "link down"));
            assertThat(get(http, admin, "/peers").body()).as("the router goes on").isEqualTo("{}");
            assertThat(change).as("stored before acknowledged").isNotDone();
            until.countDown();
            assertThat(change.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
            assertThat(get(http, admin, "/originated").body()).contains("fd00:7::/64");
        }
    }

    private static HttpRequest.Builder request(PeeredAdmin admin, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + admin.server().port() + path))
                .header("api-version", "2.0.0")
                .timeout(Duration.ofSeconds(10));
    }

    private static HttpResponse<String> get(HttpClient http, PeeredAdmin admin, String path) throws Exception {
        return http.send(request(admin, path).build(), HttpResponse.BodyHandlers.ofString());
    }
}
