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

/**
 * The originated destinations on disk. A call returns when its change is on stable storage, in the file that the next
 * start reads. Blocking, and not thread-safe: called by one worker at a time, never by the event loop; only
 * {@link #status} may be called by any thread.
 *
 * <p>A disk that cannot be read or written does not stop the router: it starts with what can be read, and rejects
 * changes until they can be stored. Three rules protect acknowledged changes:
 *
 * <ul>
 * <li>A log is read before it is written. A directory that appears late, or replaces the one in use, is locked, read
 * and merged: its destinations are added and originated, except those that this process has withdrawn.
 * <li>Before a change is acknowledged, the path must still name the file that was written, and the lock that is held.
 * <li>A log that is damaged, or contains destinations that the merged one lacks, is kept under another name.
 * </ul>
 */
public final class OriginStore implements AutoCloseable {

    static final String FILE = "originated.log";

    /** The log is rewritten when it has this many more lines than twice the destinations. */
    private static final int SPARE_LINES = 10_000;

    private enum State {
        /** The directory is not locked, or its log was not read: the store must not write. */
        DETACHED,
        /** The log is ours, but may contain a failed change: it must be replaced before it is appended to. */
        DIRTY,
        /** The log contains exactly what is stored. */
        CLEAN
    }

    private final Path directory;
    private final Path path;
    private final DurableFile file;
    private @Nullable DirectoryLock lock;
    private final OriginSet origins = new OriginSet();
    private final StoreReport report;
    private Consumer<Set<Destination>> announcement = found -> {};
    private State state = State.DETACHED;
    /** Whether everything stored is in the log that the path names. */
    private boolean complete;
    private int lines;

    private OriginStore(Path directory, Function<Path, DurableFile> files, StoreReport report) {
        this.directory = directory;
        this.path = directory.resolve(FILE);
        this.file = files.apply(path);
        this.report = report;
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
        return open(directory, files, new StoreReport(directory.resolve(FILE)));
    }

    static OriginStore open(Path directory, Function<Path, DurableFile> files, StoreReport report) throws IOException {
        OriginStore store = new OriginStore(directory, files, report);
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
        return Collections.unmodifiableSet(new LinkedHashSet<>(origins.all()));
    }

    /**
     * Sets the action for destinations that are found on disk after the start: the router must originate them. Called
     * by the worker, in sequence with its changes.
     */
    public void onFound(Consumer<Set<Destination>> action) {
        announcement = action;
    }

    /** How many destinations are stored. */
    public int size() {
        return origins.all().size();
    }

    /** The current status; never blocks. */
    public StoreStatus status() {
        return report.status();
    }

    /**
     * Adds destinations.
     *
     * @throws StoreException if they are not on stable storage; then none of them is stored
     */
    public void add(Collection<Destination> destinations) throws StoreException {
        change(destinations, true);
    }

    /**
     * Removes destinations.
     *
     * @throws StoreException if the removal is not on stable storage; then all of them are still stored
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
                rewrite(origins.all());
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
            report.notClosed(e);
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
            store(origins.difference(requested, added), added);
        } catch (IOException e) {
            failed(e);
            if (complete && file.isCurrent() && origins.difference(requested, added).isEmpty()) {
                return;
            }
            throw new StoreException("the originated prefixes cannot be stored: " + status().failure().orElse(""),
                    status().full(), e);
        }
    }

    private void store(List<Destination> destinations, boolean added) throws IOException {
        if (destinations.isEmpty() && complete) {
            return;
        }
        if (state == State.CLEAN && !isTooLong()) {
            file.append(OriginJournal.change(destinations, added));
            lines += destinations.size() + 1;
        } else {
            rewrite(origins.after(destinations, added));
        }
        requireCurrent();
        origins.apply(destinations, added);
    }

    /** Locks the directory, reads its log, and makes log and memory equal; the only way to become writable. */
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
        } else if (!origins.all().containsAll(content.destinations())) {
            keep("replaced");
        }
        lines = content.lines();
        if (bytes.isPresent() && content.isWhole() && origins.all().equals(content.destinations())) {
            file.openAt(bytes.get().length);
            written();
        } else {
            rewrite(origins.all());
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

    /** In a directory that cannot be written the log is still read and originated. */
    private void readOnly(IOException why) {
        try {
            Optional<byte[]> bytes = file.read();
            if (bytes.isPresent()) {
                OriginJournal.Content content = OriginJournal.read(bytes.get());
                found(content);
                complete = content.destinations().containsAll(origins.all());
            }
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Merges what a log contains. */
    private void found(OriginJournal.Content content) {
        content.damage().ifPresent(damage -> report.damaged(damage, content.destinations().size()));
        Set<Destination> found = origins.merge(content.destinations());
        if (!found.isEmpty()) {
            report.found(found.size());
            announcement.accept(Collections.unmodifiableSet(found));
        }
    }

    /** Keeps the log before it is replaced by one that lacks part of it. */
    private void keep(String why) throws IOException {
        file.setAside(why).ifPresent(report::kept);
    }

    private void rewrite(Set<Destination> all) throws IOException {
        file.replace(OriginJournal.change(all, true));
        lines = all.size() + 1;
        written();
    }

    private void written() {
        state = State.CLEAN;
        complete = true;
        report.written();
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
        report.replaced();
        state = State.DETACHED;
        complete = false;
        return new IOException(path + " or its directory was removed or replaced by another process");
    }

    private void failed(IOException e) {
        if (state == State.CLEAN) {
            state = State.DIRTY;
        }
        report.failed(e, file.isDiskFull());
    }

    private boolean isTooLong() {
        return lines > 2 * origins.all().size() + SPARE_LINES;
    }
}
