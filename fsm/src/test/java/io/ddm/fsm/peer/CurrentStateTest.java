package io.ddm.fsm.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.NextHop;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.TableDigest;
import io.ddm.fsm.rib.Rib;
import io.ddm.fsm.schedule.SolicitSchedule;
import io.ddm.fsm.session.ReportChanges;
import io.ddm.fsm.session.Routes;
import io.ddm.fsm.session.Session;
import io.ddm.fsm.session.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The one transition: what it refuses, and what it does. */
class CurrentStateTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Link LINK = new Link(1, Ipv6Address.parse("fe80::a"));
    private static final RouterConfig CONFIG = RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT);
    private static final PeerIdentity BOB = new PeerIdentity(Ipv6Address.parse("fe80::b"), new RouterId("bob"),
            RouterKind.SERVER, ProtocolVersion.V2);

    private final List<Effect> effects = new ArrayList<>();
    private final ReportChanges changes = new ReportChanges();

    private CurrentState at(String name) {
        CurrentState current = new CurrentState("eth0", changes, effects::add, START);
        for (String step : List.of("Opening", "Soliciting", "Exchanging")) {
            if (!current.get().getClass().getSimpleName().equals(name)) {
                current.become(state(step), step, Optional.empty(), START);
            }
        }
        effects.clear();
        return current;
    }

    private State state(String name) {
        ActiveLink active = new ActiveLink(LINK, new SolicitSchedule("eth0", Duration.ofSeconds(2), effects::add),
                effects::add);
        return switch (name) {
            case "Down" -> Down.unusable();
            case "Opening" -> new Opening("eth0", LINK, 1, effects::add);
            case "Soliciting" -> new Soliciting(active);
            default -> new Exchanging(active, session(), Duration.ofSeconds(5),
                    new LinkAnomalies("eth0", changes, effects::add), changes, new IdentityCheck("eth0", effects::add),
                    START);
        };
    }

    private Session session() {
        Routes none = (Routes) Proxy.newProxyInstance(Routes.class.getClassLoader(), new Class<?>[]{Routes.class},
                (proxy, method, arguments) -> List.of());
        NextHop nextHop = new NextHop(1, BOB.address());
        return new Session(new SessionKey("eth0", 2, BOB), nextHop, Optional.empty(),
                new Rib(CONFIG.id()).open(nextHop, TableDigest.Bits.ZERO), none, CONFIG, changes, effects::add, START);
    }

    @Test
    void refusesEveryTransitionThatIsNotListed() {
        Set<String> listed = new TreeSet<>(List.of("Down Down", "Down Opening", "Opening Down", "Opening Soliciting",
                "Soliciting Down", "Soliciting Exchanging", "Exchanging Soliciting"));
        List<String> states = List.of("Down", "Opening", "Soliciting", "Exchanging");
        for (String from : states) {
            for (String to : states) {
                CurrentState current = at(from);
                State next = state(to);
                State before = current.get();
                if (listed.remove(from + " " + to)) {
                    current.become(next, "a reason", Optional.empty(), START);
                    assertThat(current.get()).isSameAs(next);
                } else {
                    assertThatThrownBy(() -> current.become(next, "a reason", Optional.empty(), START))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContainingAll("eth0", "from " + from, "to " + to, "a reason");
                    assertThat(current.get()).isSameAs(before);
                    assertThat(effects).isEmpty();
                }
            }
        }
        assertThat(listed).isEmpty();
    }

    @Test
    void reportsRecordsAndStampsEveryTransitionOnce() {
        CurrentState current = at("Soliciting");
        long before = changes.states();
        Instant later = START.plusSeconds(3);
        current.become(state("Exchanging"), "peer found", Optional.of(BOB), later);
        assertThat(effects).containsExactly(new Effect.Changed("eth0", current.history().getLast()));
        assertThat(current.history().getLast().peer()).contains(BOB);
        assertThat(current.history().getLast().at()).isEqualTo(later);
        assertThat(current.since()).isEqualTo(later);
        assertThat(changes.states()).isEqualTo(before + 1);
    }

    @Test
    void keepsTheLatestTransitionsOnly() {
        CurrentState current = at("Down");
        for (int i = 0; i < 200; i++) {
            current.become(Down.unusable(), "loss " + i, Optional.empty(), START);
        }
        assertThat(current.history()).hasSize(CurrentState.HISTORY);
        assertThat(current.history().getLast().reason()).isEqualTo("loss 199");
    }
}
