package io.ddm.daemon.warmup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the daemon fast before it is needed. HotSpot interprets the first few hundred calls of a method and only then
 * compiles it; until then a prefix takes several times as long on its way. A router in a quiet network would take days
 * to get there. So a few seconds after the start a {@link PrivateNetwork} originates and withdraws a prefix
 * {@link #CHANGES} times.
 *
 * <p>It rests after each change for {@link #REST} times as long as that took. It has no lower priority instead:
 * threads inherit that, and those that virtual threads and timers share may be started by it. The data directory is
 * used for files that go when it ends; the next start removes what a crash has left of them.
 */
public final class WarmUp implements AutoCloseable {

    /** More than HotSpot's threshold of 200 calls, for methods that only one of the two kinds of change calls. */
    static final int CHANGES = 600;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** The start itself, and that of the routers beside it, comes first; then it waits for the router as often. */
    private static final Duration DELAY = Duration.ofSeconds(5);

    /** On a machine without an idle processor the rest is not worth the wait. With its end it takes a minute. */
    private static final Duration LIMIT = Duration.ofSeconds(55);

    /** Its share of the 2 s in which a stop is promised. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    /** It takes a quarter of a processor. */
    private static final int REST = 3;

    private static final String DIRECTORY = "warm-up";

    private final Path directory;
    private final Duration delay;
    private final int changes;
    private final Supplier<CompletionStage<Boolean>> settled;
    private final Thread thread = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::run);

    /**
     * @param settled whether the router has what its peers had to offer, and the kernel too
     */
    WarmUp(Path dataDirectory, Duration delay, int changes, Supplier<CompletionStage<Boolean>> settled) {
        this.settled = settled;
        this.directory = dataDirectory.resolve(DIRECTORY);
        this.delay = delay;
        this.changes = changes;
    }

    /**
     * Starts the thread that waits for its time.
     *
     * @param dataDirectory of the daemon
     * @param settled whether the router has what its peers had to offer, and the kernel too; asked now and then
     */
    public static WarmUp start(Path dataDirectory, Supplier<CompletionStage<Boolean>> settled) {
        return new WarmUp(dataDirectory, DELAY, CHANGES, settled).begin();
    }

    WarmUp begin() {
        thread.start();
        return this;
    }

    /** What fails here fails nowhere else: the daemon is only slower for a while. */
    private void run() {
        try {
            do {
                Thread.sleep(delay);
            } while (!settled.get().toCompletableFuture().get());
            LOG.info("{}", warmUp());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // A stop interrupts it, which closes the connection that it waits for.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.info("not warmed up, so changes are slower until the code of their path is compiled: {}",
                        e.toString());
            }
        }
    }

    /**
     * Makes the network, changes it, and removes it.
     *
     * @return what was measured, for operators
     * @throws IOException if the private network could not be made, or a change was refused or lost
     */
    String warmUp() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long first = 0;
        long last = 0;
        int done = 0;
        long deadline = begin + LIMIT.toNanos();
        try (PrivateNetwork network = PrivateNetwork.open(directory, deadline)) {
            while (done < changes && deadline - System.nanoTime() > 0) {
                long start = System.nanoTime();
                network.change(done);
                last = System.nanoTime() - start;
                first = done == 0 ? last : first;
                done++;
                Thread.sleep(Duration.ofNanos(Math.clamp(deadline - System.nanoTime(), 0, REST * last)));
            }
        }
        String how = done < changes ? "in part " : "";
        return String.format(Locale.ROOT,
                "warmed up %sin %,d ms: %d changes went through private routers, the first in %.1f ms, the last in"
                        + " %.1f ms",
                how, (System.nanoTime() - begin) / 1_000_000, done, first / 1e6, last / 1e6);
    }

    /** Ends it soon; returns at once. */
    public void end() {
        thread.interrupt();
    }

    /** Ends it; harmless if it has ended. */
    @Override
    public void close() {
        end();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.debug("the warm-up has not ended in {} ms", CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
