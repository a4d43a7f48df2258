package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.recording.Replay;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.fsm.event.Event;
import io.vertx.core.Future;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingApiTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void servesARecordingThatReplaysToTheSameEffects() throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture);
                HttpClient http = HttpClient.newHttpClient()) {
            admin.tell(new Event.InterfaceLost("to-t1", "link down"));
            HttpResponse<InputStream> reply = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + admin.server().port() + "/recording"))
                            .header("api-version", "3.1.0")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.headers().firstValue("content-type")).hasValue("application/jsonl");
            Replay.Result result = Replay.of(reply.body());
            assertThat(result.difference()).isEmpty();
            assertThat(result.lost()).isZero();
            assertThat(result.events()).as("events that the router handled").isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void isNotFoundInLowerVersions() throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            assertThat(admin.request("3.0.0", "GET", "/recording", "")).startsWith("404 ");
        }
    }
}
