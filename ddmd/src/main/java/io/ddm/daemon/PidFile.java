package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The file with our process id. One that a killed process left is replaced; one of a live process is not. */
final class PidFile {

    /** Start times of processes are known to the second. */
    private static final Duration PRECISION = Duration.ofSeconds(2);

    private static final int MAX_BYTES = 32;

    private final Path path;
    private final Object inode;

    private PidFile(Path path, Object inode) {
        this.path = path;
        this.inode = inode;
    }

    /**
     * Writes the file.
     *
     * @throws IOException if the process that it names is alive, it is not a pid file, or it cannot be written; the
     *     message names flag, file and reason
     */
    static PidFile create(Path path) throws IOException {
        try {
            String pid = ProcessHandle.current().pid() + "\n";
            try {
                return new PidFile(path, ExclusiveFile.write(path, pid));
            } catch (FileAlreadyExistsException e) {
                removeStale(path);
                return new PidFile(path, ExclusiveFile.write(path, pid));
            }
        } catch (FileAlreadyExistsException e) {
            throw new IOException("--pid-file " + path + " was just created by another process", e);
        } catch (IOException e) {
            throw new IOException("--pid-file " + path + " cannot be written: " + FileFailure.reason(e), e);
        }
    }

    /** Removes the file, unless another process has replaced it. */
    void remove() throws IOException {
        if (Files.exists(path) && inode.equals(RegularFile.inode(path))) {
            Files.delete(path);
        }
    }

    private static void removeStale(Path path) throws IOException {
        try (RegularFile found = RegularFile.open(path, StandardOpenOption.READ)) {
            String text = new String(found.readAll(MAX_BYTES), US_ASCII).strip();
            if (!text.matches("[0-9]{1,10}")) {
                throw new IOException("it exists and holds no process id");
            }
            Instant written = Files.getLastModifiedTime(path).toInstant();
            if (isAlive(Long.parseLong(text), written)) {
                throw new IOException("process " + text + " that it names is alive");
            }
            if (found.isCurrent()) {
                Files.delete(path);
            }
        }
    }

    /** A process that began after the file was written has only got the number of the one that wrote it. */
    private static boolean isAlive(long pid, Instant written) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || pid == ProcessHandle.current().pid()) {
            return false;
        }
        return process.get()
                .info()
                .startInstant()
                .map(started -> !started.isAfter(written.plus(PRECISION)))
                .orElse(true);
    }
}
