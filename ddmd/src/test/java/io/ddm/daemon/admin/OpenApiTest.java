package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.Role;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents in docs/openapi describe what is served, and agree with the reference's. */
class OpenApiTest {

    private static final Path OURS = Path.of("../docs/openapi");
    private static final Path REFERENCE = Path.of("../ddm-api/src/test/resources/reference");
    private static final String UNVERSIONED = "unversioned";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is for people, what the reference has no word for, or says in another way that means the same. */
    private static final Set<String> WORDS = Set.of("description", "summary", "title", "example", "pattern",
            "x-rust-type", "x-since", "x-role", "info");

    private static JsonNode document(Path folder, String version) throws IOException {
        return JSON.readTree(folder.resolve("ddm-admin-" + version + ".json").toFile());
    }

    @ParameterizedTest
    @EnumSource
    void describesEveryRouteOfAVersionAndNoOther(ApiVersion version, @TempDir Path directory) throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            assertThat(described(document(OURS, version.text())))
                    .isEqualTo(rows(admin, route -> route.since().isPresent() && route.isIn(version)));
        }
    }

    @Test
    void describesEveryRouteWithoutAVersion(@TempDir Path directory) throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            assertThat(described(document(OURS, UNVERSIONED))).isNotEmpty()
                    .isEqualTo(rows(admin, route -> route.since().isEmpty()));
        }
    }

    /** A document that no version serves would not be compared with anything. */
    @Test
    void hasOneDocumentForEachVersion() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("ddm-admin-" + UNVERSIONED + ".json"));
        for (ApiVersion version : ApiVersion.values()) {
            expected.add("ddm-admin-" + version.text() + ".json");
            assertThat(document(OURS, version.text()).at("/info/version").asText()).isEqualTo(version.text());
        }
        try (Stream<Path> files = Files.list(OURS)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** Rows of the table in one form with {@link #described}. */
    private static SortedSet<String> rows(PeeredAdmin admin, Predicate<Route> which) {
        SortedSet<String> rows = new TreeSet<>();
        for (Route route : admin.server().table().list()) {
            if (which.test(route)) {
                rows.add(row(route.method().name(), route.path(), route.since().map(ApiVersion::text),
                        route.role().map(Role::toString), route.readsJson()));
            }
        }
        return rows;
    }

    private static SortedSet<String> described(JsonNode document) {
        SortedSet<String> rows = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            JsonNode described = operation.getValue();
            rows.add(row(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                    Optional.ofNullable(described.get("x-since")).map(JsonNode::asText),
                    Optional.ofNullable(described.get("x-role")).map(JsonNode::asText),
                    described.at("/requestBody/content").has(AdminApi.JSON)));
        }));
        return rows;
    }

    private static String row(String method, String path, Optional<String> since, Optional<String> role,
            boolean readsJson) {
        return method + " " + path + ", since " + since.orElse("always") + ", role " + role.orElse("none") + ", "
                + (readsJson ? "JSON body" : "no body");
    }

    @Test
    void servesTheDocumentOfTheRequestedVersionOrTheNewest(@TempDir Path directory) throws Exception {
        try (PeeredAdmin admin = new PeeredAdmin(directory, Future::succeededFuture)) {
            for (ApiVersion version : ApiVersion.values()) {
                assertThat(admin.request(version.text(), "GET", "/openapi.json", "")).isEqualTo(
                        "200 " + Files.readString(OURS.resolve("ddm-admin-" + version.text() + ".json")).strip());
            }
            String newest = admin.send(List.of("GET /openapi.json HTTP/1.1"), "");
            assertThat(newest).contains("content-type: application/json")
                    .endsWith(Files.readString(OURS.resolve("ddm-admin-" + ApiVersion.newest().text() + ".json")));
            assertThat(admin.request("9.0.0", "GET", "/openapi.json", "")).startsWith("400 ")
                    .contains("server does not support this API version: 9.0.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "2.0.0"})
    void agreesWithTheReferenceOnOperationsAndSchemas(String version) throws IOException {
        assertThat(shape(document(OURS, version))).isEqualTo(shape(document(REFERENCE, version)));
    }

    /** Of the reference's branch with apply and interfaces; what we have besides is ours or another branch's. */
    @Test
    void version3ContainsTheReferencesInterfaceBranch() throws IOException {
        SortedMap<String, String> ours = shape(document(OURS, "3.0.0"));
        SortedMap<String, String> theirs = shape(document(REFERENCE, "3.0.0-apply"));
        assertThat(ours).containsAllEntriesOf(theirs);
        ours.keySet().removeAll(theirs.keySet());
        assertThat(ours.keySet()).isNotEmpty()
                .allMatch(place -> place.contains("external_peers") || place.contains("ExternalPeers")
                        || place.contains("if_name") || place.contains("hand-over"));
    }

    @Test
    void version31AddsOnlyWhatIsOurs() throws IOException {
        SortedMap<String, String> before = shape(document(OURS, "3.0.0"));
        SortedMap<String, String> after = shape(document(OURS, "3.1.0"));
        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).isNotEmpty()
                .allMatch(
                        place -> place
                                .matches(
                                        "/paths//(?:events|recording|stat|status|history|why|interfaces/\\{name}|reload"
                                                + "|log-levels)/.*")
                                || place.matches(
                                        "/components/schemas/(?:Event|Stat|Probe|History|Why|Config|Reload|LogLevel)"
                                                + ".*"));
    }

    /** Every leaf of a document by its place; lists whose order means nothing are sorted. */
    private static SortedMap<String, String> shape(JsonNode document) {
        SortedMap<String, String> shape = new TreeMap<>();
        collect("", document, false, shape);
        return shape;
    }

    /**
     * @param named whether the fields of this object are names that somebody chose, so that none of them is words
     */
    private static void collect(String place, JsonNode node, boolean named, SortedMap<String, String> shape) {
        if (node.isObject()) {
            node.properties().forEach(field -> {
                if (named || !WORDS.contains(field.getKey())) {
                    collect(place + "/" + field.getKey(), field.getValue(),
                            field.getKey().equals("properties") && !named, shape);
                }
            });
        } else if (place.endsWith("/required") || place.endsWith("/enum")) {
            Set<String> values = new TreeSet<>();
            node.forEach(value -> values.add(value.toString()));
            shape.put(place, values.toString());
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(place + "/" + i, node.get(i), false, shape);
            }
        } else {
            shape.put(place, node.toString());
        }
    }
}
