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
 * A file whose changes count without a restart: looked at every half second on a thread of its own, read when something
 * about it has changed. So whoever needs its content never waits for a disk. A change for the worse is logged, and what
 * it said before counts until it is mended. Thread-safe.
 *
 * @param <T> what stands in the file
 */
public final class WatchedFile<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    /** How long a change goes unseen at most. */
    static final Duration PAUSE = Duration.ofMillis(500);

    /** Makes sense of a file. */
    public interface Reading<T> {
        /**
         * Reads it.
         *
         * @throws IOException if there is none; the message names the file and the reason, and quotes nothing
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
     * @throws IOException if it makes no sense; the message names flag, file and reason
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
                Thread.sleep(PAUSE);
            } while (isLookedAt(watched));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> boolean isLookedAt(WeakReference<WatchedFile<T>> watched) {
        WatchedFile<T> file = watched.get();
        if (file != null) {
            file.look();
        }
        return file != null;
    }

    /** What stands in the file, or what stood there last that made sense. */
    public T get() {
        return content;
    }

    /**
     * What became of reading a file again.
     *
     * @param flag the flag that names the file
     * @param read whether its content counts now; if not, the previous one does
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
            LOG.info("{} {} was read again", flag, file);
            return true;
        } catch (IOException e) {
            LOG.error("{} {}; its previous content stays in effect", flag, e.getMessage());
            return false;
        }
    }

    /** Looks at the file now. */
    public synchronized void look() {
        // Looked at before it is read: a change between the two is seen the next time.
        List<Object> now = stamp(file);
        if (!now.equals(stamp)) {
            stamp = now;
            read();
        }
    }

    /** Differs when the file has been written, replaced, removed, or opened to others. */
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
