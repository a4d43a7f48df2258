package io.ddm.daemon;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the thread that starts or stops the daemon waits for event loops and the kernel. Never on an event loop. */
final class BlockingWait {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    private BlockingWait() {}

    /**
     * Waits for what a start cannot do without.
     *
     * @param failure what it means that it fails; begins the exception's message
     */
    static <T> T require(Future<T> future, String failure) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(failure + ": " + reason(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failure + ": interrupted", e);
        }
    }

    /** Waits for what a stop goes on without; says {@code otherwise} in the log if it fails or takes longer. */
    static void settle(CompletionStage<?> stage, Duration timeout, String otherwise) {
        try {
            stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{}: {}", otherwise, e.getMessage() == null ? "out of time" : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where IPv6 is disabled, Java's exceptions have no message or name a family that is not supported. */
    private static String reason(Throwable cause) {
        if (!Files.exists(Path.of("/proc/net/if_inet6")) || isIpv6Disabled()) {
            return "IPv6 is disabled on this machine (net.ipv6.conf.all.disable_ipv6); DDM routes IPv6 and needs it";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static boolean isIpv6Disabled() {
        try {
            return "1".equals(Files.readString(Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6")).strip());
        } catch (IOException e) {
            return false;
        }
    }
}
