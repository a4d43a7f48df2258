package io.ddm.cli.view;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The size of a terminal, not older than a moment: to ask for it takes a process, and output may have many pages. */
final class RecentSize implements Supplier<ScreenSize> {

    private static final long MAX_AGE_NANOS = Duration.ofMillis(500).toNanos();

    private final Supplier<ScreenSize> now;
    private final LongSupplier clock;
    private @Nullable ScreenSize last;
    private long askedAt;

    /**
     * @param now asks for the size
     * @param clock monotonic, in nanoseconds
     */
    RecentSize(Supplier<ScreenSize> now, LongSupplier clock) {
        this.now = now;
        this.clock = clock;
    }

    @Override
    public ScreenSize get() {
        ScreenSize size = last;
        if (size == null || clock.getAsLong() - askedAt > MAX_AGE_NANOS) {
            size = now.get();
            last = size;
            askedAt = clock.getAsLong();
        }
        return size;
    }
}
