package io.ddm.fsm;

import static io.ddm.fsm.RouterHarness.BOB;
import static io.ddm.fsm.RouterHarness.CAROL;
import static io.ddm.fsm.RouterHarness.OURS;
import static io.ddm.fsm.RouterHarness.extensions;
import static io.ddm.fsm.RouterHarness.peer;
import static io.ddm.fsm.RouterHarness.pv;

import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.delay.PeerProbe;
import io.ddm.fsm.delay.ProbeState;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.LinkRole;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.Update;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Whatever can happen to a router with two interfaces, in any order. One seed, one sequence. */
final class RandomEvents {

    private static final List<PeerIdentity> NEIGHBORS = List.of(BOB, CAROL, peer("fe80::b", "robert"),
            peer("fe80::bb", "bob"), peer("fe80::a", "me"), peer("fe80::d", "me"));
    private static final Prefix RESERVED = Prefix.parse("::/0");

    private final RouterHarness hand;
    private final Random random;
    private final Map<String, Long> opens = new TreeMap<>();
    private final Map<String, Long> sessions = new TreeMap<>();
    private long requests;

    RandomEvents(RouterHarness hand, long seed) {
        this.hand = hand;
        this.random = new Random(seed);
    }

    /** The next event, at a time that may be later than that of the last one. */
    List<Effect> step() {
        List<Effect> effects = random.nextInt(3) == 0
                ? hand.pass(Duration.ofMillis(random.nextInt(6) == 0 ? 6000 : random.nextInt(400)))
                : hand.tell(event(random.nextBoolean() ? "eth0" : "eth1"));
        for (Effect effect : effects) {
            if (effect instanceof Effect.OpenInterface e) {
                opens.put(e.name(), e.epoch());
            } else if (effect instanceof Effect.Pull e) {
                sessions.put(e.name(), e.epoch());
            }
        }
        return effects;
    }

    private Event event(String name) {
        return switch (random.nextInt(26)) {
            case 0, 1 -> new Event.InterfaceConfigured(name);
            case 2, 3 -> new Event.InterfaceReady(name, 1 + random.nextInt(2), OURS);
            case 4, 5, 6 -> new Event.InterfaceOpened(name, opens.getOrDefault(name, 0L));
            case 7, 8, 9, 10 -> new Event.PacketReceived(name, neighbor(), random.nextBoolean(), true);
            case 11 -> new Event.PullCompleted(name, sessions.getOrDefault(name, 0L), paths(), extensions("i"));
            case 12 -> new Event.PushReceived(name, neighbor().address(), update(), ++requests);
            case 13 -> new Event.PushReceived(name, neighbor().address(), update(), ++requests);
            case 14 -> new Event.PullReceived(name, neighbor().address(), extensions("i"), ++requests);
            case 15 -> new Event.Originate(Set.of(prefix()));
            case 16 -> new Event.Withdraw(Set.of(prefix()));
            case 17 -> random.nextBoolean()
                    ? new Event.PushCompleted(name, sessions.getOrDefault(name, 0L))
                    : new Event.PushFailed(name, sessions.getOrDefault(name, 0L), "timeout");
            case 18 -> new Event.PullFailed(name, sessions.getOrDefault(name, 0L), "timeout");
            case 19 -> random.nextBoolean()
                    ? new Event.InterfaceLost(name, "no carrier")
                    : new Event.InterfaceOpenFailed(name, opens.getOrDefault(name, 0L), "busy");
            case 20 -> random.nextBoolean()
                    ? new Event.InterfaceRemoved(name)
                    : new Event.ExpirePeer(neighbor().address());
            case 21 -> new Event.SuppressLink(name, hand.now().plusMillis(random.nextInt(3000) - 500), "a fault");
            case 24 -> new Event.PeersProbed(List.of(new PeerProbe(name, sessions.getOrDefault(name, 0L),
                    one(ProbeState.class),
                    PathDelay.ofMicros(random.nextInt(1000)))));
            case 25 -> new Event.LinkRoleSet(name, one(LinkRole.class));
            case 22 -> random.nextBoolean()
                    ? new Event.PeerUnauthenticated(name, neighbor().address(), "no key")
                    : new Event.AddressesChanged(Set.of(), random.nextBoolean() ? Set.of() : Set.of(prefix()));
            default -> new Event.PacketReceived(name, BOB, false, true);
        };
    }

    private PeerIdentity neighbor() {
        return random.nextBoolean() ? BOB : NEIGHBORS.get(random.nextInt(NEIGHBORS.size()));
    }

    private Prefix prefix() {
        return random.nextInt(12) == 0 ? RESERVED : Prefix.parse("fd00:" + random.nextInt(6) + "::/64");
    }

    private List<PathVector> paths() {
        return List.of(pv(prefix(), "bob"), pv(prefix(), "x", "bob"));
    }

    private Update update() {
        return random.nextBoolean() ? new Update(paths(), List.of()) : new Update(List.of(), paths());
    }

    private <E extends Enum<E>> E one(Class<E> type) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.get(random.nextInt(all.size()));
    }
}
