package io.ddm.daemon.dataplane.linux;

import io.ddm.daemon.linux.AbstractSocket;
import io.ddm.daemon.linux.Libc;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.UnixSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows one data plane of ours in a network namespace: two would remove each other's routes. Each listens on a unix
 * socket with an abstract name of its own, and then asks the kernel for those of others: it has the namespace if there
 * is none.
 *
 * <p>Any process can take such a name, in whatever state. So the kernel says which user owns each, and only those of
 * root and of our own user count; and no name is fixed, so that no process can take ours before us.
 */
final class NamespaceLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.fib");

    /** Longer than the 2 s within which a predecessor has stopped or handed over. */
    static final Duration PREDECESSOR_TIMEOUT = Duration.ofSeconds(3);

    /** The beginning of all names; earlier versions used it alone. */
    static final String PREFIX = "ddmd/dataplane";

    /** Two processes that start at one time see each other, withdraw, and retry after different pauses. */
    private static final int MIN_RETRY_MS = 20;
    private static final int MAX_RETRY_MS = 80;

    private final AbstractSocket socket;

    private NamespaceLock(AbstractSocket socket) {
        this.socket = socket;
    }

    /**
     * Takes the lock of the calling thread's network namespace; waits a moment for a predecessor that is ending.
     *
     * @param timeout how long to wait
     * @throws IOException if another data plane holds it; the message names the process
     */
    static NamespaceLock acquire(Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            String name = PREFIX + "/" + Long.toHexString(ThreadLocalRandom.current().nextLong());
            Optional<AbstractSocket> socket = AbstractSocket.listen(name);
            if (socket.isPresent()) {
                Optional<UnixSockets.Named> other = other(name);
                if (other.isEmpty()) {
                    return new NamespaceLock(socket.get());
                }
                socket.get().close();
                if (System.nanoTime() - start > timeout.toNanos()) {
                    throw new IOException("another ddmd already programs the routes of this network namespace: "
                            + process(other.get()) + "; stop it first, or start this one with --dataplane none");
                }
            }
            pause();
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Another data plane of root or our own user. */
    private static Optional<UnixSockets.Named> other(String ours) {
        try {
            int self = Libc.geteuid();
            return UnixSockets.withPrefix(PREFIX)
                    .stream()
                    .filter(socket -> !socket.name().equals(ours) && (socket.uid() == 0 || socket.uid() == self))
                    .findFirst();
        } catch (NetlinkException e) {
            LOG.warn("data plane: the kernel cannot list unix sockets ({}), so a second ddmd in this network namespace"
                    + " would not be noticed; load the module unix_diag", e.getMessage());
            return Optional.empty();
        }
    }

    /** The process of a socket, for an operator. */
    private static String process(UnixSockets.Named holder) throws NetlinkException {
        int pid = AbstractSocket.processOf(holder.name()).orElse(-1);
        return switch (pid) {
            case -1 -> "a process of user " + holder.uid();
            case 0 -> "a process of another pid namespace";
            default -> "process " + pid + command(pid);
        };
    }

    private static String command(int pid) {
        try {
            return " (" + Files.readString(Path.of("/proc/" + pid + "/comm")).strip() + ")";
        } catch (IOException _) {
            return "";
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(MIN_RETRY_MS, MAX_RETRY_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for another data plane to end", e);
        }
    }
}
