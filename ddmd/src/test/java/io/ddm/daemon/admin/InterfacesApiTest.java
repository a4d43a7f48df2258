package io.ddm.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.model.Ipv6Address;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interfaces listed, added and removed, on a router whose command line has to-t1. */
class InterfacesApiTest {

    private static final Ipv6Address OURS = Ipv6Address.parse("fe80::a");

    private final AtomicReference<Future<?>> settled = new AtomicReference<>(Future.succeededFuture());

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        admin = new PeeredAdmin(directory, settled::get);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private String get(String path) {
        return ask("GET", path, "");
    }

    private String ask(String method, String path, String body) {
        try {
            return admin.request("3.0.0", method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String apply(String... names) {
        String list = names.length == 0 ? "" : "\"" + String.join("\",\"", names) + "\"";
        return ask("POST", "/ddm/omicron/apply", "{\"ddm_interfaces\":[" + list + "]}");
    }

    /** Keys and names of the listing. */
    private String listed() {
        return get("/interfaces").replaceAll(
                "\"(\\d+)\":\\{\"name\":\"([^\"]*)\",\"addr\":\"([^\"]*)\".*?\"stats\":\\{[^}]*}}", "$1 $2 $3");
    }

    @Test
    void listsStateAndCountersOfInterfaces() throws Exception {
        // The link solicits more than once in its first second.
        assertThat(get("/interfaces").replaceAll("\"secs\":\\d+,\"nanos\":\\d+", "\"secs\":0,\"nanos\":0")
                .replaceAll("(\"solicitations_sent\"):[1-4],", "$1:1,")).isEqualTo(
                        """
                                200 {"2":{"name":"to-t1","addr":"fe80::3006:f4ff:fee8:5b45",\
                                "status":{"type":"Exchange","duration":{"secs":0,"nanos":0}},\
                                "peer":{"addr":"fe80::b00c:76ff:fe3b:f623","hostname":"t1","kind":1},\
                                "stats":{"solicitations_sent":1,"solicitations_received":0,"advertisements_sent":0,\
                                "advertisements_received":1,"peer_expirations":0,"peer_address_changes":0,"peer_established":1,\
                                "updates_sent":1,"updates_received":0,"imported_underlay_prefixes":2,"imported_tunnel_endpoints":1,\
                                "update_send_fail":0}}}""");
        admin.tell(new Event.InterfaceLost("to-t1", "no carrier"));
        assertThat(get("/interfaces"))
                .startsWith("200 {\"4294967295\":{\"name\":\"to-t1\",\"addr\":\"::\",\"status\":{\"type\":\"Init\"")
                .contains("\"peer\":null");
    }

    @Test
    void listsMissingInterfacesUnderUnusedIndices() throws Exception {
        assertThat(apply("later0", "later1/ll")).isEqualTo("204");
        assertThat(listed())
                .isEqualTo("200 {2 to-t1 fe80::3006:f4ff:fee8:5b45,4294967294 later1 ::,4294967295 later0 ::}");
        admin.tell(new Event.InterfaceReady("later0", 7, OURS));
        assertThat(listed()).isEqualTo("200 {2 to-t1 fe80::3006:f4ff:fee8:5b45,7 later0 fe80::a,4294967295 later1 ::}");
        assertThat(admin.effects()).contains(new Effect.OpenInterface("later0", 7, OURS, 1));
    }

    @Test
    void replacesTheWholeSetByEitherOperation() {
        assertThat(apply("a0", "b0")).isEqualTo("204");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[\"a0\",\"b0\"]}");
        assertThat(ask("PUT", "/external_peers", "{\"address_objects\":[\"c0/ll\",\"b0/v6\"]}")).isEqualTo("204");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[\"b0/v6\",\"c0/ll\"]}");
        assertThat(listed()).contains(" b0 ", " c0 ").doesNotContain(" a0 ");
        assertThat(apply()).isEqualTo("204");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[]}");
        assertThat(listed()).isEqualTo("200 {2 to-t1 fe80::3006:f4ff:fee8:5b45}");
    }

    @Test
    void keepsInterfacesOfTheCommandLine() {
        assertThat(apply("to-t1", "a0")).isEqualTo("204");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[\"a0\"]}");
        assertThat(apply()).isEqualTo("204");
        assertThat(get("/peers")).contains("\"if_name\":\"to-t1\"");
        assertThat(admin.effects()).doesNotHaveAnyElementsOfTypes(Effect.CloseSession.class);
    }

    @Test
    void changesNothingForTheSameSet() throws Exception {
        admin.tell(new Event.InterfaceReady("a0", 7, OURS));
        assertThat(apply("a0")).isEqualTo("204");
        List<Effect> before = admin.effects();
        assertThat(before).contains(new Effect.OpenInterface("a0", 7, OURS, 1));
        assertThat(apply("a0/ll")).isEqualTo("204");
        assertThat(admin.effects()).filteredOn(e -> !(e instanceof Effect.SendSolicitation))
                .hasSize((int) before.stream().filter(e -> !(e instanceof Effect.SendSolicitation)).count());
    }

    @Test
    void rejectsInvalidNamesWithoutAnyChange() {
        assertThat(apply("a0")).isEqualTo("204");
        assertThat(apply("b0", "has space")).startsWith("400 ")
                .contains("unable to parse JSON body: ddm_interfaces[1]: `has space` is not a valid interface name: ");
        assertThat(ask("PUT", "/external_peers", "{\"address_objects\":[\"0123456789abcdef/ll\"]}")).startsWith("400 ")
                .contains("address_objects[0]: `0123456789abcdef/ll` is not a valid interface name: ", "has 16 bytes");
        assertThat(ask("POST", "/ddm/omicron/apply", "{}"))
                .contains("unable to parse JSON body: missing field `ddm_interfaces` at line 1 column 2");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[\"a0\"]}");
    }

    @Test
    void acknowledgesRemovalOnceSettledWithoutDelayingReads() throws Exception {
        assertThat(apply("a0")).isEqualTo("204");
        Promise<Void> closed = Promise.promise();
        settled.set(closed.future());
        CompletableFuture<String> removal = CompletableFuture.supplyAsync(this::apply);
        await().untilAsserted(() -> assertThat(listed()).doesNotContain("a0"));
        CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> apply("b0"));
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[]}");
        assertThat(get("/peers")).startsWith("200 ");
        assertThat(removal).isNotDone();
        assertThat(next).as("one after the other").isNotDone();
        settled.set(Future.succeededFuture());
        closed.complete();
        assertThat(removal.get(5, TimeUnit.SECONDS)).isEqualTo("204");
        assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo("204");
        assertThat(get("/external_peers")).isEqualTo("200 {\"address_objects\":[\"b0\"]}");
    }

    @Test
    void reportsUnsettledRemovalAndContinues() {
        settled.set(Future.failedFuture("a socket cannot be closed"));
        assertThat(apply("a0")).startsWith("500 ")
                .contains("\"error_code\": \"Internal\"", "\"message\": \"Internal Server Error\"")
                .doesNotContain("socket");
        settled.set(Promise.promise().future());
        long began = System.nanoTime();
        assertThat(apply("a0")).as("bounded").startsWith("500 ");
        assertThat(System.nanoTime() - began).isBetween(TimeUnit.SECONDS.toNanos(4), TimeUnit.SECONDS.toNanos(8));
        settled.set(Future.succeededFuture());
        assertThat(apply("a0")).isEqualTo("204");
    }

    @ParameterizedTest
    @CsvSource({"GET, /interfaces", "POST, /ddm/omicron/apply", "GET, /external_peers", "PUT, /external_peers",
            "DELETE, /interfaces"})
    void isNotFoundInLowerVersions(String method, String path) throws Exception {
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0-x")) {
            assertThat(admin.request(version, method, path, "{}")).startsWith("404 ").contains("Not Found");
        }
    }

    @Test
    void namesInterfacesOfPeersSinceVersion3() throws Exception {
        assertThat(get("/peers")).endsWith("\"host\":\"t1\",\"kind\":1,\"if_name\":\"to-t1\"}}");
        assertThat(admin.request("2.0.0", "GET", "/peers", "")).endsWith("\"host\":\"t1\",\"kind\":1}}");
        assertThat(admin.request("1.0.0", "GET", "/peers", "")).isEqualTo(
                "200 "
                        + "{\"2\":{\"status\":\"Active\",\"addr\":\"fe80::b00c:76ff:fe3b:f623\",\"host\":\"t1\","
                        + "\"kind\":1}}");
    }
}
