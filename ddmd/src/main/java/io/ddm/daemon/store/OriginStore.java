package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The originated destinations on disk. A call returns when its change is on stable storage; one that changes nothing
 * writes nothing. Blocking, and not thread-safe: called by one worker at a time, never by the event loop; only
 * {@link #status} may be asked by anybody.
 *
 * <p>A disk that cannot be read or written keeps no router from routing: it starts with what can be read and refuses
 * changes for as long as they cannot be stored. What could not be read is set aside, never overwritten.
 */
public final class OriginStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OriginStore.class);
    private static final String FILE = "originated.log";
    private static final String LOCK = "originated.lock";

    /** The log is written anew when it has so many more lines than there are destinations. */
    private static final int SPARE_LINES = 10_000;

    private final @Nullable FileChannel lock;
    private final LogFile file;
    private final Path path;
    private final Set<Destination> stored = new LinkedHashSet<>();
    private int lines;
    /** Whether the file is known to hold what is stored and nothing else, so that it can be appended to. */
    private boolean trusted;
    /** Damage of a file that has not been set aside yet. */
    private Optional<String> damage = Optional.empty();
    private volatile StoreStatus status = StoreStatus.GOOD;

    private OriginStore(Path directory) throws IOException {
        this.lock = lock(directory);
        this.path = directory.resolve(FILE);
        this.file = new LogFile(path);
    }

    /**
     * Opens the store in a directory, which is made if need be.
     *
     * @throws IOException if another process has the store open; whatever else is wrong, {@link #status} says
     */
    public static OriginStore open(Path directory) throws IOException {
        OriginStore store = new OriginStore(directory);
        store.read();
        return store;
    }

    /** Everything stored. */
    public Set<Destination> load() {
        return Set.copyOf(stored);
    }

    /** How many destinations are stored. */
    public int size() {
        return stored.size();
    }

    /** How it is; never waits. */
    public StoreStatus status() {
        return status;
    }

    /**
     * Adds destinations.
     *
     * @throws StoreException if they are not on stable storage; none of them is stored then
     */
    public void add(Collection<Destination> destinations) throws StoreException {
        List<Destination> missing = destinations.stream().distinct().filter(d -> !stored.contains(d)).toList();
        change(missing, true);
        stored.addAll(missing);
    }

    /**
     * Removes destinations.
     *
     * @throws StoreException if that is not on stable storage; all of them are still stored then
     */
    public void remove(Collection<Destination> destinations) throws StoreException {
        List<Destination> present = destinations.stream().distinct().filter(stored::contains).toList();
        change(present, false);
        present.forEach(stored::remove);
    }

    /** Tries what has failed again, so that {@link #status} tells when it would not fail any more. */
    public void retry() {
        if (!trusted) {
            try {
                rewrite(stored);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            LOG.warn("{} was not closed in order: {}", path, e.toString());
        }
    }

    private void read() {
        OriginLog.Content content;
        long length = 0;
        try {
            Optional<byte[]> bytes = file.read();
            length = bytes.map(b -> b.length).orElse(0);
            content = OriginLog.read(bytes.orElse(new byte[0]));
            trusted = bytes.isPresent() && content.isWhole();
        } catch (IOException e) {
            content = new OriginLog.Content(Set.of(), 0, false, Optional.of("it cannot be read: " + e));
        }
        stored.addAll(content.destinations());
        lines = content.lines();
        damage = content.damage();
        damage.ifPresent(words -> {
            LOG.error("{}: {}; going on with the {} destinations that could be read", path, words, stored.size());
            status = new StoreStatus(Optional.of(path + ": " + words), Optional.empty(), false);
        });
        try {
            if (trusted) {
                file.openAt(length);
            } else {
                rewrite(stored);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void change(List<Destination> destinations, boolean added) throws StoreException {
        if (destinations.isEmpty()) {
            return;
        }
        try {
            if (trusted && !isTooLong()) {
                file.append(OriginLog.change(destinations, added));
                lines += destinations.size() + 1;
            } else {
                Set<Destination> next = new LinkedHashSet<>(stored);
                if (added) {
                    next.addAll(destinations);
                } else {
                    destinations.forEach(next::remove);
                }
                rewrite(next);
            }
        } catch (IOException e) {
            failed(e);
            throw new StoreException("the originated prefixes cannot be stored: " + status.failure().orElse(""),
                    status.full(), e);
        }
    }

    /** Puts a new file in the place of the old, which is set aside if it has something that could not be read. */
    private void rewrite(Set<Destination> all) throws IOException {
        if (damage.isPresent()) {
            file.setAside().ifPresent(aside -> {
                LOG.error("{}: kept as {}", path, aside);
                status = new StoreStatus(status.damage().map(words -> words + "; it is kept as " + aside),
                        status.failure(), status.full());
            });
            damage = Optional.empty();
        }
        file.replace(OriginLog.change(all, true));
        lines = all.size() + 1;
        trusted = true;
        if (status.failure().isPresent()) {
            LOG.info("{} can be written", path);
            status = new StoreStatus(status.damage(), Optional.empty(), false);
        }
    }

    private void failed(IOException e) {
        trusted = false;
        boolean full = file.isDiskFull();
        String reason = (full ? "no space left: " : "") + e;
        if (status.failure().isEmpty()) {
            LOG.error("{} cannot be written: {}; routing goes on, changes of what is originated are refused", path,
                    reason);
        }
        status = new StoreStatus(status.damage(), Optional.of(reason), full);
    }

    private boolean isTooLong() {
        return lines > 2 * stored.size() + SPARE_LINES;
    }

    /** Keeps other processes out; where that cannot be had nobody can write either. */
    private static @Nullable FileChannel lock(Path directory) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        } catch (IOException e) {
            return null;
        }
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // This very process: said in the same words.
        }
        channel.close();
        throw new IOException(directory + " is in use by another process");
    }
}
