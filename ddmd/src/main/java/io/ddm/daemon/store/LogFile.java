package io.ddm.daemon.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
 * where the disk refuses even that, the failed change as well.
 */
final class LogFile implements AutoCloseable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(
            ZoneOffset.UTC);

    /** With less than this left, in bytes, a write that failed has failed for want of space. */
    private static final long SCARCE_BYTES = 64 * 1024;

    private final Path file;
    private @Nullable FileChannel channel;
    private long end;

    LogFile(Path file) {
        this.file = file;
    }

    /** The whole content; empty if there is no such file. */
    Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Gets ready to append to the file, which exists; what is behind {@code length} bytes is cut off. */
    void openAt(long length) throws IOException {
        close();
        FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
        channel = opened;
        end = length;
        if (opened.size() > length) {
            opened.truncate(length);
        }
    }

    /** Adds bytes at the end; the file has been opened or replaced before. */
    void append(byte[] bytes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException(file + " is not open");
        }
        try {
            write(open, bytes, end);
            open.force(false);
            end += bytes.length;
        } catch (IOException e) {
            try {
                open.truncate(end);
            } catch (IOException worse) {
                e.addSuppressed(worse);
            }
            throw e;
        }
    }

    /** Puts other content in the place of the whole, at once, and opens the file. */
    void replace(byte[] content) throws IOException {
        Files.createDirectories(directory());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                write(out, content, 0);
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException worse) {
                e.addSuppressed(worse);
            }
            throw e;
        }
        forceDirectory();
        openAt(content.length);
    }

    /**
     * Gives the file a second name that nothing overwrites, by which it outlives {@link #replace}.
     *
     * @return that name; empty if there is no such file
     */
    Optional<Path> setAside() throws IOException {
        while (true) {
            Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + STAMP.format(Instant.now()));
            try {
                Files.createLink(aside, file);
                forceDirectory();
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
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private Path directory() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    /** So that the names of files are on stable storage too. */
    private void forceDirectory() throws IOException {
        try (FileChannel names = FileChannel.open(directory(), StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void write(FileChannel out, byte[] bytes, long position) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left, position + left.position());
        }
    }
}
