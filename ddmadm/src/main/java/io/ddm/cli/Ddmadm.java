package io.ddm.cli;

import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
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

/** The command line: its options, its verbs, and what becomes of errors. */
@Command(name = "ddmadm", scope = ScopeType.INHERIT, mixinStandardHelpOptions = true, description = "Inspect and control a ddmd router.", versionProvider = Version.class, footer = {
        "",
        "Exit codes: 0 success, 1 failure, 2 invalid arguments."})
public final class Ddmadm {

    static final int FAILED = 1;
    static final int BAD_ARGUMENTS = 2;

    private static final List<Class<?>> VERBS = List.of(Peers.Get.class, Peers.Expire.class, Interfaces.Get.class,
            Prefixes.Get.class,
            Prefixes.GetOriginated.class, Prefixes.Advertise.class, Prefixes.Withdraw.class, Tunnels.Imported.class,
            Tunnels.Originated.class, Tunnels.Advertise.class, Tunnels.Withdraw.class, Sync.class,
            HandOver.class);

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    @Mixin
    private Connection connection = new Connection();

    private Ddmadm(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one command and ends the process. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), args));
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    static int run(Terminal terminal, String... args) {
        Ddmadm ddmadm = new Ddmadm(terminal);
        CommandLine line = new CommandLine(ddmadm);
        // First, because what is set on a command reaches only the verbs that it has.
        verbsFor(args).forEach(line::addSubcommand);
        line.addSubcommand(new HelpCommand());
        line.registerConverter(IpPrefix.class,
                IpPrefix::parse).registerConverter(Ipv6Address.class,
                        Ddmadm::addressWithoutZone).setOut(terminal.out()).setErr(
                                terminal.err()).setColorScheme(
                                        Help.defaultColorScheme(
                                                terminal.styled() ? Help.Ansi.ON : Help.Ansi.OFF));
        // An argument is never the name of a file to read more of them from.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, arguments) -> {
            Problem.of(e).print(terminal);
            return BAD_ARGUMENTS;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof AdminClientException failed) {
                Problem.of(failed, ddmadm.connection.where()).print(terminal);
                return FAILED;
            }
            throw e;
        });
        int exit = line.execute(args);
        Optional<String> lost = terminal.flush();
        lost.ifPresent(reason -> new Problem("cannot write to standard output", reason,
                "another file, or free space where it is").print(terminal));
        terminal.flush();
        return lost.isEmpty() || exit != 0 ? exit : FAILED;
    }

    /** A link-local address as {@code ip} and {@code ping} show it may have a zone; the API takes addresses alone. */
    private static Ipv6Address addressWithoutZone(String text) {
        int zone = text.indexOf('%');
        return Ipv6Address.parse(zone > 0 && zone < text.length() - 1 ? text.substring(0, zone) : text);
    }

    /**
     * The one verb that the arguments begin with, since making all of them takes a third of a command's time; all
     * where help or an error message needs them, or options come first.
     */
    private static List<Class<?>> verbsFor(String... args) {
        List<Class<?>> named = VERBS.stream().filter(verb -> args.length > 0
                && verb.getAnnotation(Command.class).name().equals(args[0])).toList();
        return named.isEmpty() ? VERBS : named;
    }

    Terminal terminal() {
        return terminal;
    }

    /** A client of the router that the options name. */
    AdminClient client() {
        try {
            return connection.client();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
