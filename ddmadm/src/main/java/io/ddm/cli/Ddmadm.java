package io.ddm.cli;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The admin tool. Exit codes: 0 done, 1 the daemon cannot be reached or refused, 2 the arguments are wrong. */
@Command(name = "ddmadm", mixinStandardHelpOptions = true, versionProvider = Ddmadm.Version.class, sortOptions = false, synopsisSubcommandLabel = "COMMAND", description = "Shows and changes what a ddmd does.")
public final class Ddmadm implements Runnable {

    private static final Set<String> HELP = Set.of("-h", "--help");

    private static final Map<String, Supplier<Verb>> VERBS = verbs();

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Option(names = {"-a",
            "--address"}, defaultValue = "::1", paramLabel = "ADDRESS", scope = ScopeType.INHERIT, description = "Where the daemon's admin API is (default: ${DEFAULT-VALUE}).")
    String address = "::1";

    @Option(names = {"-p", "--port"}, defaultValue = ""
            + AdminApi.DEFAULT_PORT, paramLabel = "PORT", scope = ScopeType.INHERIT, description = "Its TCP port (default: ${DEFAULT-VALUE}).")
    int port = AdminApi.DEFAULT_PORT;

    @Spec
    @Nullable
    CommandSpec spec;

    /** Runs one command. */
    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /**
     * The parser for these arguments. It is made of the one verb that they name, since making all eleven takes a third
     * of a command's time; of all where help or an error message needs them.
     */
    static CommandLine commandLine(String... args) {
        CommandLine commandLine = new CommandLine(new Ddmadm());
        List<String> named = Stream.of(args).filter(VERBS::containsKey).toList();
        boolean one = named.size() == 1 && Stream.of(args).noneMatch(HELP::contains);
        for (Map.Entry<String, Supplier<Verb>> verb : VERBS.entrySet()) {
            if (!one || verb.getKey().equals(named.getFirst())) {
                commandLine.addSubcommand(verb.getValue().get());
            }
        }
        return commandLine.setExecutionExceptionHandler(Ddmadm::failed);
    }

    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "a command is needed");
    }

    AdminClient client() {
        if (port < 1 || port > 65535) {
            throw new ParameterException(spec().commandLine(), "--port is 1 to 65535, not " + port);
        }
        try {
            return new AdminClient(InetAddress.getByName(address), port, TIMEOUT);
        } catch (UnknownHostException e) {
            throw new ParameterException(spec().commandLine(), "--address: '" + address + "' is not an address", e);
        }
    }

    PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private static Map<String, Supplier<Verb>> verbs() {
        Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
        verbs.put("get-peers", Peers.Get::new);
        verbs.put("expire-peer", Peers.Expire::new);
        verbs.put("get-prefixes", Prefixes.Get::new);
        verbs.put("get-originated", Prefixes.Originated::new);
        verbs.put("advertise-prefixes", Prefixes.Advertise::new);
        verbs.put("withdraw-prefixes", Prefixes.Withdraw::new);
        verbs.put("tunnel-imported", Tunnels.Imported::new);
        verbs.put("tunnel-originated", Tunnels.Originated::new);
        verbs.put("tunnel-advertise", Tunnels.Advertise::new);
        verbs.put("tunnel-withdraw", Tunnels.Withdraw::new);
        verbs.put("sync", Sync::new);
        return verbs;
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (!(e instanceof AdminClientException failure)) {
            throw e;
        }
        Object root = command.getCommandSpec().root().userObject();
        String where = root instanceof Ddmadm ddmadm ? Problem.place(ddmadm.address, ddmadm.port) : "";
        command.getErr().println(Problem.describe(failure, where));
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The version that packaging wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ddmadm.class.getPackage().getImplementationVersion();
            return new String[]{"ddmadm " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
