package io.ddm.daemon;

import io.ddm.api.text.PrintableText;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.DaemonFlags;
import io.ddm.daemon.config.LogLevel;
import io.ddm.daemon.log.StandardError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The daemon as a process. Exit codes: 1 the daemon cannot start, 2 the arguments are wrong, each with one sentence on
 * standard error; after a signal the shell's 128 + signal number.
 */
@Command(name = "ddmd", mixinStandardHelpOptions = true, versionProvider = Ddmd.Version.class, sortOptions = false, description = "Routes the underlay by Delay Driven Multipath.", footer = {
        "", "Exit codes: 1 the daemon cannot start, 2 bad arguments.",
        "SIGTERM and SIGINT withdraw from peers and kernel; SIGHUP leaves both as they are, for a successor.",
        "DDM_LOG, or else RUST_LOG: off, error, warn, info (the default), debug or trace, for all loggers or for one, as in",
        "info,ddm.exchange=debug. Loggers: ddm.admin, ddm.daemon, ddm.discovery, ddm.exchange, ddm.fib, ddm.health,",
        "ddm.links, ddm.metrics, ddm.session, ddm.store."})
public final class Ddmd implements Callable<Integer> {

    private static final int CANNOT_START = 1;
    private static final int BAD_ARGUMENTS = 2;
    /** The shell's 128 + the number of SIGHUP. */
    private static final int HUNG_UP = 128 + 1;

    /** A start that takes longer is not waited for by a signal. */
    private static final Duration START = Duration.ofSeconds(2);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    @Mixin
    private DaemonFlags flags = new DaemonFlags();

    /** Runs the daemon until a signal ends it. */
    public static void main(String[] args) {
        StandardError.install();
        CommandLine commandLine = commandLine();
        int code = commandLine.execute(args);
        if (code != 0 || commandLine.isUsageHelpRequested() || commandLine.isVersionHelpRequested()) {
            StandardError.flush();
            System.exit(code);
        }
    }

    /** The command line, ready to be executed. */
    static CommandLine commandLine() {
        // An argument is never the name of a file to read more of them from.
        return new CommandLine(new Ddmd()).setCaseInsensitiveEnumValuesAllowed(true).setExpandAtFiles(
                false).setParameterExceptionHandler((wrong, args) -> {
                    wrong.getCommandLine().getErr().println(
                            "ddmd: " + PrintableText.line(String.valueOf(wrong.getMessage()))
                                    + " (ddmd --help lists the flags)");
                    return BAD_ARGUMENTS;
                });
    }

    /** What the arguments say. */
    DaemonConfig config() {
        try {
            return flags.config();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Integer call() {
        DaemonConfig config = config();
        LogLevel.apply(System.getenv()).ifPresent(Ddmd::say);
        Optional<Path> portFile = flags.adminPortFile();
        CompletableFuture<Daemon> running = new CompletableFuture<>();
        try {
            if (portFile.isPresent() && Files.exists(portFile.get())) {
                throw new IOException(portFile.get() + " exists already; --admin-port-file never overwrites");
            }
            obey(running);
            Daemon daemon = Daemon.start(config);
            running.complete(daemon);
            if (portFile.isPresent()) {
                writePort(portFile.get(), daemon.adminPort());
            }
            return 0;
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
            return CANNOT_START;
        } finally {
            // If it does not run, nobody has to wait for it.
            running.cancel(false);
        }
    }

    /** From now on signals are obeyed; one that comes during the start, when that is over. */
    private static void obey(CompletableFuture<Daemon> running) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            await(running).ifPresent(Daemon::stop);
            StandardError.flush();
        }, "stop"));
        UserSignal.on("USR1", () -> await(running).ifPresent(Daemon::refresh));
        UserSignal.on("HUP", () -> {
            await(running).ifPresent(Daemon::handOver);
            System.exit(HUNG_UP);
        });
    }

    private static Optional<Daemon> await(CompletableFuture<Daemon> running) {
        try {
            return Optional.of(running.get(START.toMillis(), TimeUnit.MILLISECONDS));
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Whoever waits for the file never sees half of it. */
    private static void writePort(Path file, int port) throws IOException {
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, port + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException("--admin-port-file " + file + " cannot be written: " + e, e);
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
