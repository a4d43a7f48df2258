package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Docs, main sources and scripts use plain words: turns that were replaced do not come back. */
final class PlainLanguageTest {

    private static final Pattern ARCHAIC = Pattern.compile("\\b(?:told|nobody|somebody|anybody|whoever|whomever|anew"
            + "|is wanted|taken? in|takes in|lets? go|gives up|given up|at the most|neither is|for ever|for want of"
            + "|strangers?)\\b", Pattern.CASE_INSENSITIVE);

    /** Names that do not say what they bound or mean. */
    private static final Pattern NAMES = Pattern.compile("\\b(?:MOST_[A-Z_]+|PATIENCE\\b|String words[;,)])");

    @Test
    void usesPlainWords() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                for (Pattern pattern : List.of(ARCHAIC, NAMES)) {
                    Matcher match = pattern.matcher(line);
                    if (match.find()) {
                        found.add(Sources.ROOT.relativize(file) + ":" + number + ": " + match.group());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void findsArchaicWords() {
        assertThat(List.of("a token is wanted", "Nobody waits", "what it was told", "lets go of a socket",
                "MOST_SENDERS = 4096")).allMatch(text -> ARCHAIC.matcher(text).find() || NAMES.matcher(text).find());
        assertThat(List.of("a wanted route", "a stranded peer", "MAX_SENDERS = 4096")).noneMatch(
                text -> ARCHAIC.matcher(text).find() || NAMES.matcher(text).find());
    }

    @Test
    void testsUsePlainNames() throws IOException {
        for (Path file : Sources.java("src/test")) {
            if (!file.endsWith("PlainLanguageTest.java")) {
                assertThat(NAMES.matcher(Files.readString(file)).results().map(MatchResult::group)).as("%s", file)
                        .isEmpty();
            }
        }
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(Sources.java("src/main"));
        try (Stream<Path> docs = Files.list(Sources.ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        for (String other : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "ddmd/bin/launch.sh",
                "ddmd/bin/ddmd", "ddmadm/bin/ddmadm", "packaging/ddmd.service", "packaging/ddmd.default",
                "packaging/build-deb", "packaging/test-deb", "interop-tests/lab")) {
            files.add(Sources.ROOT.resolve(other));
        }
        return files;
    }
}
