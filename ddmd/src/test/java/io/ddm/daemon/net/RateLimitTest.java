package io.ddm.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
    private final RateLimit limit = new RateLimit(100, nanos::get);

    @Test
    void allowsBurstOfOneSecondThenRate() {
        assertThat(passed(150)).isEqualTo(100);
        nanos.addAndGet(500_000_000);
        assertThat(passed(100)).isEqualTo(50);
        nanos.addAndGet(3_000_000_000L);
        assertThat(passed(500)).as("no more is saved up than a second's").isEqualTo(100);
    }

    private long passed(int tries) {
        return IntStream.range(0, tries).filter(i -> limit.pass()).count();
    }
}
