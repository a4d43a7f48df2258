package io.ddm.daemon;

import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.log.StandardError;
import io.ddm.daemon.store.FaultLog;
import io.ddm.daemon.supervisor.Supervisor;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon with a process of its own: its signals, its files for service managers, and how it ends. */
final class DdmdProcess {

    private static final Logger LOG = LoggerFactory.getLogger("ddm.daemon");

    private static final int CANNOT_START = 1;
    private static final int ROUTES_LEFT = 3;

    /** A signal during a start that takes longer ends the process at once. */
    private static final Duration START = Duration.ofSeconds(4);

    private final Consumer<Event> probe;
    private final CompletableFuture<Daemon> running = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private Supervisor supervisor = Supervisor.none();
    private Optional<PidFile> pidFile = Optional.empty();

    /**
     * @param probe as in {@link Daemon.Host#event}
     */
    DdmdProcess(Consumer<Event> probe) {
        this.probe = probe;
    }

    /**
     * Starts the daemon.
     *
     * @param config what the settings say
     * @param loaded the settings, and where they can be read again
     * @return the exit code of a start that failed; 0 if the daemon runs, until a signal ends it
     */
    int run(DaemonConfig config, ConfigSource.Loaded loaded) {
        Settings settings = loaded.settings();
        StandardError.format(ConfigKeys.logFormat(settings));
        ConfigKeys.log(settings).apply();
        loaded.source().warnings().forEach(StandardError::say);
        supervisor = Supervisor.of(System.getenv(), ProcessHandle.current().pid());
        Optional<Path> portFile = ConfigKeys.adminPortFile(settings);
        Optional<Path> wantedPidFile = ConfigKeys.pidFile(settings);
        try {
            if (portFile.isPresent() && Files.exists(portFile.get(), LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(portFile.get() + " exists already; --admin-port-file never overwrites");
            }
            if (wantedPidFile.isPresent()) {
                pidFile = Optional.of(PidFile.create(wantedPidFile.get()));
            }
            FaultPolicy faults = new FaultPolicy(new FaultLog(config.dataDirectory()), code -> {
                StandardError.flush();
                Runtime.getRuntime().halt(code);
            });
            // What ends a thread leaves a router of which it is unknown what still works.
            Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> faults.thread(cause));
            obey();
            Daemon daemon = start(config, loaded, faults, portFile);
            // Before signals are handled, so that a stop is not followed by READY.
            supervisor.ready();
            running.complete(daemon);
            return 0;
        } catch (IOException e) {
            StandardError.say(String.valueOf(e.getMessage()));
            return CANNOT_START;
        } catch (RuntimeException e) {
            LOG.error("the start failed", e);
            return CANNOT_START;
        } finally {
            // If it does not run, nothing has to wait for it.
            if (running.cancel(false)) {
                removePidFile();
            }
        }
    }

    private Daemon start(DaemonConfig config, ConfigSource.Loaded loaded, FaultPolicy faults, Optional<Path> portFile)
            throws IOException {
        Daemon daemon = Daemon.start(config, faults, new Daemon.Host() {
            @Override
            public boolean ownsProcess() {
                return true;
            }

            @Override
            public ConfigSource.Loaded configuration() {
                return loaded;
            }

            @Override
            public Supervisor supervisor() {
                return supervisor;
            }

            @Override
            public void handOver() {
                Thread.ofPlatform().name("hand-over").daemon(false).start(DdmdProcess.this::endHandingOver);
            }

            @Override
            public void event(Event event) {
                probe.accept(event);
            }
        });
        try {
            if (portFile.isPresent()) {
                writePort(portFile.get(), daemon.adminPort());
            }
            return daemon;
        } catch (IOException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    /**
     * From now on signals are obeyed; one that arrives during the start, when that is over. SIGPWR is free in HotSpot,
     * no terminal and no kernel sends it to a daemon, and by default it ends the process at once, which hands over too:
     * so it is never lost, even before this.
     */
    private void obey() {
        UserSignal.on("TERM", this::stop);
        UserSignal.on("INT", this::stop);
        UserSignal.on("PWR", this::endHandingOver);
        UserSignal.on("HUP", () -> await().ifPresent(this::reload));
        UserSignal.on("USR1", () -> await().ifPresent(Daemon::refresh));
    }

    private void reload(Daemon daemon) {
        supervisor.reloading();
        try {
            daemon.reload();
        } finally {
            supervisor.ready();
        }
    }

    private void stop() {
        end(daemon -> daemon.stop() ? 0 : ROUTES_LEFT);
    }

    private void endHandingOver() {
        end(daemon -> {
            daemon.handOver();
            return 0;
        });
    }

    /** The first of several ends counts. */
    private void end(ToIntFunction<Daemon> how) {
        if (ending.compareAndSet(false, true)) {
            Optional<Daemon> daemon = await();
            supervisor.stopping();
            int code = daemon.map(how::applyAsInt).orElse(CANNOT_START);
            removePidFile();
            StandardError.flush();
            System.exit(code);
        }
    }

    private Optional<Daemon> await() {
        try {
            return Optional.of(running.get(START.toMillis(), TimeUnit.MILLISECONDS));
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void removePidFile() {
        try {
            if (pidFile.isPresent()) {
                pidFile.get().remove();
            }
        } catch (IOException e) {
            StandardError.say("--pid-file cannot be removed: " + e.getMessage());
        }
    }

    /** A process that waits for the file never sees half of it. */
    private static void writePort(Path file, int port) throws IOException {
        try {
            ExclusiveFile.write(file, port + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists already; --admin-port-file never overwrites", e);
        } catch (IOException e) {
            throw new IOException("--admin-port-file " + file + " cannot be written: " + FileFailure.reason(e), e);
        }
    }
}
