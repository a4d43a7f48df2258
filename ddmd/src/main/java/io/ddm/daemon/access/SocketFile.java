package io.ddm.daemon.access;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of the admin API's unix socket. Write permission on it grants full access. */
public final class SocketFile {

    private static final String FLAG = "--admin-socket ";

    /** S_IFMT and S_IFSOCK of stat(2). */
    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final Path path;
    private final Set<PosixFilePermission> mode;

    public SocketFile(AccessConfig.UnixSocket config) {
        this.path = config.path();
        this.mode = config.mode();
    }

    /** The path of the socket. */
    public Path path() {
        return path;
    }

    /**
     * Removes the socket of a daemon that was killed.
     *
     * @throws IOException if a process listens on it, or the file is not a socket; the message says which
     */
    public void free() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE_MASK) != SOCKET) {
            throw new IOException(FLAG + path + " exists and is not a socket; remove it or choose another path");
        }
        if (isLive()) {
            throw new IOException(FLAG + path + " is in use by another daemon");
        }
        Files.delete(path);
    }

    /**
     * Sets the configured permissions; until then those of the process's umask apply.
     */
    public void open() throws IOException {
        Files.setPosixFilePermissions(path, mode);
    }

    /** Removes the socket, if it exists. */
    public void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{}{} cannot be removed: {}", FLAG, path, e.getMessage());
        }
    }

    private boolean isLive() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new IOException(FLAG + path + " exists and cannot be checked: " + e.getMessage(), e);
        }
    }
}
