package io.ddm.cli.view;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Standard output for data and standard error for messages, both in UTF-8. */
public final class Terminal {

    private final PrintWriter out;
    private final PrintWriter err;
    private final ErrorKeepingStream outStream;
    private final boolean styled;
    private boolean colored;
    private final Supplier<ScreenSize> size;

    /**
     * @param styled whether {@code out} is shown by a terminal that understands escape sequences
     */
    public Terminal(OutputStream out, OutputStream err, boolean styled) {
        this(out, err, styled, () -> ScreenSize.DEFAULT);
    }

    /**
     * @param styled whether {@code out} is shown by a terminal that understands escape sequences
     * @param size of that terminal
     */
    public Terminal(OutputStream out, OutputStream err, boolean styled, Supplier<ScreenSize> size) {
        this.size = size;
        this.outStream = new ErrorKeepingStream(out);
        this.out = new PrintWriter(new OutputStreamWriter(outStream, StandardCharsets.UTF_8));
        this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8));
        this.styled = styled;
        this.colored = styled;
    }

    /** The standard streams of this process, styled if standard output is a terminal. */
    public static Terminal ofProcess() {
        boolean isTerminal = isTerminal(System.console());
        return new Terminal(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err),
                isTerminal && wantsStyle(System.getenv()),
                isTerminal ? new RecentSize(ScreenSize::ofTerminal, System::nanoTime) : () -> ScreenSize.DEFAULT);
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** False if NO_COLOR is set and not empty (no-color.org), or if TERM is dumb. */
    static boolean wantsStyle(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** Standard output; buffered until {@link #flush}. */
    public PrintWriter out() {
        return out;
    }

    /** Standard error; buffered until {@link #flush}. */
    public PrintWriter err() {
        return err;
    }

    /** Whether standard output understands escape sequences. */
    public boolean styled() {
        return styled;
    }

    /** Whether cells and headings have colors. */
    public boolean colored() {
        return colored;
    }

    /** Whether cells and headings have colors from now on, whatever the output is. */
    public void color(boolean isColored) {
        colored = isColored;
    }

    /** The size of the terminal, half a second old at most; the default size if the output is none. */
    public ScreenSize size() {
        return size.get();
    }

    /** The text, dimmed if the terminal is styled. */
    String dim(String text) {
        return colored ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    /** Prints one line below data that people read, to standard error and dimmed. */
    public void remark(String text) {
        out.flush();
        err.print(dim(PrintableText.line(text)) + "\n");
    }

    /** Prints one line to standard error, after the program's name and with control characters escaped. */
    public void note(String text) {
        err.print("ddmadm: " + PrintableText.line(text) + "\n");
    }

    /**
     * Writes all buffered text.
     *
     * @return why standard output could not be written; empty on success
     */
    public Optional<String> flush() {
        err.flush();
        return out.checkError() ? Optional.of(outStream.reason()) : Optional.empty();
    }

    /** Whether a write to standard output failed because the program that reads it has ended or closed it. */
    public boolean isClosedByReader() {
        return outStream.reason().equals("Broken pipe");
    }

    /** Keeps the first error, because {@link PrintWriter} discards it. */
    private static final class ErrorKeepingStream extends FilterOutputStream {

        private @Nullable IOException first;

        ErrorKeepingStream(OutputStream out) {
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
