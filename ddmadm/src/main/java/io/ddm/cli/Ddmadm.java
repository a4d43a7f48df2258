package io.ddm.cli;

import io.ddm.api.admin.InterfaceName;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.noun.Bundle;
import io.ddm.cli.noun.DoctorVerb;
import io.ddm.cli.noun.HistoryVerb;
import io.ddm.cli.noun.Links;
import io.ddm.cli.noun.Routes;
import io.ddm.cli.noun.StatusVerb;
import io.ddm.cli.noun.Topology;
import io.ddm.cli.noun.WaitVerb;
import io.ddm.cli.noun.WhyVerb;
import io.ddm.cli.output.FormatOptions;
import io.ddm.cli.output.OutputFormat;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.verb.Tool;
import io.ddm.cli.verb.Version;
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
import picocli.CommandLine.Model.OptionSpec;
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
        footer = {"", ExitCodes.LIST})
public final class Ddmadm implements Tool {

    private static final List<Class<?>> VERBS = List.of(Peers.Get.class, Peers.Expire.class, Interfaces.Get.class,
            Prefixes.Get.class, Prefixes.GetOriginated.class, Prefixes.Advertise.class, Prefixes.Withdraw.class,
            Tunnels.Imported.class, Tunnels.Originated.class, Tunnels.Advertise.class, Tunnels.Withdraw.class,
            StatVerb.class, InterfaceRoles.Offline.class, InterfaceRoles.Online.class, InterfaceRoles.Standby.class,
            Sync.class, HandOver.class, ConfigVerbs.Reload.class, ConfigVerbs.LogLevel.class, Replays.class,
            StatusVerb.class, Links.Peers.class, Links.All.class,
            Routes.Prefixes.class, Routes.Originated.class, Routes.Tunnels.class, WhyVerb.class, HistoryVerb.class,
            Topology.class, DoctorVerb.class, WaitVerb.class, Bundle.class, HelpCommand.class);

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
            return exit == ExitCodes.SUCCESS ? ExitCodes.OUTPUT_CLOSED : exit;
        }
        writeError.ifPresent(reason -> new Problem("cannot write to standard output", reason,
                "another output file, or free space on the file system").print(terminal));
        terminal.flush();
        return writeError.isEmpty() || exit != ExitCodes.SUCCESS ? exit : ExitCodes.FAILURE;
    }

    private CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(this);
        // Verbs first, because the settings below reach only the verbs that are there already.
        verbsFor(args).forEach(line::addSubcommand);
        CommandLine stat = line.getSubcommands().get(StatVerb.NAME);
        if (stat != null) {
            StatVerb.claimShortNames(stat.getCommandSpec());
        }
        line.getSubcommands()
                .values()
                .forEach(verb -> giveShortName(verb.getCommandSpec(), FormatOptions.OUTPUT, "-o"));
        line.registerConverter(OutputFormat.class, OutputFormat::parse);
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
            return report(Problem.of(e), ExitCodes.INVALID_ARGUMENTS, arguments);
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof AdminClientException failure) {
                return report(Problem.of(failure, connection.target()), ExitCodes.of(failure.kind()), args);
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

    /** An option gets a short name where the verb does not use that letter otherwise, as the reference may do. */
    private static void giveShortName(CommandSpec verb, String longName, String shortName) {
        OptionSpec option = verb.findOption(longName);
        if (option != null && verb.findOption(shortName) == null) {
            verb.remove(option);
            verb.addOption(OptionSpec.builder(option).names(shortName, longName).build());
        }
    }

    /** Reports a problem; a program that has asked for JSON gets it as a document too. */
    private int report(Problem problem, int exit, String... arguments) {
        problem.print(terminal);
        if (OutputFormat.isJsonAskedFor(arguments)) {
            terminal.out().print(problem.json(exit) + "\n");
        }
        return exit;
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public String target() {
        return connection.target();
    }

    @Override
    public boolean isLocal() {
        return connection.isLocal();
    }

    @Override
    public void report(Problem problem) {
        problem.print(terminal);
    }

    @Override
    public void show(View view) {
        view.renderWith(new TextRenderer(terminal));
    }

    @Override
    public AdminClient client() {
        try {
            return connection.client();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
