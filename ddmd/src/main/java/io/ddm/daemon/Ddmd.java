package io.ddm.daemon;

import io.ddm.api.text.PrintableText;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.LogLevel;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.log.StandardError;
import io.ddm.daemon.store.FaultLog;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The daemon as a process. Exit codes: 0 stopped or handed over, 1 the daemon cannot start, 2 the arguments are wrong,
 * 3 a stop left routes in the kernel, {@value FaultPolicy#EXIT_CODE} a fault; see {@link FaultPolicy}.
 */
@Command(
        name = "ddmd",
        mixinStandardHelpOptions = true,
        versionProvider = Ddmd.Version.class,
        sortOptions = false,
        description = "Routing daemon for Delay Driven Multipath (DDM).",
        footer = {"",
                "Signals: SIGTERM and SIGINT withdraw from peers, remove its routes and end the daemon. SIGPWR hands "
                        + "over, as `ddmadm hand-over` does: routes and peers stay as they are for a successor. "
                        + "SIGHUP rereads the token and key files. SIGUSR1 starts the metrics listener.",
                "Exit codes: 0 stopped or handed over, 1 cannot start, 2 invalid arguments, 3 a stop left routes in "
                        + "the kernel, 70 internal fault.",
                "DDM_LOG, or else RUST_LOG: off, error, warn, info (the default), debug or trace, for all loggers or "
                        + "for one, as in info,ddm.exchange=debug.",
                // Two lines, because a line that is wrapped may end within a name.
                "Loggers: ddm.admin, ddm.daemon, ddm.discovery, ddm.exchange, ddm.fib,",
                "ddm.health, ddm.links, ddm.metrics, ddm.probes, ddm.recorder, ddm.session,", "ddm.store."})
public final class Ddmd implements Callable<Integer> {

    private static final int CANNOT_START = 1;
    private static final int BAD_ARGUMENTS = 2;
    private static final int ROUTES_LEFT = 3;

    /** A signal during a start that takes longer ends the process at once. */
    private static final Duration START = Duration.ofSeconds(4);

    private final Consumer<Event> probe;
    private final CompletableFuture<Daemon> running = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private Optional<PidFile> pidFile = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    /**
     * @param probe as in {@link Daemon.Host#event}
     */
    Ddmd(Consumer<Event> probe) {
        this.probe = probe;
    }

    /** Runs the daemon until a signal ends it. */
    public static void main(String[] args) {
        main(event -> {}, args);
    }

    /** The same with a probe. */
    static void main(Consumer<Event> probe, String[] args) {
        StandardError.install();
        nameProcess();
        CommandLine commandLine = commandLine(probe);
        int code = commandLine.execute(args);
        if (code != 0 || commandLine.isUsageHelpRequested() || commandLine.isVersionHelpRequested()) {
            StandardError.flush();
            System.exit(code);
        }
    }

    /** The command line, ready to be executed. */
    static CommandLine commandLine() {
        return commandLine(event -> {});
    }

    private static CommandLine commandLine(Consumer<Event> probe) {
        // An argument is never the name of a file to read more of them from.
        CommandLine line = new CommandLine(new Ddmd(probe)).setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, args) -> {
                    wrong.getCommandLine()
                            .getErr()
                            .println("ddmd: " + PrintableText.line(String.valueOf(wrong.getMessage()))
                                    + " (ddmd --help lists the flags)");
                    return BAD_ARGUMENTS;
                });
        ConfigKeys.addTo(line.getCommandSpec());
        return line;
    }

    /** What the arguments say. */
    DaemonConfig config() {
        try {
            return ConfigKeys.config(settings());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Settings settings() {
        return ConfigKeys.settings(spec);
    }

    @Override
    public Integer call() {
        DaemonConfig config = config();
        LogLevel.apply(System.getenv()).ifPresent(Ddmd::say);
        Optional<Path> portFile = ConfigKeys.adminPortFile(settings());
        Optional<Path> wantedPidFile = ConfigKeys.pidFile(settings());
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
            running.complete(start(config, faults, portFile));
            return 0;
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
            return CANNOT_START;
        } finally {
            // If it does not run, nothing has to wait for it.
            if (running.cancel(false)) {
                removePidFile();
            }
        }
    }

    private Daemon start(DaemonConfig config, FaultPolicy faults, Optional<Path> portFile) throws IOException {
        Daemon daemon = Daemon.start(config, faults, new Daemon.Host() {
            @Override
            public boolean isDaemon() {
                return true;
            }

            @Override
            public void handOver() {
                Thread.ofPlatform().name("hand-over").start(Ddmd.this::endHandingOver);
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
        UserSignal.on("HUP", () -> await().ifPresent(Daemon::reload));
        UserSignal.on("USR1", () -> await().ifPresent(Daemon::refresh));
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
            int code = await().map(how::applyAsInt).orElse(CANNOT_START);
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
            say("--pid-file cannot be removed: " + e.getMessage());
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

    /** Tools for processes know this one by its name, not by that of its interpreter; where the kernel lets us. */
    private static void nameProcess() {
        try {
            Files.writeString(Path.of("/proc/self/comm"), "ddmd");
        } catch (IOException e) {
            // No Linux, or no /proc: the name is a convenience.
            return;
        }
    }

    private static void say(String sentence) {
        System.err.println("ddmd: " + PrintableText.line(sentence));
    }

    /** The version that packaging wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ddmd.class.getPackage().getImplementationVersion();
            return new String[]{"ddmd " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
