package io.ddm.api.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An open regular file. A FIFO, device, socket, directory or symbolic link in its place is rejected before it is
 * opened, since opening a FIFO blocks until another process writes to it. The type and inode are checked again after
 * the open.
 *
 * @param path the path that was opened
 * @param channel the open file
 * @param inode device and inode number, comparable by {@code equals}
 */
public record RegularFile(Path path, FileChannel channel, Object inode) implements AutoCloseable {

    /**
     * Opens an existing file.
     *
     * @param options of {@link StandardOpenOption}: READ, WRITE or both
     * @throws java.nio.file.NoSuchFileException if the path does not exist
     * @throws IOException if it is not a regular file, or cannot be opened; the message names the path
     */
    public static RegularFile open(Path path, OpenOption... options) throws IOException {
        Object inode = inode(path);
        List<OpenOption> all = new ArrayList<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return checked(new RegularFile(path, FileChannel.open(path, all.toArray(OpenOption[]::new)), inode));
    }

    /**
     * Creates a file for writing, readable and writable as the umask allows.
     *
     * @throws java.nio.file.FileAlreadyExistsException if anything exists at the path, a symbolic link included
     */
    public static RegularFile create(Path path) throws IOException {
        FileChannel created = FileChannel.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        try {
            return checked(new RegularFile(path, created, inode(path)));
        } catch (IOException e) {
            created.close();
            throw e;
        }
    }

    /**
     * Device and inode number of a regular file.
     *
     * @throws IOException if the path is not a regular file; the message says what it is
     */
    public static Object inode(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new IOException(path + " is " + type(found) + ", not a regular file");
        }
        return Objects.requireNonNull(found.fileKey(), "this file system has no inode numbers");
    }

    /** Whether the path still names the file that is open. */
    public boolean isCurrent() {
        try {
            return inode.equals(inode(path));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The whole content.
     *
     * @param maxBytes bound on its size
     * @throws IOException if it is larger, or cannot be read
     */
    public byte[] readAll(int maxBytes) throws IOException {
        long size = channel.size();
        if (size > maxBytes) {
            throw new IOException(path + " is larger than " + maxBytes + " bytes");
        }
        ByteBuffer content = ByteBuffer.allocate((int) size);
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
            // Until the buffer is full, or the file has become shorter.
        }
        byte[] bytes = new byte[content.position()];
        content.flip().get(bytes);
        return bytes;
    }

    /** Writes all bytes at a position. */
    public void write(byte[] bytes, long position) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left, position + left.position());
        }
    }

    /**
     * The same open file under the path to which it was moved.
     *
     * @throws IOException if another file is there
     */
    public RegularFile movedTo(Path target) throws IOException {
        RegularFile moved = new RegularFile(target, channel, inode);
        if (!moved.isCurrent()) {
            throw new IOException(target + " was replaced by another process");
        }
        return moved;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static RegularFile checked(RegularFile opened) throws IOException {
        if (!opened.isCurrent()) {
            opened.close();
            throw new IOException(opened.path + " was replaced while it was being opened");
        }
        return opened;
    }

    private static String type(BasicFileAttributes found) {
        if (found.isSymbolicLink()) {
            return "a symbolic link";
        }
        return found.isDirectory() ? "a directory" : "a FIFO, socket or device";
    }
}
