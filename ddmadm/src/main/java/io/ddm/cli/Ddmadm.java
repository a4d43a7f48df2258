package io.ddm.cli;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.AdminClient;
import io.ddm.api.admin.AdminClientException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Ddmadm()).setExecutionExceptionHandler(Ddmadm::failed);
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
