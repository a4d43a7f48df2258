package io.ddm.daemon.admin.stat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.api.admin.stat.ProbeJson;
import io.ddm.api.admin.stat.ProbeMessage;
import io.ddm.api.admin.stat.RoundTrip;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.SocketFile;
import io.ddm.daemon.admin.events.DocumentedSchemas;
import io.ddm.daemon.probe.SampleReport;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
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
import io.ddm.fsm.model.Update;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interfaces, groups, destinations, probes and roles of a router with one peer or two. */
final class StatApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DocumentedSchemas SCHEMAS = DocumentedSchemas.of("3.1.0");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final PeerIdentity T2 = new PeerIdentity(Ipv6Address.parse("fe80::2"), new RouterId("t2"),
            RouterKind.TRANSIT, ProtocolVersion.V2);

    @TempDir
    private Path scratch = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    @BeforeEach
    void start() throws Exception {
        admin = new PeeredAdmin(scratch, Future::succeededFuture);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private String get(String path) throws Exception {
        return admin.request("3.1.0", "GET", path, "");
    }

    private String put(String path) throws Exception {
        return admin.request("3.1.0", "PUT", path, "");
    }

    private String delete(String path) throws Exception {
        return admin.request("3.1.0", "DELETE", path, "");
    }

    private JsonNode document(String path, String schema) throws Exception {
        String reply = get(path);
        assertThat(reply).startsWith("200 {");
        JsonNode document = JSON.readTree(reply.substring(4));
        SCHEMAS.check(schema, document);
        return document;
    }

    private JsonNode stat() throws Exception {
        return document("/stat", "Stat");
    }

    /** What is at a place of each element, as in {@code to-t1 yes}. */
    private static List<String> each(JsonNode array, String... fields) {
        List<String> all = new ArrayList<>();
        array.forEach(element -> all.add(String.join(" ",
                Arrays.stream(fields).map(field -> element.get(field).asText()).toList())));
        return all;
    }

    private static RouterPath path(String... routers) {
        return new RouterPath(Stream.of(routers).map(RouterId::new).toList());
    }

    /** A second transit that offers one of the prefixes of the first one, and one of its own. */
    private void addT2() throws Exception {
        admin.tell(new Event.InterfaceConfigured("to-t2"));
        admin.tell(new Event.InterfaceReady("to-t2", 3, Ipv6Address.parse("fe80::b")));
        admin.tell(new Event.InterfaceOpened("to-t2", pending("to-t2")));
        admin.tell(new Event.PacketReceived("to-t2", T2, false, true));
        admin.tell(new Event.PullCompleted("to-t2", pull("to-t2"), List.of(
                new PathVector(Prefix.parse("fd00:2::/64"), path("s2", "t2")),
                new PathVector(Prefix.parse("fd00:3::/64"), path("s3", "t2"))), PeerCapabilities.NONE));
    }

    private long pending(String name) {
        return last(Effect.OpenInterface.class, Effect.OpenInterface::name, name).epoch();
    }

    private long pull(String name) {
        return last(Effect.Pull.class, Effect.Pull::name, name).epoch();
    }

    private <E extends Effect> E last(Class<E> type, Function<E, String> nameOf, String name) {
        return admin.effects()
                .reversed()
                .stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(effect -> nameOf.apply(effect).equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void showsTheWholeRouter() throws Exception {
        assertThat(get("/stat")).isEqualTo(
                """
                        200 {"failure_detection_time_ms":null,\
                        "interfaces":[{"name":"to-t1","index":2,"active":true,"group":"1","flags":"----M--","link":"up",\
                        "probe":"disabled","state":"ok"}],\
                        "groups":[{"id":"1","name":"to-t1","state":"ok","fdt_ms":null,\
                        "interfaces":[{"name":"to-t1","use":"active","weight":1}],"destinations":2}],"groups_omitted":0,\
                        "targets":[{"interface":"to-t1","mode":"disabled","test_address":"fe80::3006:f4ff:fee8:5b45",\
                        "targets":[],"net_rtt_us":null,"rtt_us":null,\
                        "rtt_avg_us":null,"rtt_dev_us":null,"loss_permille":null,"delay_us":null,\
                        "answer_us":null,"answer_avg_us":null,"sent":0,"acked":0,"lost":0}]}""");
        assertThat(get("/stat/addresses")).isEqualTo("""
                200 {"addresses":[\
                {"destination":"fd00:2::/64","state":"up","group":"1","inbound":["to-t1"],\
                "outbound":[{"interface":"to-t1","weight":1,"delay_us":null}]},\
                {"destination":"fd00:22::/64","state":"up","group":"1","inbound":["to-t1"],\
                "outbound":[{"interface":"to-t1","weight":1,"delay_us":null}]}]}""");
        stat();
        document("/stat/addresses", "StatAddresses");
    }

    @Test
    void numbersEachSetOfNextHops() throws Exception {
        addT2();
        JsonNode stat = stat();
        assertThat(each(stat.get("groups"), "id", "name", "state", "destinations"))
                .containsExactly("1 to-t1 ok 1", "2 to-t1+to-t2 ok 1", "3 to-t2 ok 1");
        assertThat(each(stat.get("interfaces"), "name", "active", "group", "flags"))
                .as("of equal groups the one with most members")
                .containsExactly("to-t1 true 2 ----M--", "to-t2 true 2 ----M--");
        JsonNode addresses = document("/stat/addresses", "StatAddresses").get("addresses");
        assertThat(each(addresses, "destination", "group")).containsExactly("fd00:2::/64 2", "fd00:3::/64 3",
                "fd00:22::/64 1");
        assertThat(addresses.at("/0/inbound")).hasToString("[\"to-t1\",\"to-t2\"]");
        assertThat(each(addresses.at("/0/outbound"), "interface", "weight")).containsExactly("to-t1 1", "to-t2 1");
    }

    /** What we originate needs no route, even if others offer it. */
    @Test
    void leavesOutWhatTheRouterOriginates() throws Exception {
        admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:22::/64"))));
        assertThat(each(document("/stat/addresses", "StatAddresses").get("addresses"), "destination", "state"))
                .containsExactly("fd00:2::/64 up");
    }

    @Test
    void showsInterfacesWithoutAPeer() throws Exception {
        admin.tell(new Event.InterfaceConfigured("new"));
        admin.tell(new Event.InterfaceLost("to-t1", "no carrier"));
        JsonNode stat = stat();
        assertThat(each(stat.get("interfaces"), "name", "active", "group", "flags", "link", "state")).containsExactly(
                "to-t1 false null -----d- down failed", "new false null -----d- unknown unknown");
        assertThat(each(stat.get("targets"), "interface", "mode", "test_address"))
                .containsExactly("to-t1 disabled null", "new disabled null");
    }

    @Test
    void flagsInterfacesWhosePeersHaveTheSameAddress() throws Exception {
        admin.tell(new Event.InterfaceConfigured("twin"));
        admin.tell(new Event.InterfaceReady("twin", 9, Ipv6Address.parse("fe80::c")));
        admin.tell(new Event.InterfaceOpened("twin", pending("twin")));
        admin.tell(new Event.PacketReceived("twin", PeeredAdmin.T1, false, true));
        assertThat(each(stat().get("interfaces"), "name", "flags")).containsExactly("to-t1 ----M-h", "twin i---M-h");
    }

    private void measure(ProbeState state) {
        admin.probes().measure(SampleReport.of("to-t1", PeeredAdmin.T1.address(), state));
    }

    @Test
    void showsWhatProbesHaveMeasured() throws Exception {
        measure(ProbeState.OK);
        JsonNode stat = stat();
        assertThat(stat.get("failure_detection_time_ms").asInt()).isEqualTo(300);
        assertThat(each(stat.get("groups"), "name", "fdt_ms")).containsExactly("to-t1 300");
        assertThat(each(stat.get("interfaces"), "name", "probe")).containsExactly("to-t1 ok");
        assertThat(each(stat.get("targets"), "net_rtt_us", "rtt_us", "loss_permille", "delay_us", "sent", "acked",
                "lost")).containsExactly("310 420 5 155 200 199 1");
        admin.tell(new Event.InterfaceLost("to-t1", "no carrier"));
        assertThat(each(stat().get("targets"), "net_rtt_us", "delay_us", "sent")).as("of a session that is over")
                .containsExactly("null null 0");
    }

    /** What a neighbor says, and our own hop. */
    @Test
    void showsTheDelayOfEachPath() throws Exception {
        Effect.Probe probe = last(Effect.Probe.class, Effect.Probe::name, "to-t1");
        admin.tell(new Event.PeersProbed(
                List.of(new PeerProbe("to-t1", probe.epoch(), ProbeState.OK, PathDelay.ofMicros(155)))));
        Prefix network = Prefix.parse("fd00:2::/64");
        admin.tell(new Event.PushReceived("to-t1", PeeredAdmin.T1.address(),
                new Update(List.of(new PathVector(network,
                        new RouterPath(List.of(new RouterId("s2"), new RouterId("t1")), PathDelay.ofMicros(2000)))),
                        List.of()),
                99));
        assertThat(each(document("/stat/addresses", "StatAddresses").at("/addresses/0/outbound"), "delay_us"))
                .containsExactly("2155");
        assertThat(each(document("/stat/addresses", "StatAddresses").at("/addresses/1/outbound"), "delay_us"))
                .as("of which its routers say none")
                .containsExactly("null");
    }

    @Test
    void showsHowLongPeersTakeToAnswerSolicitations() throws Exception {
        assertThat(each(stat().get("targets"), "answer_us", "answer_avg_us")).containsExactly("null null");
        admin.probes().answer(Map.of("to-t1", SampleReport.answers(PeeredAdmin.T1.address())));
        assertThat(each(stat().get("targets"), "answer_us", "answer_avg_us")).containsExactly("1900 2100");
        admin.probes().answer(Map.of("to-t1", SampleReport.answers(PeeredAdmin.OURS)));
        assertThat(each(stat().get("targets"), "answer_us", "answer_avg_us")).as("of another peer")
                .containsExactly("null null");
    }

    @Test
    void failedPeersAreUnusable() throws Exception {
        addT2();
        Effect.Probe probe = last(Effect.Probe.class, Effect.Probe::name, "to-t1");
        measure(ProbeState.FAILED);
        admin.tell(new Event.PeersProbed(
                List.of(new PeerProbe("to-t1", probe.epoch(), ProbeState.FAILED, PathDelay.UNKNOWN))));
        await().until(
                () -> get("/stat/addresses").contains("[{\"interface\":\"to-t2\",\"weight\":1,\"delay_us\":null}]}"));
        JsonNode stat = stat();
        assertThat(each(stat.get("interfaces"), "name", "active", "probe", "state"))
                .as("the last path to fd00:22::/64 carries")
                .containsExactly("to-t1 true failed failed", "to-t2 true unknown ok");
        assertThat(each(stat.get("groups"), "id", "name", "state", "destinations")).as("as before the failure")
                .containsExactly("1 to-t1 failed 1", "2 to-t1+to-t2 degraded 1", "3 to-t2 ok 1");
        assertThat(each(stat.at("/groups/1/interfaces"), "name", "use")).containsExactly("to-t1 unusable",
                "to-t2 active");
        assertThat(each(document("/stat/addresses", "StatAddresses").get("addresses"), "destination", "group", "state"))
                .containsExactly("fd00:2::/64 2 up", "fd00:3::/64 3 up", "fd00:22::/64 1 up");
    }

    @Test
    void anOfflineInterfaceCarriesNothingUntilItIsOnlineAgain() throws Exception {
        addT2();
        measure(ProbeState.OK);
        admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:22::/64"))));
        assertThat(put("/interfaces/to-t1%2Fll/offline")).isEqualTo("204");
        JsonNode stat = stat();
        assertThat(each(stat.get("interfaces"), "name", "active", "flags", "state"))
                .containsExactly("to-t1 false i---M-- offline", "to-t2 true ----M-- ok");
        assertThat(each(stat.get("targets"), "interface", "mode")).containsExactly("to-t1 disabled", "to-t2 multicast");
        assertThat(each(document("/stat/addresses", "StatAddresses").at("/addresses/0/outbound"), "interface"))
                .containsExactly("to-t2");
        assertThat(put("/interfaces/to-t1/offline")).as("again").isEqualTo("204");
        assertThat(delete("/interfaces/to-t1/offline")).isEqualTo("204");
        assertThat(each(stat().get("interfaces"), "name", "active", "state"))
                .containsExactly("to-t1 true ok", "to-t2 true ok");
    }

    /** A link may be unplugged when the answer is there. */
    @Test
    void offlineIsAnsweredWhenTheDataPlaneHasFollowed() throws Exception {
        CompletableFuture<Void> plane = new CompletableFuture<>();
        admin.flushes(plane);
        CompletableFuture<String> answer = CompletableFuture
                .supplyAsync(() -> unchecked("/interfaces/to-t1/offline?force=true"));
        await().until(() -> each(stat().get("interfaces"), "state").equals(List.of("offline")));
        assertThat(answer).isNotDone();
        plane.complete(null);
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("204");
    }

    /** Each looks at all destinations, and is carried out also if its client has gone. */
    @Test
    void onlySomeChangesOfRolesWait() throws Exception {
        addT2();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> unchecked("/interfaces/to-t2/standby"), clients));
            }
        }
        List<String> statuses = answers.stream().map(answer -> answer.join().substring(0, 3)).distinct().toList();
        assertThat(statuses).containsExactlyInAnyOrder("204", "503");
        assertThat(put("/interfaces/to-t2/standby")).isEqualTo("204");
    }

    @Test
    void ofTwoLinksThatGoOfflineAtOnceOneIsTheLast() throws Exception {
        addT2();
        admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:22::/64"), Prefix.parse("fd00:3::/64"))));
        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> unchecked("/interfaces/to-t1/offline"));
        CompletableFuture<String> two = CompletableFuture.supplyAsync(() -> unchecked("/interfaces/to-t2/offline"));
        assertThat(
                List.of(one.get(10, TimeUnit.SECONDS).substring(0, 3), two.get(10, TimeUnit.SECONDS).substring(0, 3)))
                .containsExactlyInAnyOrder("204", "409");
    }

    private String unchecked(String path) {
        try {
            return put(path);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLastPathOfADestinationStaysUnlessForced() throws Exception {
        addT2();
        assertThat(put("/interfaces/to-t1/offline")).startsWith("409 ")
                .contains("to-t1 has the last path to fd00:22::/64; to take it offline all the same, use --force");
        assertThat(put("/interfaces/to-t1/offline?force=false")).startsWith("409 ");
        assertThat(put("/interfaces/to-t1/offline?force=yes")).startsWith("400 ")
                .contains("bad parameter in URL query: force is `yes`, expected `true` or `false`");
        assertThat(each(stat().get("interfaces"), "state")).containsExactly("ok", "ok");
        assertThat(put("/interfaces/to-t1/offline?force=true")).isEqualTo("204");
        assertThat(each(stat().get("interfaces"), "state")).containsExactly("offline", "ok");
        assertThat(put("/interfaces/to-t2/offline")).startsWith("409 ")
                .contains("to-t2 has the last path to 2 destinations, such as fd00:2::/64");
        assertThat(put("/interfaces/to-t1/offline")).as("it is already").isEqualTo("204");
    }

    @Test
    void aStandbyThatWasOfflineIsAStandbyAgain() throws Exception {
        addT2();
        assertThat(put("/interfaces/to-t2/standby")).isEqualTo("204");
        JsonNode stat = stat();
        assertThat(each(stat.get("interfaces"), "name", "active", "flags", "state"))
                .as("it is the only one for fd00:3::/64")
                .containsExactly("to-t1 true ----M-- ok", "to-t2 true -s--M-- ok");
        assertThat(each(stat.at("/groups/1/interfaces"), "name", "use")).containsExactly("to-t1 active",
                "to-t2 inactive");
        assertThat(put("/interfaces/to-t2/offline?force=true")).isEqualTo("204");
        assertThat(delete("/interfaces/to-t2/offline")).isEqualTo("204");
        assertThat(each(stat().get("interfaces"), "flags")).containsExactly("----M--", "-s--M--");
        assertThat(delete("/interfaces/to-t2/standby")).isEqualTo("204");
        assertThat(each(stat().get("interfaces"), "flags")).containsExactly("----M--", "----M--");
    }

    @ParameterizedTest
    @CsvSource({"PUT, offline", "DELETE, offline", "PUT, standby", "DELETE, standby"})
    void rejectsInterfacesThatAreNotConfigured(String method, String role) throws Exception {
        assertThat(admin.request("3.1.0", method, "/interfaces/eth9/" + role, "")).startsWith("404 ")
                .contains("eth9 is not a configured interface");
        assertThat(admin.request("3.1.0", method, "/interfaces/a%20b/" + role, "")).startsWith("400 ")
                .contains("bad parameter in URL path: `a b` is not a valid interface name");
        assertThat(admin.request("3.0.0", method, "/interfaces/to-t1/" + role, "")).startsWith("404 ");
    }

    private AdminClient client() {
        return new AdminClient(InetAddress.getLoopbackAddress().getHostAddress(), admin.server().port(), TIMEOUT,
                TIMEOUT);
    }

    @Test
    void hasNoProbesWhileNothingIsProbed() {
        assertThatThrownBy(() -> client().followProbes(message -> false)).isInstanceOf(AdminClientException.class)
                .hasMessage("probing is off: the failure detection time is 0");
    }

    @Test
    void streamsProbesOverBothTransportsWhileAnyoneReads() throws Exception {
        Path socket = scratch.resolve("admin.sock");
        admin.server()
                .listen(new SocketFile(
                        new AccessConfig.UnixSocket(socket, PosixFilePermissions.fromString("rw-------"))))
                .await();
        admin.onRouter(admin.probes()::switchOn);
        ProbeMessage.Result acked = new ProbeMessage.Result(80_000, "to-t1", 17,
                new RoundTrip(OptionalLong.of(310), OptionalLong.of(420), OptionalLong.of(400), OptionalLong.of(35)),
                PeeredAdmin.T1.address(), "t1", false);
        ProbeMessage.Result lost = new ProbeMessage.Result(80_100, "to-t1", 18, RoundTrip.UNKNOWN,
                PeeredAdmin.T1.address(), "t1", true);
        admin.onRouter(() -> admin.probes().finish(acked));
        List<CompletableFuture<List<ProbeMessage>>> readers = new ArrayList<>();
        List<ProbeMessage> begun = Collections.synchronizedList(new ArrayList<>());
        for (AdminClient client : List.of(client(), AdminClient.overSocket(socket, TIMEOUT))) {
            readers.add(CompletableFuture.supplyAsync(() -> follow(client, begun), Thread::startVirtualThread));
        }
        await().until(() -> begun.size() == 2);
        admin.onRouter(() -> admin.probes().finish(acked));
        admin.onRouter(() -> admin.probes().finish(lost));
        for (CompletableFuture<List<ProbeMessage>> reader : readers) {
            assertThat(reader.get(10, TimeUnit.SECONDS)).containsExactly(new ProbeMessage.Begin(80_000, false), acked,
                    lost);
        }
        await().untilAsserted(() -> assertThat(admin.probes().isSubscribed()).isFalse());
        assertThat(admin.resources().replies().used()).isZero();
    }

    /** A begin and two probes. */
    private static List<ProbeMessage> follow(AdminClient client, List<ProbeMessage> begun) {
        List<ProbeMessage> read = new ArrayList<>();
        try {
            client.followProbes(message -> {
                read.add(message);
                if (message instanceof ProbeMessage.Begin) {
                    begun.add(message);
                }
                return read.size() < 3;
            });
        } catch (AdminClientException e) {
            throw new AssertionError(e);
        }
        return read;
    }

    /** Far more than the queue and the kernel's buffers take: the reader learns that probes are missing. */
    @Test
    void aSlowReaderLosesProbesAndBeginsAgain() throws Exception {
        admin.onRouter(admin.probes()::switchOn);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.server().port()));
            socket.getOutputStream()
                    .write("GET /stat/probes HTTP/1.1\r\nhost: localhost\r\napi-version: 3.1.0\r\n\r\n"
                            .getBytes(US_ASCII));
            readUntil(socket, "\"resync\":false}");
            for (int i = 0; i < 200; i++) {
                admin.onRouter(() -> {
                    for (int probe = 0; probe < 200; probe++) {
                        admin.probes()
                                .finish(new ProbeMessage.Result(1, "to-t1", probe, RoundTrip.UNKNOWN,
                                        PeeredAdmin.T1.address(), "x".repeat(1000), true));
                    }
                });
            }
            readUntil(socket, "\"resync\":true}");
        }
        assertThat(get("/metrics")).contains("cause=\"slow event reader\"");
    }

    private static void readUntil(Socket socket, String expected) throws Exception {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected, Math.max(0, read.length() - expected.length())) < 0) {
            int c = socket.getInputStream().read();
            assertThat(c).as("after %s characters", read.length()).isNotNegative();
            read.append((char) c);
        }
    }

    @Test
    void documentsTheMessagesOfTheStream() throws Exception {
        SCHEMAS.check("ProbeBegin", JSON.readTree(ProbeJson.of(new ProbeMessage.Begin(1, false))));
        SCHEMAS.check("ProbeResult", JSON.readTree(ProbeJson.of(new ProbeMessage.Result(1, "x", 2, RoundTrip.UNKNOWN,
                PeeredAdmin.T1.address(), "t1", true))));
    }

    @Test
    void acceptsOnlyReadersOfStreams() throws Exception {
        assertThat(admin.send(List.of("GET /stat/probes HTTP/1.1", "api-version: 3.1.0", "accept: application/json"),
                "")).startsWith("HTTP/1.1 406 ").contains("the only type of /stat/probes");
        for (String path : List.of("/stat", "/stat/addresses", "/stat/probes")) {
            assertThat(admin.request("3.0.0", "GET", path, "")).startsWith("404 ");
        }
    }
}
