package io.ddm.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Ipv6Address;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PacketBudgetTest {

    private static final int PACKETS = 200;

    private final AtomicLong nanos = new AtomicLong();
    private final PacketBudget budget = new PacketBudget(PACKETS, nanos::get);
    private final Ipv6Address peer = Ipv6Address.parse("fe80::1");

    @Test
    void unknownSourcesDoNotUseUpThePeersBudget() {
        budget.peer(peer);
        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            Ipv6Address ghost = new Ipv6Address(0xfe80_0000_0000_0000L, 1000 + i);
            if (budget.passes(ghost) && budget.rejectsSolicitation(ghost).isEmpty()) {
                passed++;
            }
        }
        assertThat(passed).isEqualTo(PacketBudget.UNKNOWN_SOLICITATIONS_PER_SECOND);
        assertThat(budget.passes(peer)).isTrue();
        assertThat(budget.rejectsSolicitation(peer)).isEmpty();
    }

    @Test
    void oneSourceLeavesRoomForOtherUnknownOnes() {
        Ipv6Address ghost = Ipv6Address.parse("fe80::bad");
        for (int i = 0; i < 180; i++) {
            budget.rejectsSolicitation(ghost);
        }
        assertThat(budget.rejectsSolicitation(ghost)).contains("too many solicitations of one source");
        for (int i = 0; i < PacketBudget.SOLICITATIONS_PER_SOURCE; i++) {
            assertThat(budget.rejectsSolicitation(peer)).isEmpty();
        }
        nanos.addAndGet(1_000_000_000);
        assertThat(budget.rejectsSolicitation(ghost)).isEmpty();
    }
}
