package io.ddm.daemon.warmup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the daemon fast before it is needed. HotSpot interprets the first few hundred calls of a method and only then
 * compiles it; until then a prefix takes several times as long on its way. A router in a quiet network would take days
 * to get there. So a few seconds after the start a {@link PrivateNetwork} originates and withdraws a prefix
 * {@link #CHANGES} times.
 *
 * <p>It rests after each change for as long as that took. It has no lower priority instead: threads inherit that, and
 * those that virtual threads and timers share may be started by it. The data directory is used for files that go when
 * it ends; the next start removes what a crash has left of them.
 */
public final class WarmUp implements AutoCloseable {

    /** More than HotSpot's threshold of 200 calls, for methods that only one of the two kinds of change calls. */
    static final int CHANGES = 600;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** The start itself, and that of the routers beside it, comes first. */
    private static final Duration DELAY = Duration.ofSeconds(5);

    /** On a machine without an idle processor the rest is not worth the wait. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Its share of the 2 s in which a stop is promised. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(200);

    private static final String DIRECTORY = "warm-up";

    private final Path directory;
    private final Duration delay;
    private final int changes;
    private final Thread thread = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::run);

    WarmUp(Path dataDirectory, Duration delay, int changes) {
        this.directory = dataDirectory.resolve(DIRECTORY);
        this.delay = delay;
        this.changes = changes;
    }

    /**
     * Starts it.
     *
     * @param dataDirectory of the daemon
     */
    public static WarmUp start(Path dataDirectory) {
        return start(dataDirectory, DELAY, CHANGES);
    }

    static WarmUp start(Path dataDirectory, Duration delay, int changes) {
        WarmUp warmUp = new WarmUp(dataDirectory, delay, changes);
        warmUp.thread.start();
        return warmUp;
    }

    /** What fails here fails nowhere else: the daemon is only slower for a while. */
    private void run() {
        try {
            Thread.sleep(delay);
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
        try (PrivateNetwork network = PrivateNetwork.open(directory)) {
            while (done < changes && System.nanoTime() - begin < LIMIT.toNanos()) {
                long start = System.nanoTime();
                network.change(done);
                last = System.nanoTime() - start;
                first = done == 0 ? last : first;
                done++;
                Thread.sleep(Duration.ofNanos(last));
            }
        }
        return "warmed up in %,d ms: %d changes went through private routers, the first in %.1f ms, the last in %.1f ms"
                .formatted((System.nanoTime() - begin) / 1_000_000, done, first / 1e6, last / 1e6);
    }

    /** Ends it; harmless if it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.debug("the warm-up has not ended in {} ms", CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
