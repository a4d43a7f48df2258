package io.ddm.daemon.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.daemon.linux.Errno;
import io.ddm.daemon.linux.UnixSockets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager of this process, such as systemd. Where there is none, every call does nothing. A message that
 * cannot be sent is dropped, the first one with a line in the log: the daemon runs on whatever happens to the manager.
 * Thread-safe but for {@link #status}.
 */
public final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    /** For messages without which the manager would misjudge the daemon; never on an event loop. */
    private static final Duration LIFE_CYCLE_WAIT = Duration.ofSeconds(1);

    /** For messages that a later one of its kind makes good. */
    private static final Duration NO_WAIT = Duration.ZERO;

    private static final int NANOS_PER_MICRO = 1000;

    private final byte[] socket;
    private final Optional<Duration> watchdogInterval;
    private final AtomicBoolean failed = new AtomicBoolean();
    private String lastStatus = "";

    private Supervisor(byte[] socket, Optional<Duration> watchdogInterval) {
        this.socket = socket;
        this.watchdogInterval = watchdogInterval;
    }

    /** No service manager. */
    public static Supervisor none() {
        return new Supervisor(new byte[0], Optional.empty());
    }

    /**
     * The service manager that the environment names: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and
     * {@code WATCHDOG_PID}, as {@code sd_notify(3)} and {@code sd_watchdog_enabled(3)} have them. A value that cannot
     * be used is logged and ignored.
     *
     * @param pid this process
     */
    public static Supervisor of(Map<String, String> environment, long pid) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return none();
        }
        byte[] socket = name.getBytes(UTF_8);
        if ((!name.startsWith("/") && !name.startsWith("@")) || socket.length > UnixSockets.MAX_NAME_BYTES) {
            LOG.warn("invalid NOTIFY_SOCKET '{}': must be a path or @NAME of at most {} bytes; the service manager is"
                    + " not notified", name, UnixSockets.MAX_NAME_BYTES);
            return none();
        }
        if (socket[0] == '@') {
            socket[0] = 0;
        }
        return new Supervisor(socket, watchdogInterval(environment, pid));
    }

    private static Optional<Duration> watchdogInterval(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String watched = environment.getOrDefault("WATCHDOG_PID", "");
        if (micros.isEmpty() || (!watched.isEmpty() && !watched.equals(Long.toString(pid)))) {
            return Optional.empty();
        }
        try {
            // In half of the time, as sd_watchdog_enabled(3) recommends; timers are in milliseconds.
            long millis = Long.parseLong(micros) / 2 / 1000;
            if (millis > 0) {
                return Optional.of(Duration.ofMillis(millis));
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        LOG.warn("invalid WATCHDOG_USEC '{}': must be at least 2000 microseconds; the watchdog is not notified",
                micros);
        return Optional.empty();
    }

    /** The daemon serves: after its start, and after each {@link #reloading}. May wait for up to 1 s. */
    public void ready() {
        send("READY=1", LIFE_CYCLE_WAIT);
    }

    /** The daemon reads its configuration again, until {@link #ready}. May wait for up to 1 s. */
    public void reloading() {
        // Java's clock is CLOCK_MONOTONIC, which systemd 253 and newer compare this with.
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_PER_MICRO, LIFE_CYCLE_WAIT);
    }

    /** The daemon begins to end. May wait for up to 1 s. */
    public void stopping() {
        send("STOPPING=1", LIFE_CYCLE_WAIT);
    }

    /**
     * How the daemon is, for people; sent if it differs from what was sent last. One thread at a time.
     *
     * @param line makes the line; not called where there is no manager
     */
    public void status(Supplier<String> line) {
        if (socket.length > 0) {
            String now = line.get();
            if (!now.equals(lastStatus) && send("STATUS=" + now, NO_WAIT)) {
                lastStatus = now;
            }
        }
    }

    /** The router's event loop runs; to be called by it every {@link #watchdogInterval}. */
    public void alive() {
        send("WATCHDOG=1", NO_WAIT);
    }

    /** Time between calls of {@link #alive}; empty if the manager does not wait for them. */
    public Optional<Duration> watchdogInterval() {
        return watchdogInterval;
    }

    private boolean send(String message, Duration wait) {
        if (socket.length == 0) {
            return false;
        }
        int result = UnixSockets.send(socket, message.getBytes(UTF_8), wait);
        if (result < 0 && !failed.getAndSet(true)) {
            LOG.warn("the service manager cannot be notified by the socket {}: {}",
                    new String(socket, UTF_8).replace('\0', '@'), Errno.text(-result));
        }
        return result == 0;
    }
}
