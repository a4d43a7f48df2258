package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.PeeredAdmin;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request to the admin API that was recorded with the reference, sent to us: the replies are the same, byte for
 * byte, but for dates, ids, addresses and durations.
 */
final class RecordedRepliesTest {

    private static final Path RECORD = Path.of("../ddm-api/src/test/resources/reference/admin.http");
    private static final Path DEVIATIONS = Path.of("../docs/deviations.md");

    /** The requests that we answer differently on purpose, each with the row of docs/deviations.md that says why. */
    private static final Map<String, String> DIFFERENT = Map.of("GET /prefixes", "`/prefixes`, sets",
            "PUT /prefix [\"fd00:5::/64\"]x", "text after the JSON value",
            "PUT /tunnel_endpoint "
                    + "[{\"overlay_prefix\":\"203.0.113.0/24\",\"boundary_addr\":\"fd00::1\",\"vni\":16777216}]",
            "vni above 24 bits", "GET /originated_tunnel_endpoints None", "vni above 24 bits", "version '3.0.0'",
            "admin API 3.0.0");

    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (/\\S*)(?: (.*))?");
    private static final Pattern VERSION = Pattern.compile("(?:.*with api-version: |version ')([^']*)'?");

    private record Exchange(String title, String reply) {}

    @Test
    void repliesLikeTheReferenceOrAsDocumented(@TempDir Path directory) throws Exception {
        List<Exchange> exchanges = exchanges(Files.readString(RECORD));
        assertThat(exchanges).hasSizeGreaterThan(50);
        Set<String> different = new HashSet<>();
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            for (Exchange exchange : exchanges) {
                String reply = comparable(send(admin, exchange.title));
                String expected = comparable(exchange.reply);
                if (DIFFERENT.containsKey(exchange.title)) {
                    assertThat(reply).as("different on purpose: %s", exchange.title).isNotEqualTo(expected);
                    different.add(exchange.title);
                } else {
                    assertThat(reply).as(exchange.title).isEqualTo(expected);
                }
            }
        }
        assertThat(different).isEqualTo(DIFFERENT.keySet());
        assertThat(Files.readString(DEVIATIONS))
                .contains(DIFFERENT.values().stream().map(row -> "| " + row + " |").toList());
    }

    private static List<Exchange> exchanges(String record) {
        List<Exchange> exchanges = new ArrayList<>();
        for (String block : record.split("(?m)^>>> ", -1)) {
            int end = block.indexOf('\n');
            if (block.startsWith("HTTP/", end + 1)) {
                exchanges.add(new Exchange(block.substring(0, end), block.substring(end + 1)));
            }
        }
        return exchanges;
    }

    /** The record names each request in a line; what the line does not say is as the record's first lines tell. */
    private static String send(PeeredAdmin admin, String title) throws Exception {
        List<String> head = new ArrayList<>();
        String body = "";
        Matcher version = VERSION.matcher(title);
        Matcher request = REQUEST.matcher(title);
        if (title.equals("no content-type") || title.equals("charset")) {
            head.add("PUT /prefix HTTP/1.1");
            body = "[\"fd00:1::/64\"]";
        } else if (request.matches() && !title.startsWith("version ")) {
            head.add(request.group(1) + " " + request.group(2) + " HTTP/1.1");
            String said = request.group(3) == null ? "None" : request.group(3);
            body = said.equals("None") || said.startsWith("with") ? "" : said;
        } else {
            head.add("GET /peers HTTP/1.1");
        }
        if (title.equals("two headers")) {
            head.add("api-version: 1.0.0");
        }
        if (!title.endsWith("without api-version")) {
            head.add("api-version: " + (version.matches() ? version.group(1) : "2.0.0"));
        }
        if (title.endsWith("curl's default content type")) {
            head.add("content-type: application/x-www-form-urlencoded");
        } else if (title.endsWith("content-type text/plain")) {
            head.add("content-type: text/plain");
        } else if (!title.equals("no content-type")) {
            head.add("content-type: application/json" + (title.equals("charset") ? "; charset=utf-8" : ""));
        }
        return admin.send(head, body);
    }

    /**
     * Without what differs from run to run and the header that we add; a length is kept where nothing of that is in the
     * body.
     */
    private static String comparable(String reply) {
        return reply.strip()
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "(uuid)")
                .replaceAll("date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT", "date: (HTTP date)")
                .replaceAll("fe80::[0-9a-f:]{19}", "(peer)")
                .replaceAll("(?s)content-length: \\d+(.*\"secs\":)\\d+,\"nanos\":\\d+",
                        "content-length: (of a duration)$1(some)")
                .replace("\nconnection: close", "")
                .replaceAll("\nddm-changed: \\d+", "");
    }
}
