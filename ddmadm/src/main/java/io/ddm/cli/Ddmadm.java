package io.ddm.cli;

import io.ddm.api.admin.InterfaceName;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.view.Terminal;
import io.ddm.cli.view.TextRenderer;
import io.ddm.cli.view.View;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: parses the arguments, runs one verb, reports its errors. */
@Command(
        name = "ddmadm",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        description = "Inspect and control a ddmd router.",
        versionProvider = Version.class,
        footer = {"", Ddmadm.EXIT_CODES})
public final class Ddmadm {

    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int INVALID_ARGUMENTS = 2;

    /** What a shell reports for a program that SIGPIPE (13) ended: the reader of its output, such as head, is gone. */
    static final int OUTPUT_CLOSED = 128 + 13;

    static final String EXIT_CODES = "Exit codes: 0 success, 1 failure, 2 invalid arguments, 141 output closed.";

    private static final List<Class<?>> VERBS = List.of(Peers.Get.class, Peers.Expire.class, Interfaces.Get.class,
            Prefixes.Get.class, Prefixes.GetOriginated.class, Prefixes.Advertise.class, Prefixes.Withdraw.class,
            Tunnels.Imported.class, Tunnels.Originated.class, Tunnels.Advertise.class, Tunnels.Withdraw.class,
            StatVerb.class, InterfaceRoles.Offline.class, InterfaceRoles.Online.class, InterfaceRoles.Standby.class,
            Sync.class, HandOver.class, Replays.class, HelpCommand.class);

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    private Ddmadm(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command and exits. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    public static int run(Terminal terminal, String... args) {
        int exit = new Ddmadm(terminal).commandLine(args).execute(args);
        Optional<String> writeError = terminal.flush();
        if (terminal.isClosedByReader()) {
            return exit == SUCCESS ? OUTPUT_CLOSED : exit;
        }
        writeError.ifPresent(reason -> new Problem("cannot write to standard output", reason,
                "another output file, or free space on the file system").print(terminal));
        terminal.flush();
        return writeError.isEmpty() || exit != SUCCESS ? exit : FAILURE;
    }

    private CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(this);
        // Verbs first, because the settings below reach only the verbs that are there already.
        verbsFor(args).forEach(line::addSubcommand);
        CommandLine stat = line.getSubcommands().get(StatVerb.NAME);
        if (stat != null) {
            StatVerb.claimShortNames(stat.getCommandSpec());
        }
        line.registerConverter(IpPrefix.class, IpPrefix::parse);
        line.registerConverter(InterfaceName.class, InterfaceName::parse);
        line.registerConverter(Ipv6Address.class, Ddmadm::addressWithoutZone);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(Help.defaultColorScheme(terminal.styled() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setHelpFactory(HelpText::new);
        // An argument that begins with '@' is not the name of a file with more arguments.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, arguments) -> {
            Problem.of(e).print(terminal);
            return INVALID_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof AdminClientException failure) {
                Problem.of(failure, connection.target()).print(terminal);
                return FAILURE;
            }
            throw e;
        });
        return line;
    }

    /** Link-local addresses are often copied with their zone, as in {@code fe80::1%eth0}; the API has no zones. */
    private static Ipv6Address addressWithoutZone(String text) {
        int zone = text.indexOf('%');
        return Ipv6Address.parse(zone > 0 && zone < text.length() - 1 ? text.substring(0, zone) : text);
    }

    /**
     * The verbs that the arguments may call, because building the model of all verbs takes a third of the time of a
     * command: those named anywhere in the arguments. All verbs if none is named or the arguments may request help; no
     * verb if only the version is requested.
     */
    private static List<Class<?>> verbsFor(String... args) {
        List<String> words = List.of(args);
        if (words.equals(List.of("--version"))) {
            return List.of();
        }
        if (words.stream().anyMatch(word -> word.equals("help") || (word.startsWith("-") && word.contains("h")))) {
            return VERBS;
        }
        List<Class<?>> named = VERBS.stream()
                .filter(verb -> words.contains(verb.getAnnotation(Command.class).name()))
                .toList();
        return named.isEmpty() ? VERBS : named;
    }

    /** For verbs that print by themselves. */
    Terminal terminal() {
        return terminal;
    }

    /** Reports a problem of a verb that asks no daemon. */
    void report(Problem problem) {
        problem.print(terminal);
    }

    /** Shows what a verb has to show. */
    void show(View view) {
        view.renderWith(new TextRenderer(terminal));
    }

    /**
     * A client of the daemon that the connection options name.
     *
     * @throws ParameterException if the connection options cannot be used
     */
    AdminClient client() {
        try {
            return connection.client();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
