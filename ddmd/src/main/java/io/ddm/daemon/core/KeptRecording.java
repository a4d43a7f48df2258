package io.ddm.daemon.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What a recorder kept at one moment. Immutable; may be read on any thread.
 *
 * @param chunks members of a gzip file, in order; not changed by anyone
 */
public record KeptRecording(List<byte[]> chunks) {

    public KeptRecording {
        chunks = List.copyOf(chunks);
    }

    /** The lines; a chunk is expanded when it is read, so this takes little memory. */
    public InputStream open() {
        try {
            return new GZIPInputStream(compressed());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /**
     * Replaces a file by this recording, in gzip's format. Only the owner may read the file.
     *
     * @throws IOException if that is not possible; the file is then what it was
     */
    void writeTo(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            for (byte[] chunk : chunks) {
                ByteBuffer rest = ByteBuffer.wrap(chunk);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer.
    private InputStream compressed() {
        Iterator<byte[]> rest = chunks.iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return rest.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return new ByteArrayInputStream(rest.next());
            }
        });
    }
}
