package io.ddm.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class logs under a name that DDM_LOG can select, and every such name is used. */
final class LogNamesTest {

    private static final Pattern LOGGER = Pattern.compile("LoggerFactory\\.getLogger\\(\\s*(.*?)\\)");

    @Test
    void listsEveryLogger() throws IOException {
        Set<String> used = new TreeSet<>();
        List<Path> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path source : sources) {
            Matcher logger = LOGGER.matcher(Files.readString(source));
            while (logger.find()) {
                assertThat(logger.group(1)).as("%s: use one of LogNames, as in getLogger(\"ddm.exchange\")", source)
                        .matches("\"ddm\\.[a-z]+\"");
                used.add(logger.group(1).replace("\"", ""));
            }
        }
        assertThat(used).containsExactlyElementsOf(LogNames.ALL);
    }
}
