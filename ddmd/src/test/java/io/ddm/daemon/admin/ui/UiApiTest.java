package io.ddm.daemon.admin.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The status page as it is served. */
final class UiApiTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:href|src|action)=\"([^\"]*)\"");
    private static final String POLICY = "content-security-policy: default-src 'none'; style-src 'self';"
            + " script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'\n";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;\u202e\u0007";

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        admin = new PeeredAdmin(directory, Future::succeededFuture);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    /** Without a version, as a browser asks. */
    private String get(String target) throws IOException {
        return admin.send(List.of("GET " + target + " HTTP/1.1"), "");
    }

    private static String body(String reply) {
        return reply.substring(reply.indexOf("\n\n") + 2);
    }

    /** The page is well-formed XML too, so that what breaks out of its place is found. */
    private static Document parsed(String reply) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(body(reply).getBytes(UTF_8)));
    }

    private static int count(Document page, String element) {
        return page.getElementsByTagName(element).getLength();
    }

    private static RouterPath path(String... routers) {
        return new RouterPath(Stream.of(routers).map(RouterId::new).toList());
    }

    private void pulled(List<PathVector> offers) throws Exception {
        admin.tell(new Event.PullCompleted("to-t1", 2, offers, PeerCapabilities.NONE));
    }

    @Test
    void showsRouterLinksPrefixesAndEvents() throws Exception {
        String reply = get("/ui");
        assertThat(reply).startsWith("HTTP/1.1 200 ").contains("content-type: text/html; charset=utf-8");
        Document page = parsed(reply);
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).startsWith("s1 ");
        assertThat(body(reply)).contains("<b>to-t1</b>", "<bdi>t1</bdi>", "Exchange",
                "<a href=\"/ui?why=fd00:2::/64\">fd00:2::/64</a>", "<bdi>t1</bdi> → <bdi>s2</bdi>",
                "Solicit -&gt; Exchange", "This router's view");
        assertThat(count(page, "svg")).isEqualTo(1);
        assertThat(reply.length()).isLessThan(60_000);
    }

    @Test
    void forbidsEverythingButItsOwnFiles() throws Exception {
        for (String path : List.of("/ui", "/ui?why=fd00::/8", "/ui/style.css", "/ui/live.js", "/ui/icon.svg")) {
            String reply = get(path);
            assertThat(reply).as(path).startsWith("HTTP/1.1 200 ").contains(POLICY);
            assertThat(reply).contains("x-content-type-options: nosniff\n", "referrer-policy: same-origin\n",
                    "cache-control: no-store\n");
        }
    }

    @Test
    void refersToItselfOnly() throws Exception {
        String page = body(get("/ui"));
        assertThat(REFERENCE.matcher(page).results().map(found -> found.group(1)).distinct()).isNotEmpty()
                .allMatch(target -> target.equals("/ui") || target.startsWith("/ui?") || target.startsWith("/ui/"));
        for (MatchResult found : REFERENCE.matcher(page).results().toList()) {
            assertThat(get(found.group(1))).as(found.group(1)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(page).doesNotContain(" style=", "<style", "javascript:").doesNotContainPattern("<script[^>]*>[^<]");
        assertThat(page).doesNotContainPattern(" on[a-z]+=");
    }

    @Test
    void escapesWhatNeighborsSay() throws Exception {
        PeerIdentity hostile = new PeerIdentity(Ipv6Address.parse("fe80::bad"), new RouterId(HOSTILE),
                RouterKind.TRANSIT, ProtocolVersion.V2);
        admin.tell(new Event.InterfaceConfigured("to-t2"));
        admin.tell(new Event.InterfaceReady("to-t2", 3, PeeredAdmin.OURS));
        admin.tell(new Event.InterfaceOpened("to-t2", 1));
        admin.tell(new Event.PacketReceived("to-t2", hostile, false, true));
        admin.tell(new Event.PullCompleted("to-t2", 2, List.of(new PathVector(Prefix.parse("fd00:66::/64"),
                path("</bdi></svg><script>x</script>", HOSTILE))), PeerCapabilities.NONE));
        for (String target : List.of("/ui", "/ui?why=fd00:66::/64", "/ui?prefix=fd00:66")) {
            String reply = get(target);
            Document page = parsed(reply);
            assertThat(body(reply)).as(target)
                    .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;amp;\\u202e",
                            "\\u0007")
                    .doesNotContain("<img", "\u202e", "\u0007", "<script>x");
            assertThat(count(page, "script")).isEqualTo(1);
            assertThat(count(page, "img")).isZero();
        }
        admin.tell(new Event.InterfaceLost("to-t2", "link down"));
        assertThat(count(parsed(get("/ui")), "img")).as("last down, events").isZero();
    }

    @Test
    void escapesWhatClientsAskFor() throws Exception {
        String query = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE";
        for (String target : List.of("/ui?prefix=" + query, "/ui?why=" + query)) {
            String reply = get(target);
            parsed(reply);
            assertThat(body(reply)).contains("&quot;&gt;&lt;script&gt;").doesNotContain("<script>alert", "\u202e");
        }
    }

    @Test
    void boundsPrefixesAndRouters() throws Exception {
        List<PathVector> offers = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            offers.add(new PathVector(Prefix.parse("fd00:" + Integer.toHexString(0x1000 + i) + "::/64"),
                    path("far" + i % 200, "t1")));
        }
        pulled(offers);
        // A table is imported in slices.
        await().untilAsserted(() -> assertThat(get("/ui")).contains(" of 700; filter,"));
        String reply = get("/ui");
        Document page = parsed(reply);
        assertThat(body(reply)).contains("The first 500 of 700; filter,", "more are not drawn");
        assertThat(rows(page, "prefix")).hasSize(500);
        assertThat(count(page, "circle") + count(page, "rect")).isLessThanOrEqualTo(Drawing.MAX_NODES + 1);
        assertThat(reply.length()).isLessThan(200_000);
        assertThat(rows(parsed(get("/ui?prefix=fd00:1001::/64")), "prefix")).containsExactly("fd00:1001::/64");
    }

    private static List<String> rows(Document page, String label) {
        List<String> rows = new ArrayList<>();
        NodeList cells = page.getElementsByTagName("td");
        for (int i = 0; i < cells.getLength(); i++) {
            if (cells.item(i).getAttributes().getNamedItem("data-l").getNodeValue().equals(label)) {
                rows.add(cells.item(i).getTextContent());
            }
        }
        return rows;
    }

    @Test
    void filtersPrefixes() throws Exception {
        assertThat(rows(parsed(get("/ui")), "prefix")).containsExactly("fd00:2::/64", "fd00:22::1/64");
        assertThat(rows(parsed(get("/ui?prefix=fd00:22::/64")), "prefix")).as("within")
                .containsExactly("fd00:22::1/64");
        assertThat(rows(parsed(get("/ui?prefix=fd00:2::7")), "prefix")).as("around").containsExactly("fd00:2::/64");
        assertThat(rows(parsed(get("/ui?prefix=:22:")), "prefix")).as("a part").containsExactly("fd00:22::1/64");
        String none = get("/ui?prefix=fd00:9::/64");
        assertThat(rows(parsed(none), "prefix")).isEmpty();
        assertThat(none).contains("No offered prefix matches.", "<a href=\"/ui?why=fd00:9::/64\">");
    }

    @Test
    void explainsPrefix() throws Exception {
        String reply = get("/ui?why=fd00:2::7");
        parsed(reply);
        assertThat(body(reply)).contains("<h1>fd00:2::/64</h1>", "The longest known prefix around fd00:2::7/128",
                "used", "<bdi>t1</bdi> → <bdi>s2</bdi>");
        assertThat(body(get("/ui?why=fd00:9::/64"))).contains("Nothing is known of it");
        assertThat(body(get("/ui?why=fd00:1::/64"))).contains("This router originates it.", "has it");
        String bad = get("/ui?why=x");
        assertThat(bad).startsWith("HTTP/1.1 400 ").contains("<h1>Why x?</h1>");
    }

    @Test
    void saysWhyLinkIsDown() throws Exception {
        admin.tell(new Event.InterfaceLost("to-t1", "link down"));
        String reply = get("/ui");
        parsed(reply);
        assertThat(body(reply)).contains("<tr class=\"down\"><th scope=\"row\" data-l=\"link\"><b>to-t1</b>", "Init",
                "ago: link lost: link down, <bdi>t1</bdi>", "<b>Fix</b>", "Peers offer no prefix.");
    }

    @Test
    void onlyReads() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(admin.send(List.of(method + " /ui HTTP/1.1"), "")).startsWith("HTTP/1.1 405 ")
                    .contains("allow: GET\n");
        }
        assertThat(body(get("/ui"))).doesNotContain("method=\"post\"");
    }

    @Test
    void streamsEventsWithoutVersion() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /ui/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n"
                            .getBytes(UTF_8));
            StringBuilder text = new StringBuilder();
            while (!text.toString().contains("event: snapshot")) {
                text.append((char) socket.getInputStream().read());
            }
            assertThat(text).startsWith("HTTP/1.1 200 ");
        }
    }
}
