package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the formatter does not do: lines and files that can be read at one sitting. */
final class SourceFormTest {

    private static final int MAX_COLUMNS = 120;

    /** Lines of a file of the product; files that are still longer have their own bound, which only goes down. */
    private static final int MAX_LINES = 300;
    private static final List<String> STILL_LONGER = List.of("AdminHandlers.java 337", "Daemon.java 425",
            "ExchangeServer.java 305", "Health.java 370", "OriginStore.java 351");

    /** Tests run in their module. */
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void keepsLinesWithinTheMargin() throws IOException {
        List<String> long120 = new ArrayList<>();
        for (Path file : sources("src")) {
            boolean verbatim = false;
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.contains("<pre>") || line.contains("</pre>")) {
                    verbatim = line.contains("<pre>");
                } else if (line.contains("\"\"\"")) {
                    verbatim = !verbatim;
                } else if (!verbatim && line.length() > MAX_COLUMNS) {
                    long120.add(ROOT.relativize(file) + ":" + number);
                }
            }
        }
        assertThat(long120).isEmpty();
    }

    @Test
    void keepsFilesShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : sources("src/main")) {
            int lines = Files.readAllLines(file).size();
            int most = STILL_LONGER.stream()
                    .filter(bound -> bound.startsWith(file.getFileName() + " "))
                    .mapToInt(bound -> Integer.parseInt(bound.substring(bound.indexOf(' ') + 1)))
                    .findFirst()
                    .orElse(MAX_LINES);
            if (lines > most) {
                tooLong.add(ROOT.relativize(file) + ": " + lines + " lines, at most " + most);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /** All Java files in this folder of each module. */
    private static List<Path> sources(String folder) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("fsm", "ddm-api", "ddmd", "ddmadm", "interop-tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> file.startsWith(ROOT.resolve(module).resolve(folder)))
                        .forEach(found::add);
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }
}
