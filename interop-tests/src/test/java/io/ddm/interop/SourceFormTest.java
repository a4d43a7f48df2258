package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bounds that the formatter does not hold: columns of a line, lines of a file or method, classes of a package. */
final class SourceFormTest {

    private static final int MAX_COLUMNS = 120;

    /** Of a main file. */
    private static final int MAX_LINES = 300;

    /** Main files that are still longer. Bounds only go down, and an entry goes when its file is short enough. */
    private static final Map<String, Integer> LONGER_FILES = Map.of();

    /** Of a method or constructor in a main file. */
    private static final int MAX_METHOD_LINES = 60;

    /** Methods that are still longer, by class and name. */
    private static final Map<String, Integer> LONGER_METHODS = Map.of();

    /** Of a package in main sources, without {@code package-info}. */
    private static final int MAX_CLASSES = 20;

    /** Packages that are still larger. */
    private static final Map<String, Integer> LARGER_PACKAGES = Map.of();

    @Test
    void keepsLinesWithinMargin() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Sources.java("src")) {
            boolean verbatim = false;
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (line.contains("<pre>") || line.contains("</pre>")) {
                    verbatim = line.contains("<pre>");
                } else if (line.contains("\"\"\"")) {
                    verbatim = !verbatim;
                } else if (!verbatim && line.length() > MAX_COLUMNS) {
                    tooLong.add(Sources.ROOT.relativize(file) + ":" + number);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void keepsFilesShort() throws IOException {
        Map<String, Integer> lines = new TreeMap<>();
        for (Path file : Sources.java("src/main")) {
            lines.merge(String.valueOf(file.getFileName()), Files.readAllLines(file).size(), Math::max);
        }
        lines.remove("package-info.java");
        assertBounds(lines, MAX_LINES, LONGER_FILES);
    }

    @Test
    void keepsMethodsShort() throws IOException {
        Map<String, Integer> lines = methodLines(Sources.java("src/main"));
        assertThat(lines).as("methods are found").hasSizeGreaterThan(1000);
        assertBounds(lines, MAX_METHOD_LINES, LONGER_METHODS);
    }

    @Test
    void measuresMethodsWithTheirBodies() throws IOException {
        Map<String, Integer> lines = methodLines(List.of(Sources.ROOT.resolve(
                "interop-tests/src/test/java/io/ddm/interop/SourceFormTest.java")));
        assertThat(lines).containsEntry("SourceFormTest#assertBounds", 15);
    }

    @Test
    void keepsPackagesSmall() throws IOException {
        Map<String, Integer> classes = new TreeMap<>();
        for (Path file : Sources.java("src/main")) {
            if (!file.endsWith("package-info.java")) {
                String path = String.valueOf(file.getParent());
                classes.merge(path.substring(path.indexOf("src/main/java/") + "src/main/java/".length()), 1,
                        Integer::sum);
            }
        }
        assertBounds(classes, MAX_CLASSES, LARGER_PACKAGES);
    }

    @Test
    void describesEveryPackage() throws IOException {
        Set<Path> packages = Sources.java("src/main").stream().map(Path::getParent).collect(Collectors.toSet());
        assertThat(packages).allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
    }

    /** Every size is within the bound or its exception, and no exception is needless. */
    private static void assertBounds(Map<String, Integer> sizes, int bound, Map<String, Integer> exceptions) {
        List<String> wrong = new ArrayList<>();
        sizes.forEach((name, size) -> {
            int most = exceptions.getOrDefault(name, bound);
            if (size > most) {
                wrong.add(name + " has " + size + ", at most " + most);
            } else if (exceptions.containsKey(name) && size <= bound) {
                wrong.add(name + " has only " + size + " and needs no exception");
            }
        });
        Set<String> gone = new HashSet<>(exceptions.keySet());
        gone.removeAll(sizes.keySet());
        assertThat(wrong).isEmpty();
        assertThat(gone).as("exceptions for what does not exist").isEmpty();
    }

    /** Lines of every method and constructor, by class and name; of overloads the longest. */
    private static Map<String, Integer> methodLines(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, Integer> lines = new TreeMap<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, manager, null, null, null,
                    manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                String file = String.valueOf(Path.of(unit.getSourceFile().getName()).getFileName());
                LineMap map = unit.getLineMap();
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void ignored) {
                        long first = map.getLineNumber(positions.getStartPosition(unit, method));
                        long last = map.getLineNumber(positions.getEndPosition(unit, method));
                        lines.merge(file.replace(".java", "#") + method.getName(), (int) (last - first + 1), Math::max);
                        return super.visitMethod(method, null);
                    }
                }.scan(unit, null);
            }
        }
        return lines;
    }
}
