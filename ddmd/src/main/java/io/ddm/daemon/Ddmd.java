package io.ddm.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ddm.api.text.PrintableText;
import io.ddm.daemon.access.AccessConfig;
import io.ddm.daemon.access.AdminAccess;
import io.ddm.daemon.config.ConfigKeys;
import io.ddm.daemon.config.ConfigSource;
import io.ddm.daemon.config.DaemonConfig;
import io.ddm.daemon.config.PlainArguments;
import io.ddm.daemon.config.Settings;
import io.ddm.daemon.config.file.BadConfigException;
import io.ddm.daemon.exchange.auth.ExchangeAuthenticator;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The daemon as a process. Exit codes: 0 stopped or handed over, 1 it cannot start, 2 its configuration is wrong,
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
                        + "SIGHUP reads the configuration file, tokens and keys again. SIGUSR1 starts the metrics "
                        + "listener.",
                "Exit codes: 0 stopped or handed over, 1 cannot start, 2 invalid configuration, 3 a stop left routes "
                        + "in the kernel, 70 internal fault.",
                "Each flag is also a key of the configuration file without its hyphens (admin-port = 8000, damping = "
                        + "true, addr = [\"eth1\"]) and a variable of the environment (DDM_ADMIN_PORT=8000, "
                        + "DDM_DAMPING=true, DDM_ADDR=eth1,eth2). Flags come before variables before the file.",
                "--log: off, error, warn, info (the default), debug or trace, for all loggers or for one, as in "
                        + "info,ddm.exchange=debug.",
                // Two lines, because a line that is wrapped may end within a name.
                "Loggers: ddm.admin, ddm.daemon, ddm.discovery, ddm.exchange, ddm.fib,",
                "ddm.health, ddm.links, ddm.metrics, ddm.probes, ddm.recorder, ddm.session,", "ddm.store."})
public final class Ddmd implements Callable<Integer> {

    private static final int BAD_CONFIG = 2;

    private final Consumer<Event> probe;

    @Option(
            names = "--check",
            description = "Check the whole configuration and the files that it names, and exit with 0 or 2.")
    private boolean check;

    @Option(
            names = "--print-config",
            description = "Print each key with its value and where it is from, as a configuration file, and exit.")
    private boolean print;

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
        Ddmd command = commandLine.getCommand();
        if (commandLine.isUsageHelpRequested() || commandLine.isVersionHelpRequested() || command.check
                || command.print) {
            exit(code);
        }
        endUnlessZero(code);
    }

    private static int start(Consumer<Event> probe, Settings flags, PrintWriter err) {
        ConfigSource.Loaded loaded;
        DaemonConfig config;
        try {
            loaded = new ConfigSource(flags).load();
            config = ConfigKeys.config(loaded.settings());
        } catch (IllegalArgumentException wrong) {
            printProblems(wrong, err);
            return BAD_CONFIG;
        }
        return new DdmdProcess(probe).run(config, loaded);
    }

    /** Everything that a start reads before it opens anything: the settings, and the files that they name. */
    private int check(PrintWriter out, PrintWriter err) {
        ConfigSource source = new ConfigSource(ConfigKeys.settings(spec));
        try {
            Settings settings = source.load().settings();
            DaemonConfig config = ConfigKeys.config(settings);
            source.warnings().forEach(warning -> err.println(sentence(warning)));
            if (print) {
                out.print(ConfigKeys.print(settings));
                out.flush();
            }
            if (check) {
                readFiles(config.admin().access());
                out.println("ddmd: the configuration is valid");
            }
            return 0;
        } catch (IllegalArgumentException | IOException wrong) {
            printProblems(wrong, err);
            return BAD_CONFIG;
        }
    }

    /** Certificates, tokens and keys. */
    private static void readFiles(AccessConfig access) throws IOException {
        AdminAccess.of(access).close();
        if (access.exchangeKeyFile().isPresent()) {
            new ExchangeAuthenticator(access.exchangeKeyFile().get()).close();
        }
    }

    private static void printProblems(Exception wrong, PrintWriter err) {
        if (wrong instanceof BadConfigException bad) {
            bad.problems().forEach(problem -> err.println(sentence(problem)));
        } else {
            err.println(argumentError(wrong));
        }
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
        return sentence(String.valueOf(wrong.getMessage())) + " (ddmd --help lists the flags)";
    }

    private static String sentence(String text) {
        return "ddmd: " + PrintableText.line(text);
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
                    return BAD_CONFIG;
                });
        ConfigKeys.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        return check || print
                ? check(line.getOut(), line.getErr())
                : start(probe, ConfigKeys.settings(spec), line.getErr());
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
    static String version() {
        String version = Ddmd.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    /** {@code --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"ddmd " + version()};
        }
    }
}
