package io.ddm.interop.netns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** A shell on a node that runs one script after another and says what each printed. */
public final class Shell {

    private static final String END = "--end-of-script--";

    private final Writer in;
    private final BufferedReader out;

    /** What a script printed on either stream, and the status of its last command. */
    public record Output(int status, String text) {}

    Shell(Process bash) {
        this.in = bash.outputWriter(UTF_8);
        this.out = bash.inputReader(UTF_8);
    }

    /**
     * Runs a script and waits for it. What it leaves in the background must not hold its output.
     *
     * @throws UncheckedIOException if the shell has ended
     */
    public synchronized Output run(String script) {
        try {
            in.write("{ " + script + "\n} 2>&1 </dev/null; printf '\\n" + END + "%d\\n' $?\n");
            in.flush();
            StringBuilder text = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(END)) {
                    return new Output(Integer.parseInt(line.substring(END.length())), text.toString());
                }
                text.append(line).append('\n');
            }
            throw new IOException("the shell ended in: " + script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
