package io.ddm.daemon.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may take how much of the memory for bodies. */
class BodyBudgetTest {

    private static final int MOST = 16 << 20;

    @Test
    void linkLeavesAsMuchAsItUses() {
        BodyBudget budget = new BodyBudget(MOST);
        List<BodyBudget.Lease> greedy = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            BodyBudget.Lease lease = budget.lease("greedy");
            lease.grow(BodyBudget.FREE_BYTES + (1 << 20));
            greedy.add(lease);
        }
        try (BodyBudget.Lease honest = budget.lease("honest")) {
            assertThat(honest.grow(BodyBudget.FREE_BYTES + (4 << 20))).isTrue();
        }
        greedy.forEach(BodyBudget.Lease::close);
        try (BodyBudget.Lease largest = budget.lease("greedy")) {
            assertThat(largest.grow(BodyBudget.FREE_BYTES + budget.largest())).isTrue();
            assertThat(largest.grow(BodyBudget.FREE_BYTES + budget.largest() + 1)).isFalse();
        }
    }

    @Test
    void everyBodyHasFreeAllowance() {
        BodyBudget budget = new BodyBudget(MOST);
        List<BodyBudget.Lease> others = ExchangeFixtures.fill(budget, MOST);
        try (BodyBudget.Lease lease = budget.lease("a")) {
            assertThat(lease.grow(BodyBudget.FREE_BYTES)).isTrue();
            assertThat(lease.grow(BodyBudget.FREE_BYTES + 1024)).isFalse();
        }
        others.forEach(BodyBudget.Lease::close);
    }

    @Test
    void shrinkReturnsMemory() {
        BodyBudget budget = new BodyBudget(MOST);
        try (BodyBudget.Lease first = budget.lease("a"); BodyBudget.Lease second = budget.lease("a")) {
            assertThat(first.grow(budget.largest())).isTrue();
            assertThat(second.grow(budget.largest())).isFalse();
            first.shrink(1 << 20);
            assertThat(second.grow(6 << 20)).isTrue();
            first.shrink(0);
            assertThat(second.grow(BodyBudget.FREE_BYTES + budget.largest())).isTrue();
        }
    }
}
