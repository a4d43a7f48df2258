package io.ddm.daemon.warmup;

import io.ddm.daemon.linux.Libc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the daemon fast before it is needed. HotSpot compiles a method after some hundred calls; until then it
 * interprets it, and a prefix takes several times as long on its way. A router in a quiet network would take days to
 * get there. So a few seconds after the start {@link PrivateNetwork} originates and withdraws a prefix
 * {@link #CHANGES} times, on threads that run when little else does. The data directory is used for files that go when
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
    private static final int LEAST_PRIORITY = 19;

    private final Path directory;
    private final Duration delay;
    private final Thread thread = Thread.ofPlatform().daemon().name("warm-up").unstarted(this::run);

    WarmUp(Path dataDirectory, Duration delay) {
        this.directory = dataDirectory.resolve(DIRECTORY);
        this.delay = delay;
    }

    /**
     * Starts it.
     *
     * @param dataDirectory of the daemon
     */
    public static WarmUp start(Path dataDirectory) {
        return start(dataDirectory, DELAY);
    }

    static WarmUp start(Path dataDirectory, Duration delay) {
        WarmUp warmUp = new WarmUp(dataDirectory, delay);
        warmUp.thread.start();
        return warmUp;
    }

    /** The calling thread runs from now on only when little else does. */
    static void yieldToOthers() {
        int code = Libc.nice(LEAST_PRIORITY);
        if (code < 0) {
            LOG.debug("warm-up: the priority of a thread could not be lowered: error {}", -code);
        }
    }

    /** What fails here fails nowhere else: the daemon is only slower for a while. */
    private void run() {
        try {
            Thread.sleep(delay);
            yieldToOthers();
            LOG.info("{}", warmUp());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.info("not warmed up, so changes are slower until the code of their path is compiled: {}",
                    e.toString());
        }
    }

    /**
     * Does it.
     *
     * @return what was measured, for operators
     * @throws IOException if the private network could not be made, or a change was refused or lost
     */
    String warmUp() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long first = 0;
        long last = 0;
        int changes = 0;
        try (PrivateNetwork network = PrivateNetwork.open(directory)) {
            while (changes < CHANGES && System.nanoTime() - begin < LIMIT.toNanos()) {
                long start = System.nanoTime();
                network.change(changes);
                last = System.nanoTime() - start;
                first = changes == 0 ? last : first;
                changes++;
            }
        }
        return "warmed up in %,d ms: %d changes went through private routers, the first in %.1f ms, the last in %.1f ms"
                .formatted((System.nanoTime() - begin) / 1_000_000, changes, first / 1e6, last / 1e6);
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
