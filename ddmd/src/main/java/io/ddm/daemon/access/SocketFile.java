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

/** The file of the admin API's unix socket, before and after it is listened on. Who may write to it may administer. */
public final class SocketFile {

    private static final String FLAG = "--admin-socket ";

    /** The kind of a file in its mode, and the kind of sockets; as in stat(2). */
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private static final Logger LOG = LoggerFactory.getLogger("ddm.admin");

    private final Path path;
    private final Set<PosixFilePermission> mode;

    public SocketFile(AccessConfig.UnixSocket wanted) {
        this.path = wanted.path();
        this.mode = wanted.mode();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Removes what a daemon that was killed has left there.
     *
     * @throws IOException if somebody listens there, or something else is there; the message says which
     */
    public void free() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) != SOCKET) {
            throw new IOException(FLAG + path + " exists and is no socket; it is left alone");
        }
        if (isLive()) {
            throw new IOException(FLAG + path + " is in use: a daemon answers there");
        }
        Files.delete(path);
    }

    /**
     * Lets in whom the operator wants; until then only the owner and those that the process's umask allows can connect.
     */
    public void open() throws IOException {
        Files.setPosixFilePermissions(path, mode);
    }

    /** Removes it, if it is still there. */
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
            throw new IOException(FLAG + path + " is there already and cannot be tried: " + e.getMessage(), e);
        }
    }
}
