package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * No promise in docs/compatibility.md, and no gap of the reference in docs/deviations.md, without a test that exists.
 */
final class CompatibilityTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|TestFactory|Property|Example)\\b");
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @TestFactory
    Stream<DynamicTest> everyRowNamesTestsThatExist() throws IOException {
        Map<String, Path> sources = testSources();
        return rows().stream().map(row -> DynamicTest.dynamicTest(row.getFirst(), () -> {
            String last = row.getLast();
            Matcher named = NAMED.matcher(last);
            assertThat(named.find()).as("a `Class#method` in the last column of: %s", row).isTrue();
            do {
                assertThat(sources).as("the class of %s", named.group()).containsKey(named.group(1));
                assertThat(isTest(Files.readString(sources.get(named.group(1))), named.group(2)))
                        .as("%s is a test method", named.group())
                        .isTrue();
            } while (named.find());
        }));
    }

    @Test
    void countsOnlyTestMethods() {
        String source = "    @Test\n    void real() throws IOException {\n    }\n\n    private void helper() {\n    "
                + "}\n";
        assertThat(isTest(source, "real")).isTrue();
        assertThat(isTest(source, "helper")).isFalse();
        assertThat(isTest(source, "absent")).isFalse();
    }

    /** Whether a method of this name is declared, with an annotation of a test above it before the last blank line. */
    private static boolean isTest(String source, String method) {
        Matcher declared = Pattern.compile("(?m)^    [^\\n=;.]*\\s" + Pattern.quote(method) + "\\(").matcher(source);
        while (declared.find()) {
            int above = source.lastIndexOf("\n\n", declared.start());
            if (TEST.matcher(source.substring(Math.max(above, 0), declared.start())).find()) {
                return true;
            }
        }
        return false;
    }

    private static List<List<String>> rows() throws IOException {
        String differences = Files.readString(ROOT.resolve("docs/deviations.md"));
        String gaps = differences.substring(differences.indexOf("\n## The reference's gaps\n"));
        return Stream.concat(Files.readAllLines(ROOT.resolve("docs/compatibility.md")).stream(), gaps.lines())
                .filter(line -> line.startsWith("| ") || line.startsWith("|`"))
                .map(line -> Stream.of(line.substring(1).split("(?<!\\\\)\\|")).map(String::strip).toList())
                .filter(cells -> !cells.getLast().equals("test"))
                .toList();
    }

    private static Map<String, Path> testSources() throws IOException {
        Map<String, Path> sources = new HashMap<>();
        for (String module : List.of("fsm", "ddm-api", "ddmd", "ddmadm", "interop-tests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return sources;
    }
}
