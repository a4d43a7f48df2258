package io.ddm.cli;

import io.ddm.api.text.PrintableText;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command's data and words go, in UTF-8. */
final class Terminal {

    private final PrintWriter out;
    private final PrintWriter err;
    private final FirstFailure outStream;
    private final boolean styled;

    /**
     * @param styled whether a person looks at {@code out} through something that understands escape sequences
     */
    Terminal(OutputStream out, OutputStream err, boolean styled) {
        this.outStream = new FirstFailure(out);
        this.out = new PrintWriter(new OutputStreamWriter(outStream, StandardCharsets.UTF_8));
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

    /** Prints a remark to standard error, which keeps standard output for data. */
    void note(String text) {
        err.print("ddmadm: " + PrintableText.line(text) + "\n");
    }

    /**
     * Writes what is buffered.
     *
     * @return why standard output could not be written; empty if it was
     */
    Optional<String> flush() {
        err.flush();
        return out.checkError() ? Optional.of(outStream.reason()) : Optional.empty();
    }

    /** Keeps the reason that {@link PrintWriter} swallows. */
    private static final class FirstFailure extends FilterOutputStream {

        private @Nullable IOException first;

        FirstFailure(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                first = first == null ? e : first;
                throw e;
            }
        }

        String reason() {
            return first == null ? "write error" : String.valueOf(first.getMessage());
        }
    }
}
