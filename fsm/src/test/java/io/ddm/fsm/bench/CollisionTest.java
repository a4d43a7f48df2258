package io.ddm.fsm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.PeerIdentity;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prefixes of one hash cost what others cost: in the RIB, in the FIB, and in what each peer is told. */
class CollisionTest {

    private static final int PREFIXES = 4000;

    @Test
    void prefixesOfOneHashCostNoMoreThanOthers() {
        assertThat(Prefixes.colliding(PREFIXES, 1)).extracting(Prefix::hashCode)
                .containsOnly(Prefixes.colliding(1, 1).getFirst().hashCode());
        takeIn(Prefixes.random(PREFIXES, 1));
        double random = takeIn(Prefixes.random(PREFIXES, 2));
        double colliding = takeIn(Prefixes.colliding(PREFIXES, 2));
        System.out.printf("%d prefixes: random %.0f ms, colliding %.0f ms%n", PREFIXES, random, colliding);
        assertThat(colliding).as("ms, where random ones take %.0f ms; hashed, these took 27 s", random)
                .isLessThan(10 * random + 100);
    }

    /** From the pull to what two other peers were told; ms of processor time. */
    private static double takeIn(List<Prefix> prefixes) {
        Router router = new Router(RouterConfig.of(new RouterId("me"), RouterKind.TRANSIT));
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        long epoch = 0;
        for (int i = 1; i <= 3; i++) {
            String name = "eth" + i;
            router.handle(new Event.InterfaceConfigured(name), now);
            for (Effect effect : router.handle(new Event.InterfaceReady(name, i, Ipv6Address.parse("fe80::1")), now)) {
                if (effect instanceof Effect.OpenInterface open) {
                    router.handle(new Event.InterfaceOpened(name, open.epoch()), now);
                }
            }
            PeerIdentity peer = new PeerIdentity(Ipv6Address.parse("fe80::2:" + i), new RouterId("p" + i),
                    RouterKind.TRANSIT, ProtocolVersion.V2);
            for (Effect effect : router.handle(new Event.PacketReceived(name, peer, false, true), now)) {
                if (effect instanceof Effect.Pull pull && i == 1) {
                    epoch = pull.epoch();
                }
            }
        }
        long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        router.handle(new Event.PullCompleted("eth1", epoch, Prefixes.offered(prefixes, "x"), PeerCapabilities.NONE),
                now);
        while (router.isBusy()) {
            for (Effect effect : router.handle(new Event.Tick(), now)) {
                if (effect instanceof Effect.Push push) {
                    router.handle(new Event.PushCompleted(push.name(), push.epoch()), now);
                }
            }
        }
        assertThat(router.reports().fib()).hasSize(prefixes.size());
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e6;
    }
}
