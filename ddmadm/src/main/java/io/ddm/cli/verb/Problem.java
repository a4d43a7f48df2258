package io.ddm.cli.verb;

import io.ddm.api.client.AdminClientException;
import io.ddm.api.text.PrintableText;
import io.ddm.cli.output.JsonValues;
import io.ddm.cli.view.Terminal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * An error message in three lines, or two if there is nothing to try but another request.
 *
 * @param what what failed, with the value
 * @param why the reason
 * @param remedy what to try; empty if the reason says it
 */
public record Problem(String what, String why, String remedy) {

    private static final String NOTHING_SENT = "nothing was sent";

    /** Invalid arguments. */
    public static Problem of(ParameterException e) {
        String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        ArgSpec argument = e.getArgSpec();
        String value = e.getValue();
        if (argument != null && value != null) {
            return new Problem("invalid value '" + value + "' for " + name(argument), reason(e) + "; " + NOTHING_SENT,
                    help);
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> similar = unmatched.getSuggestions();
            return new Problem(unmatched(unmatched), NOTHING_SENT,
                    similar.isEmpty() ? help : String.join(", ", similar) + ", or " + help);
        }
        return new Problem(firstLine(e), NOTHING_SENT, help);
    }

    /**
     * A request that failed.
     *
     * @param target the daemon's address and port, or the path of its socket
     */
    public static Problem of(AdminClientException e, String target) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case UNREACHABLE -> unreachable(target, message,
                    "the route and the firewall on the way there, or another router with --address");
            case UNKNOWN_HOST -> unreachable(target, message, "the spelling of --address, or an IPv6 address");
            case INVALID_ZONE -> unreachable(target, message,
                    "--address ADDR%INTERFACE, as in fe80::1%eth0; 'ip -brief link' lists the interfaces");
            case NOT_LISTENING -> unreachable(target, message + "; is ddmd running there?",
                    "systemctl status ddmd; it listens on ::1 port 8000 unless --admin-addr and --admin-port say"
                            + " otherwise");
            case STALE_SOCKET -> unreachable(target, message + "; is ddmd running?",
                    "systemctl status ddmd; the socket is left from a process that ended, or is no socket of ddmd");
            case NO_SOCKET -> unreachable(target, message,
                    "the path given to ddmd with --admin-socket; it creates the socket when it starts");
            case SOCKET_DENIED -> unreachable(target, message,
                    "as root, or as a member of the group that owns the socket (ls -l " + target + ")");
            case TIMEOUT -> new Problem("no answer from ddmd at " + target,
                    message + "; the request may still take effect", "again, or check the log of ddmd");
            case UNAUTHORIZED -> new Problem("ddmd at " + target + " requires authentication", message,
                    "--token-file with a token of the daemon's --admin-token-file, or --socket on the router itself");
            case FORBIDDEN -> new Problem("ddmd at " + target + " denies this operation", message,
                    "a token or a certificate with the role read-write");
            case UNTRUSTED -> new Problem("cannot establish a TLS connection to ddmd at " + target, message,
                    "--ca with the certificate authority of the daemon, --client-cert and --client-key if the daemon"
                            + " requires a client certificate, or no TLS options if it does not use TLS");
            case WRONG_NAME -> new Problem("cannot establish a TLS connection to ddmd at " + target, message,
                    "--address with a name or an address that is in the certificate");
            // The message of the daemon has the reason, and its log has the same.
            case REFUSED -> rejected(target, message, "");
            case UNAVAILABLE ->
                rejected(target, message, "again; /ready of the daemon shows whether the cause persists");
            case NO_SPACE -> rejected(target, message, "again, with free space for the --data-dir of the daemon");
            case FAILED -> rejected(target, message, "the log of ddmd, for the reason");
            case BROKEN -> new Problem("lost the connection to ddmd at " + target,
                    message + "; the request may still have taken effect", "again, the log of ddmd, or --tls");
            case ENDED -> new Problem("ddmd at " + target + " no longer answers", message,
                    "again; systemctl status ddmd, and the log of ddmd");
            case UNEXPECTED -> new Problem("the server at " + target + " is not ddmd", message,
                    "another --address or --port, or --tls");
        };
    }

    private static Problem unreachable(String target, String why, String remedy) {
        return new Problem("cannot reach ddmd at " + target, why, remedy);
    }

    private static Problem rejected(String target, String why, String remedy) {
        return new Problem("ddmd at " + target + " rejected the request", why, remedy);
    }

    /** Names the first argument that was not understood: what follows it is often its value. */
    private static String unmatched(UnmatchedArgumentException e) {
        boolean isVerbMissing = !e.getCommandLine().getSubcommands().isEmpty();
        String kind = e.isUnknownOption()
                ? "unknown option"
                : isVerbMissing ? "unknown command" : "unexpected argument";
        return kind + " '" + e.getUnmatched().getFirst() + "'";
    }

    /** The same as a JSON document. */
    public String json(int exit) {
        return JsonValues.error(what, why, remedy, exit);
    }

    /** Prints it to standard error. */
    public void print(Terminal terminal) {
        terminal.err()
                .print("ddmadm: " + PrintableText.line(what) + "\n  " + PrintableText.line(why) + "\n"
                        + (remedy.isEmpty() ? "" : "  try: " + PrintableText.line(remedy) + "\n"));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String reason(ParameterException e) {
        @Nullable
        Throwable cause = e.getCause();
        if (cause instanceof TypeConversionException || cause instanceof IllegalArgumentException) {
            return String.valueOf(cause.getMessage());
        }
        return firstLine(e);
    }

    private static String firstLine(ParameterException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("invalid arguments");
        return line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1);
    }
}
