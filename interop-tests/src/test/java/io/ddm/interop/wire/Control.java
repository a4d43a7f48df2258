package io.ddm.interop.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Does what the lab asks for through a named pipe, as a shell can: a line with the file for the answer, a link, and
 * options. The answer is {@code ok} or {@code error: ...}, lines that show the wire, and an empty line.
 */
final class Control {

    private final Path pipe;
    private final List<Wire> wires;

    Control(Path pipe, List<Wire> wires) {
        this.pipe = pipe;
        this.wires = wires;
    }

    /** Runs until the process ends. */
    void run() {
        // Opened for writing too, so that it does not end with a writer.
        try (RandomAccessFile file = new RandomAccessFile(pipe.toFile(), "rw");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new FileInputStream(file.getFD()), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> words = Arrays.asList(line.strip().split(" +", -1));
                if (words.size() > 1) {
                    reply(Path.of(words.get(0)), answer(words.subList(1, words.size())));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(List<String> words) {
        try {
            WireCommand command = WireCommand.parse(words, wires);
            command.apply();
            return "ok\n" + command.report() + "\n";
        } catch (IllegalArgumentException e) {
            return "error: " + e.getMessage() + "\n\n";
        }
    }

    private static void reply(Path file, String answer) {
        try {
            Files.writeString(file, answer, StandardOpenOption.WRITE);
        } catch (IOException e) {
            System.err.println("cannot answer a command, since its process has ended: " + e.getMessage());
        }
    }
}
