package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Docs and revised main sources use plain words: turns that were replaced do not come back. */
final class PlainLanguageTest {

    private static final Pattern ARCHAIC = Pattern.compile("\\b(?:told|nobody|somebody|anybody|whoever|whomever|anew"
            + "|is wanted|taken? in|takes in|lets? go|gives up|given up|at the most|neither is|for ever|for want of"
            + "|strangers?)\\b", Pattern.CASE_INSENSITIVE);

    /** Names that do not say what they bound or mean. */
    private static final Pattern NAMES = Pattern.compile("\\b(?:MOST_[A-Z_]+|PATIENCE\\b|String words;)");

    /** Folders of main sources that have been revised; the list only gets longer. */
    private static final List<String> REVISED = List.of("ddm-api/", "ddmadm/", "fsm/src/main/java/io/ddm/fsm/digest/",
            "fsm/src/main/java/io/ddm/fsm/policy/", "fsm/src/main/java/io/ddm/fsm/rib/",
            "fsm/src/main/java/io/ddm/fsm/table/", "ddmd/src/main/java/io/ddm/daemon/access/",
            "ddmd/src/main/java/io/ddm/daemon/config/", "ddmd/src/main/java/io/ddm/daemon/discovery/",
            "ddmd/src/main/java/io/ddm/daemon/exchange/",
            "ddmd/src/main/java/io/ddm/daemon/health/", "ddmd/src/main/java/io/ddm/daemon/log/",
            "ddmd/src/main/java/io/ddm/daemon/metrics/", "ddmd/src/main/java/io/ddm/daemon/net/",
            "ddmd/src/main/java/io/ddm/daemon/sockets/", "ddmd/src/main/java/io/ddm/daemon/store/");

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

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : Sources.java("src/main")) {
            String path = Sources.ROOT.relativize(file).toString();
            if (REVISED.stream().anyMatch(path::startsWith)) {
                files.add(file);
            }
        }
        try (Stream<Path> docs = Files.list(Sources.ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        files.add(Sources.ROOT.resolve("README.md"));
        files.add(Sources.ROOT.resolve("CONTRIBUTING.md"));
        return files;
    }
}
