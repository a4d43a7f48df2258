package io.ddm.cli;

import io.ddm.api.admin.AdminClientException;
import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.Terminal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * An error message in three lines.
 *
 * @param what what failed, with the value
 * @param why the reason
 * @param remedy what to try
 */
record Problem(String what, String why, String remedy) {

    private static final String NOTHING_SENT = "nothing was sent";

    /** Invalid arguments. */
    static Problem of(ParameterException e) {
        String help = e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        ArgSpec argument = e.getArgSpec();
        String value = e.getValue();
        if (argument != null && value != null) {
            return new Problem("invalid value '" + value + "' for " + name(argument), reason(e) + "; " + NOTHING_SENT,
                    help);
        }
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            return new Problem(firstLine(e), NOTHING_SENT, String.join(", ", unmatched.getSuggestions()) + ", or "
                    + help);
        }
        return new Problem(firstLine(e), NOTHING_SENT, help);
    }

    /**
     * A request that failed.
     *
     * @param target the daemon's address and port, or the path of its socket
     */
    static Problem of(AdminClientException e, String target) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case UNREACHABLE -> new Problem("cannot reach ddmd at " + target, message.contains("refused")
                    ? "connection refused; is ddmd running there?"
                    : message,
                    "systemctl status ddmd, or name another router with --address and --port");
            case TIMEOUT -> new Problem("no answer from ddmd at " + target,
                    message + "; the request may still take effect", "again, or check the log of ddmd");
            case UNAUTHORIZED -> new Problem("ddmd at " + target + " requires authentication", message,
                    "--token-file with a token of the daemon's --admin-token-file, or --socket on the router itself");
            case FORBIDDEN -> new Problem("ddmd at " + target + " denies this operation", message,
                    "a token or a certificate with the role read-write");
            case UNTRUSTED -> new Problem("cannot establish a TLS connection to ddmd at " + target, message,
                    "--ca with the certificate authority of the daemon, --client-cert and --client-key if the daemon"
                            + " requires a client certificate, or no TLS options if it does not use TLS");
            case REFUSED -> new Problem("ddmd at " + target + " rejected the request", message,
                    "the log of ddmd, for details");
            case BROKEN -> new Problem("lost the connection to ddmd at " + target,
                    message + "; the request may still have taken effect", "again, the log of ddmd, or --tls");
            case UNEXPECTED -> new Problem("the server at " + target + " is not ddmd", message,
                    "another --address or --port, or --tls");
        };
    }

    /** Prints the three lines to standard error. */
    void print(Terminal terminal) {
        terminal.err().print("ddmadm: " + PrintableText.line(what) + "\n  " + PrintableText.line(why) + "\n  try: "
                + PrintableText.line(remedy) + "\n");
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
