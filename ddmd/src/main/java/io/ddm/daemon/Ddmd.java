package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.text.PrintableText;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.PlainArguments;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.log.StandardError;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    private static final int BAD_ARGUMENTS = 2;

    private final Consumer<Event> probe;

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
        Optional<Settings> plain = PlainArguments.read(args);
        if (plain.isPresent()) {
            endUnlessZero(start(probe, plain.get(), new PrintWriter(System.err, true, UTF_8)));
        } else {
            execute(commandLine(probe), args);
        }
    }

    private static void execute(CommandLine commandLine, String... args) {
        int code = commandLine.execute(args);
        if (commandLine.isUsageHelpRequested() || commandLine.isVersionHelpRequested()) {
            exit(code);
        }
        endUnlessZero(code);
    }

    private static int start(Consumer<Event> probe, Settings settings, PrintWriter err) {
        DaemonConfig config;
        try {
            config = ConfigKeys.config(settings);
        } catch (IllegalArgumentException wrong) {
            err.println(argumentError(wrong));
            return BAD_ARGUMENTS;
        }
        return new DdmdProcess(probe).run(config, settings);
    }

    /** The daemon of a start that ends with 0 runs until a signal. */
    private static void endUnlessZero(int code) {
        if (code != 0) {
            exit(code);
        }
    }

    private static void exit(int code) {
        StandardError.flush();
        System.exit(code);
    }

    private static String argumentError(Exception wrong) {
        return "ddmd: " + PrintableText.line(String.valueOf(wrong.getMessage())) + " (ddmd --help lists the flags)";
    }

    /** The command line, ready to be executed. */
    public static CommandLine commandLine() {
        return commandLine(event -> {});
    }

    private static CommandLine commandLine(Consumer<Event> probe) {
        // An argument is never the name of a file to read more of them from.
        CommandLine line = new CommandLine(new Ddmd(probe)).setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, args) -> {
                    wrong.getCommandLine().getErr().println(argumentError(wrong));
                    return BAD_ARGUMENTS;
                });
        ConfigKeys.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        return start(probe, ConfigKeys.settings(spec), spec.commandLine().getErr());
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

    /** The version that packaging wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ddmd.class.getPackage().getImplementationVersion();
            return new String[]{"ddmd " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
