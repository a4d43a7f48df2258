package io.ddm.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command's data and words go, in UTF-8. */
final class Terminal {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean styled;

    /**
     * @param styled whether a person looks at {@code out} through something that understands escape sequences
     */
    Terminal(OutputStream out, OutputStream err, boolean styled) {
        this.out = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8));
        this.styled = styled;
    }

    /** The terminal, or whatever the process's output was led to. */
    static Terminal ofProcess() {
        boolean styled = wantsStyle(System.getenv()) && isTerminal(System.console());
        return new Terminal(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), styled);
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** Not if NO_COLOR is set to anything (no-color.org), nor on a terminal that calls itself dumb. */
    static boolean wantsStyle(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean styled() {
        return styled;
    }

    /** The text, dim if a person looks. */
    String dim(String text) {
        return styled ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    /** Writes what was kept back; false if something could not be written. */
    boolean flush() {
        boolean failed = out.checkError();
        return !err.checkError() && !failed;
    }
}
