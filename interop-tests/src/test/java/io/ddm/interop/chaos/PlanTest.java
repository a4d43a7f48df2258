package io.ddm.interop.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.interop.chaos.Network.Condition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A failure is worth little if its seed does not bring it back. */
final class PlanTest {

    @Test
    void sameSeedGivesSamePlan() {
        assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    }

    @Test
    void drawsEveryFaultAndKeepsNetworkAlive() {
        Plan plan = new Plan(1, true);
        Set<String> kinds = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            kinds.add(plan.next().kind());
            assertThat(plan.network().nodes(Condition::hasProcess)).hasSizeGreaterThanOrEqualTo(5);
        }
        assertThat(kinds).containsExactlyInAnyOrder("kill", "kill during change", "stop", "stop during change", "start",
                "pause", "resume", "cut", "silence", "heal", "flap", "delete route", "replace route", "flush routes",
                "originate prefixes", "withdraw prefixes", "originate tunnels", "withdraw tunnels");
    }

    @Test
    void resumesAllNodesInTheEnd() {
        Plan plan = new Plan(3, true);
        for (int i = 0; i < 200; i++) {
            plan.next();
            if (i % 10 == 0) {
                plan.peace();
                assertThat(plan.network().nodes(Condition.PAUSED::equals)).isEmpty();
            }
        }
    }

    @Test
    void silencesNoLinkWithoutPacketFilter() {
        Plan plan = new Plan(1, false);
        assertThat(LongStream.range(0, 1000).mapToObj(i -> plan.next())).noneMatch(Fault.Silence.class::isInstance);
    }

    @Test
    void networkOfEightNodesIsConnected() {
        for (long seed = 0; seed < 200; seed++) {
            Plan plan = new Plan(seed, true);
            plan.beginning();
            Oracle oracle = new Oracle(plan.network());
            assertThat(plan.network().nodes()).as(plan.links())
                    .hasSize(8)
                    .allSatisfy(node -> assertThat(oracle.routes(node)).hasSize(7 * 8));
        }
    }

    private static List<String> drawn(long seed) {
        Plan plan = new Plan(seed, true);
        List<String> drawn = new ArrayList<>(List.of(plan.links()));
        for (int i = 0; i < 100; i++) {
            drawn.add(plan.next() + " " + plan.pause());
        }
        plan.peace().forEach(fault -> drawn.add(fault.toString()));
        return drawn;
    }
}
