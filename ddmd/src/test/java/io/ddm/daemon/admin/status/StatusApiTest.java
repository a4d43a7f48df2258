package io.ddm.daemon.admin.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddm.api.admin.status.History;
import io.ddm.api.admin.status.StatusReader;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.api.admin.status.Why;
import io.ddm.api.admin.status.WhyJson;
import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.admin.events.DocumentedSchemas;
import io.ddm.daemon.dataplane.DataplaneStatus;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.explain.Explanation.Verdict;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask first, of a router with one peer or two. */
final class StatusApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DocumentedSchemas SCHEMAS = DocumentedSchemas.of("3.1.0");

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

    private byte[] get(String path, String schema) throws Exception {
        String reply = admin.request("3.1.0", "GET", path, "");
        assertThat(reply).startsWith("200 {");
        JsonNode document = JSON.readTree(reply.substring(4));
        SCHEMAS.check(schema, document);
        return reply.substring(4).getBytes(StandardCharsets.UTF_8);
    }

    private StatusReport status() throws Exception {
        return StatusReader.read(get("/status", "Status"));
    }

    private History history(String query) throws Exception {
        return History.read(get("/history" + query, "History"));
    }

    private Why why(String prefix) throws Exception {
        return WhyJson.read(get("/why?prefix=" + prefix.replace("/", "%2F"), "Why"));
    }

    /** A second peer behind to-t2, whose path to fd00:2::/64 is this long. */
    private void addSecondPeer(String... path) throws Exception {
        admin.tell(new Event.InterfaceConfigured("to-t2"));
        admin.tell(new Event.InterfaceReady("to-t2", 3, Ipv6Address.parse("fe80::33")));
        admin.tell(new Event.InterfaceOpened("to-t2", 1));
        admin.tell(new Event.PacketReceived("to-t2", T2, false, true));
        admin.tell(new Event.PullCompleted("to-t2", 2, List.of(new PathVector(Prefix.parse("fd00:2::/64"),
                new RouterPath(Stream.of(path).map(RouterId::new).toList()))), PeerCapabilities.NONE));
    }

    @Test
    void statusShowsEveryLinkWithWhatItWaitsFor() throws Exception {
        admin.tell(new Event.InterfaceConfigured("nic9"));
        StatusReport status = status();
        assertThat(status.router()).returns("s1", StatusReport.Router::id)
                .returns("1.2.3", StatusReport.Router::version);
        assertThat(status.links()).extracting(link -> link.name() + " " + link.state().text() + " " + link.paths())
                .containsExactly("to-t1 Exchange 3", "nic9 Init 0");
        assertThat(status.links().getFirst().waiting()).isEmpty();
        assertThat(status.links().getLast().waiting()).get()
                .matches(waiting -> waiting.isProblem() && waiting.what().equals("there is no interface nic9"))
                .matches(waiting -> status.problems().stream().anyMatch(p -> p.what().equals(waiting.what())));
        assertThat(status.routes().importedPrefixPaths()).isEqualTo(2);
    }

    @Test
    void statusRemembersTheLatestLoss() throws Exception {
        assertThat(status().links().getFirst().lastDown()).isEmpty();
        admin.tell(new Event.ExpirePeer(PeeredAdmin.T1.address()));
        StatusReport without = status();
        assertThat(without.links().getFirst().peer()).isEmpty();
        assertThat(without.links().getFirst().waiting()).get()
                .returns("for a router on the link to answer", waiting -> waiting.what());
        assertThat(without.links().getFirst().lastDown()).get()
                .returns(Optional.of("t1"), down -> down.peer())
                .matches(down -> down.reason().startsWith("expired by an operator"));
        admin.tell(new Event.PacketReceived("to-t1", PeeredAdmin.T1, false, true));
        StatusReport again = status();
        assertThat(again.links().getFirst().peer()).isPresent();
        assertThat(again.links().getFirst().losses()).isOne();
        assertThat(again.links().getFirst().lastDown()).isEqualTo(without.links().getFirst().lastDown());
    }

    @Test
    void historyHasWhatHappenedBeforeAnyoneAsked() throws Exception {
        admin.tell(new Event.ExpirePeer(PeeredAdmin.T1.address()));
        admin.tell(new Event.LinkRoleSet("to-t1", LinkRole.STANDBY));
        History all = history("");
        assertThat(all.events()).extracting(event -> event.kind() + " " + event.link().orElse("-"))
                .contains("interface to-t1", "transition to-t1", "role to-t1", "routes -");
        assertThat(all.events()).filteredOn(event -> event.kind().equals("transition"))
                .last()
                .returns(Optional.of("Exchange"), event -> event.from())
                .returns(Optional.of("Solicit"), event -> event.to())
                .returns(Optional.of("t1"), event -> event.peer());
        assertThat(all.newest()).isEqualTo(all.events().getLast().id());
        assertThat(history("?after=" + all.newest()).events()).isEmpty();
        admin.tell(new Event.LinkRoleSet("to-t1", LinkRole.ACTIVE));
        assertThat(history("?after=" + all.newest()).events()).extracting(event -> event.text())
                .contains("role is now active");
    }

    /** Many changes of routes push out no other event, and many events no memory. */
    @Test
    void historyIsBounded() throws Exception {
        for (int i = 0; i < 1100; i++) {
            admin.tell(new Event.LinkRoleSet("to-t1", i % 2 == 0 ? LinkRole.STANDBY : LinkRole.ACTIVE));
        }
        List<String> kinds = history("").events().stream().map(event -> event.kind()).toList();
        assertThat(kinds.stream().filter(kind -> kind.equals("role"))).hasSize(1000);
        assertThat(kinds).contains("routes");
    }

    @Test
    void whySaysWhatBecomesOfEachPath() throws Exception {
        addSecondPeer("s2", "t3", "t2");
        Why why = why("fd00:2::/64");
        assertThat(why.candidates()).extracting(c -> c.link() + " " + c.verdict() + " " + String.join(">", c.path()))
                .containsExactly("to-t1 USED t1>s2", "to-t2 LONGER t2>t3>s2");
        assertThat(why.candidates().getLast().reason()).isEqualTo("the shortest in use has 2");
        assertThat(why.candidates().getFirst().weight()).isPositive();
        assertThat(why.route()).isEqualTo(new Why.Route(Why.RouteState.INSTALLED, ""));
        assertThat(why.peers()).extracting(peer -> peer.withheld().orElse(""))
                .containsOnly("this router is a server: it passes on no prefixes of others");
        admin.forwards(
                new DataplaneStatus(1, 0, 0, Map.of(Prefix.parse("fd00:2::/64"), "No route to host"), Map.of(), 0,
                        Optional.empty()));
        assertThat(why("fd00:2::/64").route())
                .isEqualTo(new Why.Route(Why.RouteState.REFUSED, "No route to host"));
    }

    /** A peer is a next hop by its shortest path; its other paths carry nothing. */
    @Test
    void whyTellsThePathsOfOnePeerApart() throws Exception {
        addSecondPeer("s2", "t2");
        admin.tell(new Event.PullCompleted("to-t2", 2,
                List.of(new PathVector(Prefix.parse("fd00:2::/64"), path("s2", "t2")),
                        new PathVector(Prefix.parse("fd00:2::/64"), path("s2", "t3", "t2"))),
                PeerCapabilities.NONE));
        assertThat(why("fd00:2::/64").candidates()).extracting(c -> c.link() + " " + c.verdict())
                .containsExactly("to-t1 USED", "to-t2 USED", "to-t2 LONGER");
    }

    @Test
    void whyKnowsSparesLoopsAndRejections() throws Exception {
        addSecondPeer("s2", "t2");
        admin.tell(new Event.LinkRoleSet("to-t2", LinkRole.STANDBY));
        assertThat(why("fd00:2::/64").candidates()).extracting(c -> c.verdict() + ": " + c.reason())
                .containsExactly("USED: ", "SPARE: the link is a standby");
        admin.tell(new Event.PullCompleted("to-t2", 2,
                List.of(new PathVector(Prefix.parse("fd00:2::/64"), path("s2", "s1", "t2")),
                        new PathVector(Prefix.parse("ff02::/64"), path("s2", "t2"))),
                PeerCapabilities.NONE));
        assertThat(why("fd00:2::/64").candidates()).extracting(Why.Candidate::verdict)
                .containsExactly(Verdict.USED, Verdict.LOOP);
        assertThat(why("ff02::/64").candidates()).extracting(c -> c.verdict() + ": " + c.reason())
                .containsExactly("REJECTED: reserved address");
    }

    private static RouterPath path(String... routers) {
        return new RouterPath(Stream.of(routers).map(RouterId::new).toList());
    }

    @Test
    void whyKnowsOwnPrefixesAndTheLongestPrefixAround() throws Exception {
        Why own = why("fd00:1::/64");
        assertThat(own.isOriginated()).isTrue();
        assertThat(own.route().state()).isEqualTo(Why.RouteState.NONE);
        assertThat(own.peers()).extracting(Why.Holder::withheld).containsOnly(Optional.empty());
        Why around = why("fd00:2::5");
        assertThat(around.asked()).isEqualTo(Prefix.parse("fd00:2::5/128"));
        assertThat(around.network()).isEqualTo(Prefix.parse("fd00:2::/64"));
        Why unknown = why("fd00:77::/64");
        assertThat(unknown.isKnown()).isFalse();
        assertThat(unknown.network()).isEqualTo(Prefix.parse("fd00:77::/64"));
        admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:2::/64"))));
        assertThat(why("fd00:2::/64").candidates()).extracting(Why.Candidate::verdict).containsOnly(Verdict.OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/why", "/why?prefix=", "/why?prefix=fd00::%2F129", "/why?prefix=10.0.0.0%2F8",
                    "/history?after=x",
                    "/history?after=-1", "/history?after=9999999999999999999"})
    void rejectsBadParametersWithTheirName(String path) throws Exception {
        assertThat(admin.request("3.1.0", "GET", path, "")).startsWith("400 ").contains("bad query parameter '");
        assertThat(admin.request("3.0.0", "GET", path, "")).startsWith("404 ");
    }
}
