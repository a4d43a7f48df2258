package io.ddm.daemon.core;

import io.ddm.api.auth.RegularFile;
import io.ddm.daemon.linux.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Which files are opened to record to: new ones, and recordings that no other user or process has access to. */
final class RecordingAccess {

    /** What every recording begins with. */
    private static final byte[] BEGIN = "{\"recording\":".getBytes(StandardCharsets.US_ASCII);

    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);

    private RecordingAccess() {}

    /**
     * Opens a file, or creates it for its owner only. The lock on it ends with the channel.
     *
     * @throws IOException if that is not possible, or if it is not ours alone; such a file stays as it is. The message
     *     names the path, unless it is the JDK's
     */
    static FileChannel open(Path path) throws IOException {
        FileChannel channel = Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? RegularFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).channel()
                : FileChannel.open(path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            lock(path, channel);
            require(path, channel);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Two processes would write over each other. The lock ends with the channel. */
    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another recorder of this process, as in tests.
        }
        throw new IOException(path + " is in use by another daemon");
    }

    private static void require(Path path, FileChannel channel) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(found.permissions())) {
            throw new IOException(path + " may be used by others than its owner; chmod 600 it");
        }
        if (!Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(Libc.geteuid())) {
            throw new IOException(
                    path + " belongs to " + found.owner().getName() + "; chown it, or choose another file");
        }
        ByteBuffer begin = ByteBuffer.allocate(BEGIN.length);
        if (channel.size() > 0 && (channel.read(begin, 0) < BEGIN.length || !Arrays.equals(begin.array(), BEGIN))) {
            throw new IOException(path + " is not a recording; choose another file");
        }
    }
}
