package io.ddm.daemon.store;

import io.ddm.fsm.model.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The originated destinations on disk. A call returns when its change is on stable storage, in the file that the next
 * start reads. Blocking, and not thread-safe: called by one worker at a time, never by the event loop; only
 * {@link #status} may be called by any thread.
 *
 * <p>A disk that cannot be read or written does not keep a router from routing: it starts with what can be read and
 * rejects changes until they can be stored. Three rules keep what was acknowledged:
 *
 * <ul>
 * <li>A log is never written before it was read. A directory that appears late, or replaces the one in use, is locked,
 * read and merged: what it holds is added to what this process holds and announced, except what this process has
 * withdrawn.
 * <li>Before a change is acknowledged, the path must still name the file that was written, and the lock that is held.
 * <li>What could not be read, or is in the log of another process's making and not in the merged one, is kept under
 * another name.
 * </ul>
 */
public final class OriginStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.store");
    private static final String FILE = "originated.log";

    /** The log is written anew when it has so many more lines than there are destinations. */
    private static final int SPARE_LINES = 10_000;

    /** Withdrawals that are remembered for a merge; the oldest are forgotten first. */
    private static final int MAX_WITHDRAWN = 100_000;

    private enum State {
        /** The directory is not locked, or its log was not read: nothing may be written. */
        DETACHED,
        /** The log is ours, but may hold a change that failed: it must be replaced before it is appended to. */
        DIRTY,
        /** The log holds what is stored and nothing else. */
        CLEAN
    }

    private final Path directory;
    private final Path path;
    private final DurableFile file;
    private @Nullable DirectoryLock lock;
    private final Set<Destination> stored = new LinkedHashSet<>();
    private final Set<Destination> withdrawn = new LinkedHashSet<>();
    private Consumer<Set<Destination>> announcement = found -> {};
    private State state = State.DETACHED;
    /** Whether everything stored is in the log that the path names. */
    private boolean complete;
    private int lines;
    private volatile StoreStatus status = StoreStatus.GOOD;

    private OriginStore(Path directory, Function<Path, DurableFile> files) {
        this.directory = directory;
        this.path = directory.resolve(FILE);
        this.file = files.apply(path);
    }

    /**
     * Opens the store in a directory, which is created if it does not exist.
     *
     * @throws IOException if another process has the store open; any other failure is in {@link #status}
     */
    public static OriginStore open(Path directory) throws IOException {
        return open(directory, DurableFile::new);
    }

    static OriginStore open(Path directory, Function<Path, DurableFile> files) throws IOException {
        OriginStore store = new OriginStore(directory, files);
        try {
            store.attach();
        } catch (DirectoryLock.HeldException e) {
            throw e;
        } catch (IOException e) {
            store.failed(e);
        }
        return store;
    }

    /** Everything stored. */
    public Set<Destination> load() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(stored));
    }

    /**
     * What happens to destinations that are found on disk after the start: they have to be announced. Called by the
     * worker, in sequence with its changes.
     */
    public void onFound(Consumer<Set<Destination>> action) {
        announcement = action;
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
        change(destinations, true);
    }

    /**
     * Removes destinations.
     *
     * @throws StoreException if that is not on stable storage; all of them are still stored then
     */
    public void remove(Collection<Destination> destinations) throws StoreException {
        change(destinations, false);
    }

    /** Retries what failed, and checks that the directory and the log are still those that are open. */
    public void retry() {
        try {
            if (!isCurrent()) {
                replacedByAnother();
            }
            if (state == State.DETACHED) {
                attach();
            } else if (state == State.DIRTY) {
                rewrite(stored);
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    @Override
    public void close() {
        try {
            detach();
        } catch (IOException e) {
            LOG.warn("closing {} failed: {}", path, e.toString());
        }
    }

    private void change(Collection<Destination> requested, boolean added) throws StoreException {
        if (requested.isEmpty()) {
            return;
        }
        try {
            requireCurrent();
            if (state == State.DETACHED) {
                attach();
            }
            store(difference(requested, added), added);
        } catch (IOException e) {
            failed(e);
            if (complete && file.isCurrent() && difference(requested, added).isEmpty()) {
                return;
            }
            throw new StoreException("the originated prefixes cannot be stored: " + status.failure().orElse(""),
                    status.full(), e);
        }
    }

    private List<Destination> difference(Collection<Destination> requested, boolean added) {
        return requested.stream().distinct().filter(d -> stored.contains(d) != added).toList();
    }

    private void store(List<Destination> destinations, boolean added) throws IOException {
        if (destinations.isEmpty() && complete) {
            return;
        }
        Set<Destination> next = new LinkedHashSet<>(stored);
        if (added) {
            next.addAll(destinations);
        } else {
            destinations.forEach(next::remove);
        }
        if (state == State.CLEAN && !isTooLong()) {
            file.append(OriginJournal.change(destinations, added));
            lines += destinations.size() + 1;
        } else {
            rewrite(next);
        }
        requireCurrent();
        if (added) {
            stored.addAll(destinations);
            destinations.forEach(withdrawn::remove);
        } else {
            destinations.forEach(stored::remove);
            withdrawn.addAll(destinations);
            while (withdrawn.size() > MAX_WITHDRAWN) {
                withdrawn.remove(withdrawn.iterator().next());
            }
        }
    }

    /** Locks the directory, reads its log, and makes log and memory the same; the one way to become writable. */
    private void attach() throws IOException {
        detach();
        try {
            DurableDirectory.create(directory);
            lock = DirectoryLock.take(directory);
        } catch (DirectoryLock.HeldException e) {
            throw e;
        } catch (IOException e) {
            readOnly(e);
            throw e;
        }
        Optional<byte[]> bytes = file.read();
        OriginJournal.Content content = OriginJournal.read(bytes.orElse(new byte[0]));
        found(content);
        if (content.damage().isPresent()) {
            keep("corrupt");
        } else if (!stored.containsAll(content.destinations())) {
            keep("replaced");
        }
        lines = content.lines();
        if (bytes.isPresent() && content.isWhole() && stored.equals(content.destinations())) {
            file.openAt(bytes.get().length);
            written();
        } else {
            rewrite(stored);
        }
    }

    private void detach() throws IOException {
        state = State.DETACHED;
        complete = false;
        file.close();
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** Where nobody can write, what is there can still be originated. */
    private void readOnly(IOException why) {
        try {
            Optional<byte[]> bytes = file.read();
            if (bytes.isPresent()) {
                OriginJournal.Content content = OriginJournal.read(bytes.get());
                found(content);
                complete = content.destinations().containsAll(stored);
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Adds what a log holds to what this process holds. */
    private void found(OriginJournal.Content content) {
        content.damage().map(words -> path + ": " + words).filter(words -> !isKnown(words)).ifPresent(words -> {
            LOG.error("{}; going on with the {} destinations that could be read", words, content.destinations().size());
            status = new StoreStatus(Optional.of(words), status.failure(), status.full());
        });
        Set<Destination> found = new LinkedHashSet<>(content.destinations());
        found.removeAll(stored);
        found.removeAll(withdrawn);
        if (!found.isEmpty()) {
            stored.addAll(found);
            LOG.info("{}: {} destinations are read and originated", path, found.size());
            announcement.accept(Collections.unmodifiableSet(found));
        }
    }

    private boolean isKnown(String damage) {
        return status.damage().filter(known -> known.startsWith(damage)).isPresent();
    }

    /** Before the log is replaced by one that lacks something of it. */
    private void keep(String why) throws IOException {
        file.setAside(why).ifPresent(aside -> {
            LOG.error("{}: kept as {}", path, aside);
            status = new StoreStatus(status.damage().map(words -> words + "; it is kept as " + aside), status.failure(),
                    status.full());
        });
    }

    private void rewrite(Set<Destination> all) throws IOException {
        file.replace(OriginJournal.change(all, true));
        lines = all.size() + 1;
        written();
    }

    private void written() {
        state = State.CLEAN;
        complete = true;
        if (status.failure().isPresent()) {
            LOG.info("{} can be written", path);
            status = new StoreStatus(status.damage(), Optional.empty(), false);
        }
    }

    private boolean isCurrent() {
        return state == State.DETACHED || (file.isCurrent() && lock != null && lock.isCurrent());
    }

    private void requireCurrent() throws IOException {
        if (!isCurrent()) {
            throw replacedByAnother();
        }
    }

    private IOException replacedByAnother() {
        LOG.error("{} or its directory was removed or replaced by another process", path);
        state = State.DETACHED;
        complete = false;
        return new IOException(path + " or its directory was removed or replaced by another process");
    }

    private void failed(IOException e) {
        if (state == State.CLEAN) {
            state = State.DIRTY;
        }
        boolean full = file.isDiskFull();
        String reason = reason(e);
        if (!status.failure().equals(Optional.of(reason))) {
            LOG.error("{} cannot be written: {}; routing continues, changes of what is originated are rejected", path,
                    reason);
        }
        status = new StoreStatus(status.damage(), Optional.of(reason), full);
    }

    /** The JDK's file exceptions name only the path; the class says what is wrong. */
    private static String reason(IOException e) {
        return e.getClass() == IOException.class || e instanceof DirectoryLock.HeldException
                ? String.valueOf(e.getMessage())
                : e.toString();
    }

    private boolean isTooLong() {
        return lines > 2 * stored.size() + SPARE_LINES;
    }
}
