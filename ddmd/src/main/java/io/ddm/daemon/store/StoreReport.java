package io.ddm.daemon.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status of the store: each change of it is logged once. {@link #status} may be called by any thread. */
final class StoreReport {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.store");

    private final Path path;
    private final Logger log;
    private volatile StoreStatus status = StoreStatus.GOOD;

    /**
     * @param path the log of originations
     */
    StoreReport(Path path) {
        this(path, LOG);
    }

    /** The same with another logger. */
    StoreReport(Path path, Logger log) {
        this.path = path;
        this.log = log;
    }

    StoreStatus status() {
        return status;
    }

    /**
     * Part of the log cannot be read.
     *
     * @param readable how many destinations could be read
     */
    void damaged(String damage, int readable) {
        String message = path + ": " + damage;
        if (status.damage().filter(known -> known.startsWith(message)).isEmpty()) {
            log.error("{}; continuing with the {} destinations that could be read", message, readable);
            status = new StoreStatus(Optional.of(message), status.failure(), status.full());
        }
    }

    /** The log was kept under another name before it was replaced. */
    void kept(Path aside) {
        log.error("{}: kept as {}", path, aside);
        status = new StoreStatus(status.damage().map(damage -> damage + "; it is kept as " + aside), status.failure(),
                status.full());
    }

    /** The log has this many destinations that were not known. */
    void found(int destinations) {
        log.info("originating {} from {}", destinations == 1 ? "1 destination" : destinations + " destinations", path);
    }

    /** The log is not ours any more. */
    void replaced() {
        log.error("{} or its directory was removed or replaced by another process", path);
    }

    /** The log could not be closed. */
    void notClosed(IOException cause) {
        log.warn("closing {} failed: {}", path, cause.toString());
    }

    /** The log was written. */
    void written() {
        if (status.failure().isPresent()) {
            log.info("{} can be written again", path);
            status = new StoreStatus(status.damage(), Optional.empty(), false);
        }
    }

    /**
     * The log cannot be written.
     *
     * @param full whether the disk is full
     */
    void failed(IOException cause, boolean full) {
        String reason = reason(cause);
        if (!status.failure().equals(Optional.of(reason))) {
            log.error("{} cannot be written: {}; routing continues, changes of originated routes are rejected", path,
                    reason);
        }
        status = new StoreStatus(status.damage(), Optional.of(reason), full);
    }

    /** The JDK's file exceptions name only the path; their class says what is wrong. */
    private static String reason(IOException e) {
        return e.getClass() == IOException.class || e instanceof DirectoryLock.HeldException
                ? String.valueOf(e.getMessage())
                : e.toString();
    }
}
