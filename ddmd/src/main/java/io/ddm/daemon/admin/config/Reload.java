package io.ddm.daemon.admin.config;

import io.ddm.api.admin.config.ReloadReport;
import io.ddm.daemon.access.WatchedFile;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.config.file.BadConfigException;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again, applies what applies live and says what needs a restart. A configuration that is wrong
 * anywhere changes nothing. One reload at a time; threads that may block.
 */
public final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** Upper bound on the time that changes of interfaces, roles and policies take together. */
    private static final Duration APPLY_TIMEOUT = Duration.ofSeconds(10);

    /** Applies what applies live. */
    @FunctionalInterface
    public interface Target {
        /**
         * Applies the differences.
         *
         * @return completes when they are in effect
         */
        Future<Void> apply(Settings before, Settings after);
    }

    private final ConfigSource source;
    private final Target target;
    private final Supplier<List<WatchedFile.Reload>> files;
    private final ReentrantLock turn = new ReentrantLock();
    private Settings running;

    /**
     * @param loaded what the daemon was started with
     * @param files reads the files of tokens and keys again
     */
    public Reload(ConfigSource.Loaded loaded, Target target, Supplier<List<WatchedFile.Reload>> files) {
        this.source = loaded.source();
        this.running = loaded.settings();
        this.target = target;
        this.files = files;
    }

    /**
     * Reloads.
     *
     * @param isDryRun whether to change nothing and only say what would change
     * @throws BadConfigException if the configuration cannot be used; nothing is changed
     * @throws IOException if earlier reloads do not end, or the router does not apply the changes in time; the next
     *     reload tries them again
     */
    public ReloadReport run(boolean isDryRun) throws IOException {
        awaitTurn();
        try {
            Settings next = source.load().settings();
            Settings applied = ConfigKeys.applied(running, next);
            check(next, applied);
            List<ReloadReport.Change> changes = ConfigKeys.changes(running, next);
            List<WatchedFile.Reload> read = isDryRun ? List.of() : apply(applied);
            return new ReloadReport(isDryRun, source.file().map(Path::toString), changes, read.stream()
                    .map(file -> new ReloadReport.FileRead(file.flag().substring(2), file.read()))
                    .toList());
        } finally {
            turn.unlock();
        }
    }

    /** Reloads and logs the result. */
    public void onSignal() {
        try {
            log(run(false));
        } catch (BadConfigException e) {
            e.problems().forEach(problem -> LOG.error("not reloaded: {}; nothing was changed", problem));
        } catch (IOException e) {
            LOG.error("not reloaded: {}", e.getMessage());
        }
    }

    /** Logs what a reload has changed. */
    static void log(ReloadReport report) {
        for (ReloadReport.Change change : report.changes()) {
            LOG.info("reload: {} was {} and is {}: {}", change.key(), change.before(), change.after(),
                    switch (change.effect()) {
                        case LIVE -> "applied";
                        case RESETS_SESSIONS -> "applied; removed interfaces have lost their sessions";
                        case RESTART -> "needs a restart";
                    });
        }
        String kept = flags(report, false);
        if (!kept.isEmpty()) {
            LOG.error("not reloaded: {}; the previous content stays in effect, see the lines before", kept);
        }
        String read = flags(report, true);
        LOG.info("reloaded: {} changed keys; files read again: {}", report.changes().size(),
                read.isEmpty() ? "none" : read);
    }

    /** An earlier reload may have read the file before its latest change, so the later one is not left out. */
    private void awaitTurn() throws IOException {
        try {
            if (!turn.tryLock(APPLY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("an earlier reload does not end; nothing was changed, try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; nothing was changed", e);
        }
    }

    private static void check(Settings next, Settings applied) {
        try {
            ConfigKeys.config(next);
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(List.of(String.valueOf(e.getMessage())));
        }
        try {
            ConfigKeys.config(applied);
        } catch (IllegalArgumentException e) {
            throw new BadConfigException(
                    List.of("the changes need a restart: without it the daemon would have " + e.getMessage()));
        }
    }

    private List<WatchedFile.Reload> apply(Settings applied) throws IOException {
        try {
            target.apply(running, applied)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(APPLY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause.getMessage() == null ? "the router does not answer" : cause.getMessage();
            throw new IOException("not all changes are in effect: " + reason + "; try again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; not all changes are in effect", e);
        }
        running = applied;
        return files.get();
    }

    private static String flags(ReloadReport report, boolean isRead) {
        return report.files()
                .stream()
                .filter(file -> file.isRead() == isRead)
                .map(file -> "--" + file.key())
                .collect(Collectors.joining(", "));
    }
}
