package io.ddm.daemon.admin.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.http.AdminResources;
import io.ddm.daemon.http.ProgressMonitor;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a browser reads the page where tokens are demanded. */
final class UiLoginTest {

    private static final String READER = "reader-0123456789";
    private static final String WRITER = "writer+0123456789/=";
    private static final Pattern COOKIE = Pattern
            .compile("\nset-cookie: (ddm-[0-9a-f]{8}=[A-Za-z0-9_-]{43}); Path=/ui; HttpOnly; SameSite=Strict\n");

    @TempDir
    private Path scratch = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Path tokens;
    @SuppressWarnings("NullAway.Init")
    private AdminAccess access;
    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @BeforeEach
    void start() throws Exception {
        tokens = Files.writeString(scratch.resolve("tokens"),
                "read-only " + READER + "\nread-write " + WRITER + "\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        access = AdminAccess.of(new AccessConfig(Optional.empty(), Optional.of(tokens), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty()));
        admin = new PeeredAdmin(Files.createDirectory(scratch.resolve("data")), Future::succeededFuture,
                ProgressMonitor.Timeouts.DEFAULT, access, Duration.ofSeconds(15));
    }

    @AfterEach
    void stop() {
        admin.close();
        access.close();
    }

    private String send(String request, String body, String... headers) throws IOException {
        List<String> head = new ArrayList<>(List.of(request + " HTTP/1.1"));
        head.addAll(List.of(headers));
        return admin.send(head, body);
    }

    private int status(String request, String... headers) throws IOException {
        return Integer.parseInt(send(request, "", headers).split(" ", 3)[1]);
    }

    private String login(String form, String... headers) throws IOException {
        List<String> head = new ArrayList<>(List.of("content-type: application/x-www-form-urlencoded"));
        head.addAll(List.of(headers));
        return send("POST /ui/login", form, head.toArray(String[]::new));
    }

    /** The header of a session. */
    private String session() throws IOException {
        String reply = login("token=" + READER);
        assertThat(reply).startsWith("HTTP/1.1 303 ").contains("\nlocation: /ui\n");
        Matcher cookie = COOKIE.matcher(reply);
        assertThat(cookie.find()).as(reply).isTrue();
        return "cookie: other=1; " + cookie.group(1);
    }

    @Test
    void sendsBrowserToForm() throws Exception {
        assertThat(send("GET /ui", "")).startsWith("HTTP/1.1 303 ").contains("\nlocation: /ui/login\n");
        assertThat(send("GET /ui/login", "")).startsWith("HTTP/1.1 200 ")
                .contains("content-security-policy: ",
                        "<form action=\"/ui/login\" method=\"post\"");
        assertThat(status("GET /ui/style.css")).isEqualTo(200);
        assertThat(status("GET /ui/live.js")).isEqualTo(401);
        assertThat(status("GET /ui/events")).isEqualTo(401);
        assertThat(status("GET /ui", "authorization: Bearer wrong-0123456789")).as("a program").isEqualTo(401);
        assertThat(status("GET /ui", "authorization: Bearer " + READER)).isEqualTo(200);
    }

    @Test
    void sessionReadsThePageAndNothingElse() throws Exception {
        String session = session();
        assertThat(status("GET /ui", session)).isEqualTo(200);
        assertThat(status("GET /ui?prefix=fd00", session)).isEqualTo(200);
        assertThat(status("GET /ui/live.js", session)).isEqualTo(200);
        for (String path : List.of("/status", "/peers", "/metrics", "/openapi.json", "/events", "/recording", "//ui",
                "/uix")) {
            assertThat(status("GET " + path, session, "api-version: 3.1.0")).as(path).isEqualTo(401);
        }
        assertThat(status("GET /ui/../status", session, "api-version: 3.1.0")).isEqualTo(404);
        assertThat(status("PUT /sync", session, "api-version: 2.0.0")).isEqualTo(401);
        assertThat(status("POST /ui", session)).isEqualTo(401);
    }

    /** A token that may change routes gives a session that may not; its characters arrive whatever they are. */
    @Test
    void sessionOfWriterOnlyReads() throws Exception {
        String reply = login("token=writer%2B0123456789%2F%3D");
        Matcher cookie = COOKIE.matcher(reply);
        assertThat(cookie.find()).as(reply).isTrue();
        assertThat(status("GET /ui", "cookie: " + cookie.group(1))).isEqualTo(200);
        assertThat(status("PUT /sync", "cookie: " + cookie.group(1), "api-version: 2.0.0")).isEqualTo(401);
    }

    @Test
    void rejectsInvalidTokens() throws Exception {
        for (String form : List.of("", "token=", "token=wrong-0123456789", READER, "token=%zz",
                "x=1&token=" + READER)) {
            assertThat(login(form)).as(form)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("Invalid token.")
                    .doesNotContain("set-cookie");
        }
        assertThat(send("POST /ui/login", "token=" + READER, "content-type: text/plain")).startsWith("HTTP/1.1 401 ");
        assertThat(status("GET /ui", "cookie: ddm-00000000=" + "A".repeat(43))).isEqualTo(303);
        assertThat(admin.refusals()).isEmpty();
    }

    @Test
    void keepsChecksOfOtherSites() throws Exception {
        String session = session();
        assertThat(status("GET /ui", session, "sec-fetch-site: cross-site")).isEqualTo(403);
        assertThat(login("token=" + READER, "origin: http://evil.example")).startsWith("HTTP/1.1 403 ");
        assertThat(login("token=" + READER, "origin: http://localhost", "sec-fetch-site: same-origin"))
                .startsWith("HTTP/1.1 303 ");
    }

    @Test
    void removedTokenEndsItsSessions() throws Exception {
        String session = session();
        assertThat(status("GET /ui", session)).isEqualTo(200);
        Files.writeString(tokens, "read-write " + WRITER + "\n");
        await().untilAsserted(() -> assertThat(status("GET /ui", session)).isEqualTo(303));
        assertThat(login("token=" + READER)).startsWith("HTTP/1.1 401 ");
    }

    /** The body of a client without a credential costs no memory that others share. */
    @Test
    void boundsBodyOfLogin() throws Exception {
        assertThat(login("token=" + "x".repeat(AdminResources.MAX_ANONYMOUS_BODY_BYTES))).startsWith("HTTP/1.1 400 ")
                .contains("exceeded maximum size of 16384 bytes");
    }
}
