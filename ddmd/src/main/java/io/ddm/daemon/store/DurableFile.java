package io.ddm.daemon.store;

import io.ddm.api.auth.RegularFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file whose changes are on stable storage when a method returns. After a failure it holds what it held before, or,
 * where the disk refuses even that, the failed change as well. Only a regular file is read or written; see
 * {@link RegularFile}.
 */
class DurableFile implements AutoCloseable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    /** With less than this left, in bytes, a write that failed has failed for want of space. */
    private static final long SCARCE_BYTES = 64 * 1024;

    /** Millions of destinations. */
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private final Path file;
    private @Nullable RegularFile open;
    /** Of the file that was last read or written. */
    private @Nullable Object inode;
    private long end;

    DurableFile(Path file) {
        this.file = file;
    }

    /** The whole content; empty if there is no such file. */
    Optional<byte[]> read() throws IOException {
        inode = null;
        try (RegularFile in = RegularFile.open(file, StandardOpenOption.READ)) {
            byte[] content = in.readAll(MAX_BYTES);
            inode = in.inode();
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether the path names the file that was last read or written, so that the next start reads just this one. */
    boolean isCurrent() {
        try {
            return inode != null && inode.equals(RegularFile.inode(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** Gets ready to append to the file that was read; what is behind {@code length} bytes is cut off. */
    void openAt(long length) throws IOException {
        close();
        RegularFile opened = RegularFile.open(file, StandardOpenOption.WRITE);
        open = opened;
        if (!opened.inode().equals(inode)) {
            throw new IOException(file + " was replaced while it was being read");
        }
        end = length;
        if (opened.channel().size() > length) {
            opened.channel().truncate(length);
        }
    }

    /** Adds bytes at the end; the file has been opened or replaced before. */
    void append(byte[] bytes) throws IOException {
        RegularFile out = open;
        if (out == null) {
            throw new IOException(file + " is not open");
        }
        try {
            out.write(bytes, end);
            out.channel().force(false);
            end += bytes.length;
        } catch (IOException e) {
            try {
                out.channel().truncate(end);
            } catch (IOException worse) {
                e.addSuppressed(worse);
            }
            throw e;
        }
    }

    /** Atomically replaces the whole content and opens the file. The directory exists. */
    void replace(byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        // What a crash left there, or a link that someone put there: never written through.
        Files.deleteIfExists(part);
        RegularFile out = RegularFile.create(part);
        try {
            out.write(content, 0);
            out.channel().force(true);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            out = out.movedTo(file);
            inode = out.inode();
            DurableDirectory.sync(directory());
        } catch (IOException e) {
            try {
                out.close();
                Files.deleteIfExists(part);
            } catch (IOException worse) {
                e.addSuppressed(worse);
            }
            throw e;
        }
        close();
        open = out;
        end = content.length;
    }

    /**
     * Gives the file a second name that nothing overwrites, by which it outlives {@link #replace}.
     *
     * @param why a word for the name
     * @return that name; empty if there is no such file
     */
    Optional<Path> setAside(String why) throws IOException {
        while (true) {
            Path aside = file.resolveSibling(file.getFileName() + "." + why + "-" + STAMP.format(Instant.now()));
            try {
                Files.createLink(aside, file);
                DurableDirectory.sync(directory());
                return Optional.of(aside);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (FileAlreadyExistsException e) {
                // Two within a millisecond: the next one is another.
                Thread.onSpinWait();
            }
        }
    }

    /** Whether there is too little space for anything. */
    boolean isDiskFull() {
        try {
            return Files.getFileStore(directory()).getUsableSpace() < SCARCE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private Path directory() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }
}
