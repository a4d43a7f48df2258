package io.ddm.daemon.admin.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.PeeredAdmin;
import io.ddm.daemon.admin.events.EventClient.Message;
import io.ddm.daemon.health.Problem;
import io.ddm.daemon.health.ProblemKind;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stream of events says: a snapshot, then each change once, whatever happens to its readers. */
final class EventStreamTest {

    private static final Event.InterfaceLost LOST = new Event.InterfaceLost("to-t1", "no carrier");

    @SuppressWarnings("NullAway.Init")
    private PeeredAdmin admin;

    private final List<EventClient> clients = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        admin = new PeeredAdmin(directory, Future::succeededFuture);
    }

    @AfterEach
    void stop() {
        clients.forEach(EventClient::close);
        admin.close();
    }

    private EventClient open() throws Exception {
        EventClient client = EventClient.tcp(admin.server().port());
        clients.add(client);
        assertThat(client.status()).as(client.head()).isEqualTo(200);
        return client;
    }

    private void notice(String message) throws Exception {
        admin.onRouter(() -> admin.events().effect(new Effect.Notice("to-t1", message)));
    }

    @Test
    void showsRolesThatOperatorsSet() throws Exception {
        EventClient client = open();
        assertThat(client.next().event()).isEqualTo("snapshot");
        assertThat(admin.request("3.1.0", "PUT", "/interfaces/to-t1/standby", "")).isEqualTo("204");
        assertThat(admin.request("3.1.0", "PUT", "/interfaces/to-t1/offline?force=true", "")).isEqualTo("204");
        assertThat(admin.request("3.1.0", "DELETE", "/interfaces/to-t1/offline", "")).isEqualTo("204");
        assertThat(admin.request("3.1.0", "DELETE", "/interfaces/to-t1/standby", "")).isEqualTo("204");
        for (String role : List.of("standby", "offline", "standby", "active")) {
            Message message = client.next("role");
            assertThat(message.text("/interface")).isEqualTo("to-t1");
            assertThat(message.text("/role")).isEqualTo(role);
        }
    }

    @Test
    void showsEachChangeOfWhatProbesShow() throws Exception {
        EventClient client = open();
        assertThat(client.next().text("/interfaces/0/probes")).isEqualTo("unknown");
        probed(ProbeState.OK);
        probed(ProbeState.OK);
        probed(ProbeState.FAILED);
        admin.tell(new Event.LinkRoleSet("to-t1", LinkRole.OFFLINE));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Message message = client.next("probes");
            seen.add(message.text("/interface") + " " + message.text("/peer/host") + " " + message.text("/from") + " "
                    + message.text("/to"));
        }
        assertThat(seen).containsExactly("to-t1 t1 unknown ok", "to-t1 t1 ok failed", "to-t1 t1 failed unknown");
    }

    private void probed(ProbeState state) throws Exception {
        admin.tell(new Event.PeersProbed(List.of(new PeerProbe("to-t1", 2, state, PathDelay.ofMicros(100)))));
    }

    @Test
    void snapshotHasRolesAndWhatProbesShow() throws Exception {
        probed(ProbeState.GROUP_FAILED);
        admin.tell(new Event.LinkRoleSet("to-t1", LinkRole.STANDBY));
        Message snapshot = open().next();
        assertThat(snapshot.text("/interfaces/0/role")).isEqualTo("standby");
        assertThat(snapshot.text("/interfaces/0/probes")).isEqualTo("group_failed");
    }

    @Test
    void beginsWithASnapshotOfTheRouter() throws Exception {
        EventClient client = open();
        assertThat(client.head()).contains("content-type: text/event-stream\n", "cache-control: no-store\n",
                "x-request-id: ");
        Message snapshot = client.next();
        assertThat(snapshot.event()).isEqualTo("snapshot");
        assertThat(snapshot.data().at("/resync").asBoolean()).isFalse();
        assertThat(snapshot.data().at("/router")).hasToString("{\"id\":\"s1\",\"kind\":0}");
        assertThat(snapshot.data().at("/interfaces")).hasSize(1);
        assertThat(snapshot.text("/interfaces/0/name")).isEqualTo("to-t1");
        assertThat(snapshot.text("/interfaces/0/addr")).isEqualTo(PeeredAdmin.OURS.toString());
        assertThat(snapshot.text("/interfaces/0/state")).isEqualTo("Exchange");
        assertThat(snapshot.data().at("/interfaces/0/peer")).hasToString(
                "{\"addr\":\"" + PeeredAdmin.T1.address() + "\",\"host\":\"t1\",\"kind\":1}");
        assertThat(snapshot.data().at("/routes")).hasToString("{\"imported\":{\"prefix_paths\":2,\"tunnel_paths\":1},"
                + "\"originated\":{\"prefixes\":1,\"tunnels\":0},\"networks\":2}");
        assertThat(snapshot.data().at("/problems")).isEmpty();
    }

    @Test
    void sendsTheLossOfAPeerAndWhatBecomesOfRoutes() throws Exception {
        EventClient client = open();
        long id = client.next().id();
        admin.tell(LOST);
        Message transition = client.next();
        assertThat(transition.event()).isEqualTo("transition");
        assertThat(transition.id()).isEqualTo(id + 1);
        assertThat(List.of(transition.text("/interface"), transition.text("/from"), transition.text("/to")))
                .containsExactly("to-t1", "Exchange", "Solicit");
        assertThat(transition.text("/reason")).contains("no carrier");
        assertThat(transition.text("/peer/host")).isEqualTo("t1");
        assertThat(client.next().text("/to")).isEqualTo("Init");
        Message routes = client.next();
        assertThat(routes.event()).isEqualTo("routes");
        assertThat(routes.id()).isEqualTo(id + 3);
        assertThat(routes.data().at("/imported/prefix_paths").asInt()).isZero();
        assertThat(routes.data().at("/networks").asInt()).isZero();
        assertThat(routes.data().at("/originated/prefixes").asInt()).isEqualTo(1);
    }

    @Test
    void collectsChangesOfRoutesForAMoment() throws Exception {
        EventClient client = open();
        client.next();
        long began = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:9:" + i + "::/64"))));
        }
        int messages = 1;
        Message routes = client.next();
        for (; routes.data().at("/originated/prefixes").asInt() < 51; messages++) {
            assertThat(routes.event()).isEqualTo("routes");
            routes = client.next();
        }
        long intervals = (System.nanoTime() - began) / EventFeed.ROUTES_INTERVAL.toNanos();
        assertThat((long) messages).as("for 50 changes").isLessThanOrEqualTo(intervals + 1);
    }

    @Test
    void sendsInterfacesThatComeAndGo() throws Exception {
        EventClient client = open();
        client.next();
        admin.tell(new Event.InterfaceConfigured("x0"));
        admin.tell(new Event.InterfaceConfigured("x0"));
        admin.tell(new Event.InterfaceReady("x0", 7, Ipv6Address.parse("fe80::a")));
        admin.tell(new Event.InterfaceOpened("x0", 1));
        admin.tell(new Event.InterfaceRemoved("x0"));
        admin.tell(new Event.InterfaceRemoved("x0"));
        admin.tell(LOST);
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Message message = client.next();
            seen.add(message.event() + " " + message.text("/interface") + " " + message.text("/change")
                    + message.text("/to"));
        }
        assertThat(seen).containsExactly("interface x0 added", "transition x0 Solicit", "transition x0 Init",
                "interface x0 removed", "transition to-t1 Solicit");
    }

    @Test
    void sendsProblemsThatBeginAndEnd() throws Exception {
        Problem full = problem(ProblemKind.STORE_FULL, "");
        Problem odd = problem(ProblemKind.LINK_ODD, "to-t1");
        admin.onRouter(() -> admin.events().problems(List.of(full)));
        EventClient client = open();
        assertThat(client.next().text("/problems/0/code")).isEqualTo("store-full");
        admin.onRouter(() -> admin.events().problems(List.of(full, odd)));
        Message raised = client.next();
        assertThat(raised.text("/change") + " " + raised.text("/problem/code") + " " + raised.text("/problem/on"))
                .isEqualTo("raised link-odd to-t1");
        admin.onRouter(() -> admin.events().problems(List.of(problem(ProblemKind.LINK_ODD, "to-t1"))));
        Message cleared = client.next();
        assertThat(cleared.text("/change") + " " + cleared.text("/problem/code")).isEqualTo("cleared store-full");
        assertThat(cleared.id()).isEqualTo(raised.id() + 1);
    }

    private static Problem problem(ProblemKind kind, String on) {
        return new Problem(kind, on, "evidence", kind.fix(), Instant.EPOCH);
    }

    @Test
    void escapesNoticesIntoOneLine() throws Exception {
        EventClient client = open();
        client.next();
        notice("a\nb\r\n\ndata: c\u0085\u2028");
        Message notice = client.next();
        assertThat(notice.event()).isEqualTo("notice");
        assertThat(notice.text("/message")).isEqualTo("a\nb\r\n\ndata: c\u0085\u2028");
    }

    /** Readers come while states change all the time: each snapshot and the changes after it are one history. */
    @Test
    void showsEachChangeOnceBeforeOrAfterTheSnapshot() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int epoch = 2; !stopped.get(); epoch++) {
                try {
                    admin.tell(LOST);
                    admin.tell(new Event.InterfaceReady("to-t1", 2, PeeredAdmin.OURS));
                    admin.tell(new Event.InterfaceOpened("to-t1", epoch));
                    admin.tell(new Event.Originate(Set.of(Prefix.parse("fd00:8:" + epoch % 5000 + "::/64"))));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }, Thread::startVirtualThread);
        try {
            for (int i = 0; i < 40; i++) {
                try (EventClient client = EventClient.tcp(admin.server().port())) {
                    followTransitions(client, 12);
                }
            }
        } finally {
            stopped.set(true);
            changes.get(10, TimeUnit.SECONDS);
        }
    }

    private static void followTransitions(EventClient client, int count) throws Exception {
        Message snapshot = client.next();
        Map<String, String> states = new HashMap<>();
        snapshot.data().at("/interfaces").forEach(i -> states.put(i.get("name").asText(), i.get("state").asText()));
        long id = snapshot.id();
        int originated = snapshot.data().at("/routes/originated/prefixes").asInt();
        for (int i = 0; i < count; i++) {
            Message message = client.next();
            assertThat(message.id()).isEqualTo(++id);
            if (message.event().equals("transition")) {
                assertThat(message.text("/from")).as("after %s", snapshot.data())
                        .isEqualTo(states.put(message.text("/interface"), message.text("/to")));
            } else {
                assertThat(message.event()).isEqualTo("routes");
                assertThat(message.data().at("/originated/prefixes").asInt()).as("the snapshot shows earlier changes")
                        .isGreaterThanOrEqualTo(originated);
            }
        }
    }

    @Test
    void resyncsSlowReaderWithoutDelayingOthers() throws Exception {
        EventClient slow = EventClient.tcp(admin.server().port(), 4096);
        clients.add(slow);
        EventClient fast = open();
        long first = fast.next().id();
        AtomicLong seen = new AtomicLong();
        CompletableFuture<Long> counted = CompletableFuture.supplyAsync(() -> {
            try {
                long id = first;
                for (Message message = fast.next(); !message.text("/message").equals("last"); message = fast.next()) {
                    assertThat(message.id()).isEqualTo(++id);
                    seen.set(id - first);
                }
                return id - first;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, Thread::startVirtualThread);
        for (int i = 0; i < 800; i++) {
            notice("x".repeat(8 * 1024));
            if (i % 100 == 99) {
                int sent = i + 1;
                await().until(() -> seen.get() == sent);
            }
        }
        await().untilAsserted(() -> assertThat(admin.request("3.1.0", "GET", "/metrics", ""))
                .contains("ddm_admin_refused_total{cause=\"slow event reader\",listener=\"admin\"} 1.0"));
        notice("last");
        assertThat(counted.get(20, TimeUnit.SECONDS)).isEqualTo(800);

        Message message = slow.next();
        assertThat(message.event()).isEqualTo("snapshot");
        long id = message.id();
        for (message = slow.next(); message.event().equals("notice"); message = slow.next()) {
            assertThat(message.id()).isEqualTo(++id);
        }
        assertThat(message.event()).isEqualTo("snapshot");
        assertThat(message.data().at("/resync").asBoolean()).isTrue();
        assertThat(message.id()).as("some were left out").isGreaterThan(id + 1);
        notice("after");
        assertThat(slow.next()).satisfies(after -> assertThat(after.text("/message")).isEqualTo("after"))
                .extracting(Message::id)
                .isEqualTo(message.id() + 1);
        await().untilAsserted(() -> assertThat(admin.resources().replies().used()).isZero());
    }

    @Test
    void bringsReadersUpToDateAfterTheAdminLoopWasStuck() throws Exception {
        EventClient client = open();
        long id = client.next().id();
        long before = id;
        CountDownLatch until = new CountDownLatch(1);
        admin.resources().loop().run(() -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        int sent = EventOutlet.MAX_IN_FLIGHT + 500;
        for (int i = 0; i < sent; i++) {
            notice("n" + i);
        }
        until.countDown();
        Message message = client.next();
        for (; message.event().equals("notice"); message = client.next()) {
            assertThat(message.id()).isEqualTo(++id);
        }
        assertThat(message.data().at("/resync").asBoolean()).isTrue();
        assertThat(message.id()).as("the snapshot is later than the last loss")
                .isGreaterThan(id)
                .isEqualTo(before + sent);
    }
}
