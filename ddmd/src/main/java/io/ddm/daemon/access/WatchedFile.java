package io.ddm.daemon.access;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose changes take effect without a restart: a thread checks it every 500 ms and reads it when it has changed,
 * so users of its content never wait for a disk. If a change makes it invalid, that is logged, and the previous content
 * stays in effect. Thread-safe.
 *
 * @param <T> type of the content
 */
public final class WatchedFile<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** Time between checks. */
    static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    /** Reads and parses a file. */
    public interface Reading<T> {
        /**
         * Reads the file.
         *
         * @throws IOException if it is missing or invalid; the message names file and reason, and quotes no content
         */
        T read(Path file) throws IOException;
    }

    private final String flag;
    private final Path file;
    private final Reading<T> reading;
    private List<Object> stamp;
    private final Thread watcher;
    private volatile T content;

    /**
     * Reads the file for the first time.
     *
     * @param flag the flag that names it, for messages
     * @throws IOException if it is missing or invalid; the message names flag, file and reason
     */
    public WatchedFile(String flag, Path file, Reading<T> reading) throws IOException {
        this.flag = flag;
        this.file = file;
        this.reading = reading;
        this.stamp = stamp(file);
        try {
            this.content = reading.read(file);
        } catch (IOException e) {
            throw new IOException(flag + " " + e.getMessage(), e);
        }
        WeakReference<WatchedFile<T>> watched = new WeakReference<>(this);
        watcher = Thread.ofVirtual().name("watch " + flag).start(() -> watch(watched));
    }

    /** Changes are not seen any more. */
    @Override
    public void close() {
        watcher.interrupt();
    }

    /** Ends when the file is closed, or its owner is gone. */
    private static <T> void watch(WeakReference<WatchedFile<T>> watched) {
        try {
            do {
                Thread.sleep(CHECK_INTERVAL);
            } while (check(watched));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> boolean check(WeakReference<WatchedFile<T>> watched) {
        WatchedFile<T> file = watched.get();
        if (file != null) {
            file.check();
        }
        return file != null;
    }

    /** The latest valid content. */
    public T get() {
        return content;
    }

    /**
     * Result of a reload.
     *
     * @param flag the flag that names the file
     * @param read whether the content was valid and is in effect; if not, the previous content is
     */
    public record Reload(String flag, boolean read) {}

    /** Reads the file now, changed or not, and logs the result. */
    public synchronized Reload reload() {
        stamp = stamp(file);
        return new Reload(flag, read());
    }

    private boolean read() {
        try {
            content = reading.read(file);
            LOG.info("{} {} was reloaded", flag, file);
            return true;
        } catch (IOException e) {
            LOG.error("{} {}; its previous content stays in effect", flag, e.getMessage());
            return false;
        }
    }

    /** Checks the file now. */
    public synchronized void check() {
        // Taken before the file is read, so a change between the two is seen by the next check.
        List<Object> now = stamp(file);
        if (!now.equals(stamp)) {
            stamp = now;
            read();
        }
    }

    /** Changes when the file is written, replaced, removed, or gets other permissions. */
    private static List<Object> stamp(Path file) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()),
                    attributes.permissions());
        } catch (NoSuchFileException e) {
            return List.of("gone");
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
