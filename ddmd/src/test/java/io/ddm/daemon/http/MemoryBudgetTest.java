package io.ddm.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

    private final AtomicLong nanos = new AtomicLong(1);
    private final List<String> refused = new ArrayList<>();
    private final List<String> revoked = new ArrayList<>();
    private final MemoryBudget budget = new MemoryBudget("memory", 100, 40,
            (listener, cause, source) -> refused.add(source), nanos::get);

    private MemoryBudget.Lease lease(String source, boolean isPrivileged) {
        return budget.lease(isPrivileged, source, () -> revoked.add(source));
    }

    @Test
    void leavesTheReserveToPrivilegedClients() {
        MemoryBudget.Lease first = lease("first", false);
        assertThat(first.grow(60)).isTrue();
        assertThat(lease("second", false).grow(1)).isFalse();
        assertThat(lease("unix", true).grow(40)).isTrue();
        assertThat(lease("unix 2", true).grow(1)).isFalse();
        assertThat(refused).containsExactly("second", "unix 2");
        first.release();
        first.release();
        assertThat(budget.used()).isEqualTo(40);
    }

    @Test
    void revokesTheOldestExpiredLeases() {
        MemoryBudget.Lease old = lease("old", false);
        assertThat(old.grow(30)).isTrue();
        nanos.addAndGet(MemoryBudget.MIN_HOLD.toNanos() - 1);
        assertThat(lease("recent", false).grow(30)).isTrue();
        assertThat(lease("early", false).grow(10)).as("nobody had its time yet").isFalse();
        assertThat(old.grow(10)).as("nor revokes a lease itself").isFalse();
        nanos.incrementAndGet();
        assertThat(lease("late", false).grow(20)).isTrue();
        assertThat(revoked).containsExactly("old");
        assertThat(budget.used()).isEqualTo(50);
    }

    @Test
    void shrinksLeasesByAtMostTheirBytes() {
        MemoryBudget.Lease early = lease("early", false);
        assertThat(early.grow(30)).isTrue();
        early.shrink(10);
        assertThat(budget.used()).isEqualTo(20);
        early.shrink(100);
        assertThat(budget.used()).as("no more than was leased").isZero();
        nanos.addAndGet(MemoryBudget.MIN_HOLD.toNanos());
        assertThat(early.grow(60)).isTrue();
        assertThat(lease("late", false).grow(1)).as("the lease begins again").isFalse();
    }

    @Test
    void keepsLeasesOfTheUnixSocketFromTcpClients() {
        assertThat(lease("unix", true).grow(60)).isTrue();
        nanos.addAndGet(2 * MemoryBudget.MIN_HOLD.toNanos());
        assertThat(lease("tcp", false).grow(1)).isFalse();
        assertThat(revoked).isEmpty();
    }
}
