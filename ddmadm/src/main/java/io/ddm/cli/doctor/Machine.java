package io.ddm.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine that checks look at: files of {@code /proc} and {@code /sys}, and the output of commands.
 *
 * @param root {@code /}, or another folder in tests
 * @param commands runs commands
 */
public record Machine(Path root, Commands commands) {

    /** Bound on the time that a command may take. */
    private static final int COMMAND_SECONDS = 5;

    /** Runs commands. */
    @FunctionalInterface
    public interface Commands {
        /** What a command prints; empty if it cannot be run, fails or takes too long. */
        Optional<String> output(List<String> command);
    }

    /** This machine. */
    public static Machine local() {
        return new Machine(Path.of("/"), Machine::run);
    }

    /** The text of a file without white space around it; empty if it cannot be read. */
    Optional<String> read(String path) {
        try {
            return Optional.of(Files.readString(root.resolve(path.substring(1)), StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isOver = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
            process.destroy();
            return isOver && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
