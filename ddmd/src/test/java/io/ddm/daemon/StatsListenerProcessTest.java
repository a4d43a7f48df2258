package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to switch the metrics listener on and off. {@code StatsIT} holds what it says. */
final class StatsListenerProcessTest {

    private static final String RACK = "4186465a-970d-4936-9637-eff6d513a799";
    private static final String SLED = "cf6917a3-1f6d-4313-8223-a50f32c24b2c";
    private static final String OTHER = "00000000-0000-4000-8000-000000000000";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path scratch = Path.of("");
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        port = FreePort.find();
    }

    @Test
    void startsAndStopsByAdminRequests() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "-a", "absent0", "--router-id", "me",
                "--oximeter-port", Integer.toString(port))) {
            assertThat(listens()).isFalse();
            assertThat(daemon.admin("POST", "/enable-stats", identity(RACK, SLED)).statusCode()).isEqualTo(204);
            assertThat(scrape().headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(scrape().body()).contains("# TYPE ddm_session_updates_sent_total counter\n",
                    "ddm_session_updates_sent_total{hostname=\"me\",interface=\"absent0\",rack_id=\"" + RACK
                            + "\",sled_id=\"" + SLED + "\"} 0.0\n");

            assertThat(daemon.admin("POST", "/enable-stats", identity(OTHER, OTHER)).statusCode())
                    .as("nothing changes while it runs")
                    .isEqualTo(204);
            assertThat(scrape().body()).contains(RACK).doesNotContain(OTHER);
            assertThat(DaemonProcess.ask(port, "GET", "/peers", "").statusCode()).isEqualTo(404);

            for (int times = 0; times < 2; times++) {
                assertThat(daemon.admin("POST", "/disable-stats", "").statusCode()).isEqualTo(204);
                assertThat(listens()).isFalse();
            }
            assertThat(daemon.admin("POST", "/enable-stats", identity(OTHER, SLED)).statusCode()).isEqualTo(204);
            assertThat(scrape().body()).contains(OTHER).doesNotContain(RACK);
            assertThat(daemon.admin("POST", "/enable-stats", "{}").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void answers503WhilePortIsInUse() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--oximeter-port", Integer.toString(port))) {
            try (ServerSocket taken = take()) {
                HttpResponse<String> reply = daemon.admin("POST", "/enable-stats", identity(RACK, SLED));
                assertThat(reply.statusCode()).isEqualTo(503);
                assertThat(reply.body()).contains("the metrics listener cannot listen on ::1 port "
                        + taken.getLocalPort() + ": Address already in use");
            }
            assertThat(daemon.admin("POST", "/enable-stats", identity(RACK, SLED)).statusCode()).isEqualTo(204);
            assertThat(listens()).isTrue();
        }
    }

    @Test
    void startsByFlagsAndRetriesTakenPort() throws Exception {
        ServerSocket taken = take();
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--with-stats", "--rack-uuid", RACK, "--sled-uuid",
                SLED, "--oximeter-port", Integer.toString(port))) {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(daemon.log()).contains("cannot listen on ::1 port " + port));
            assertThat(daemon.admin("GET", "/peers", "").statusCode()).as("it runs nevertheless").isEqualTo(200);
            taken.close();
            await().atMost(TIMEOUT).until(this::listens);
            assertThat(daemon.admin("GET", "/metrics", "").body()).as("labels of the admin port's metrics too")
                    .contains("rack_id=\"" + RACK + "\"", "sled_id=\"" + SLED + "\"");
        } finally {
            taken.close();
        }
    }

    @Test
    void startsOnceByRefreshSignal() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--rack-uuid", RACK, "--sled-uuid", SLED,
                "--oximeter-port", Integer.toString(port))) {
            assertThat(listens()).isFalse();
            daemon.signal("USR1");
            await().atMost(TIMEOUT).until(this::listens);
            daemon.signal("USR1");
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(daemon.log()).contains("already running"));
            assertThat(daemon.isAlive()).isTrue();
            assertThat(listens()).isTrue();
        }
    }

    @Test
    void needsRackAndSledForRefreshSignal() throws Exception {
        try (DaemonProcess daemon = DaemonProcess.running(scratch, "--with-stats", "--rack-uuid", RACK,
                "--oximeter-port", Integer.toString(port))) {
            assertThat(daemon.log()).containsOnlyOnce("do not name rack and sled");
            daemon.signal("USR1");
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(daemon.log().split("do not name rack and sled", -1)).hasSize(3));
            assertThat(daemon.isAlive()).isTrue();
            assertThat(listens()).isFalse();
        }
    }

    private boolean listens() throws Exception {
        try {
            return scrape().statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    private HttpResponse<String> scrape() throws Exception {
        return DaemonProcess.ask(port, "GET", "/metrics", "");
    }

    private ServerSocket take() throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("::1"));
    }

    private static String identity(String rack, String sled) {
        return "{\"rack_id\":\"" + rack + "\",\"sled_id\":\"" + sled + "\"}";
    }
}
