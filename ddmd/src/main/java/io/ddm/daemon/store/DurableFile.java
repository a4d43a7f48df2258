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
 * A file whose changes are on stable storage when a method returns. After a failure it has its former content; if even
 * that fails on disk, it may contain the failed change too. Only a regular file is read or written; see
 * {@link RegularFile}.
 */
class DurableFile implements AutoCloseable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    /** With less free space than this, a failed write is reported as a full disk. */
    private static final long FULL_BELOW_BYTES = 64 * 1024;

    /** Enough for millions of destinations. */
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    private final Path file;
    private @Nullable RegularFile open;
    /** The inode of the file that was last read or written. */
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

    /** Whether the path still names the file that was last read or written, which the next start would then read. */
    boolean isCurrent() {
        try {
            return inode != null && inode.equals(RegularFile.inode(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** Prepares to append to the file that was read, truncated to {@code length} bytes. */
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

    /** Appends bytes; {@link #openAt} or {@link #replace} was called before. */
    void append(byte[] bytes) throws IOException {
        RegularFile out = open;
        if (out == null) {
            throw new IOException(file + " is not open");
        }
        try {
            out.write(bytes, end);
            force(out, false);
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
        // It may be a remainder of a crash, or a link of another user, which must not be followed.
        Files.deleteIfExists(part);
        RegularFile out = RegularFile.create(part);
        try {
            out.write(content, 0);
            force(out, true);
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
     * Gives the file a second, unique name, under which it survives {@link #replace}.
     *
     * @param why part of the name
     * @return the name; empty if there is no such file
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
                // Another name of the same millisecond: retry with the next one.
                Thread.onSpinWait();
            }
        }
    }

    /** Waits until what was written is on stable storage. */
    void force(RegularFile written, boolean metadata) throws IOException {
        written.channel().force(metadata);
    }

    /** Whether the disk is nearly full. */
    boolean isDiskFull() {
        try {
            return Files.getFileStore(directory()).getUsableSpace() < FULL_BELOW_BYTES;
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
