package io.ddm.interop.netns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A verb of {@code interop-tests/lab} for a lab that runs. To be used from the directory {@code interop-tests}. */
public final class LabCommand {

    private static final String SCRIPT = Path.of("lab").toAbsolutePath().toString();

    private LabCommand() {}

    /**
     * What it prints, as of {@code lab cut 4711/t1-s1}.
     *
     * @throws IllegalArgumentException if it fails; the message is what it prints
     */
    public static String run(String verb, String lab, String target, String... options) {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT, verb, lab + "/" + target));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalArgumentException(printed.strip());
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
