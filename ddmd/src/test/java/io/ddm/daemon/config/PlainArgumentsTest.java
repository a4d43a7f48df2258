package io.ddm.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.daemon.Ddmd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What is read without the parser of command lines is what that parser reads. */
class PlainArgumentsTest {

    private static final List<ConfigKey<?>> FLAGS = ConfigKeys.all();

    @Property
    void sameAsParser(@ForAll("arguments") List<String> arguments) {
        String[] words = arguments.toArray(String[]::new);
        Optional<Settings> plain = PlainArguments.read(words);
        try {
            CommandLine line = Ddmd.commandLine();
            line.parseArgs(words);
            if (line.isUsageHelpRequested() || line.isVersionHelpRequested()) {
                assertThat(plain).isEmpty();
            }
            Settings parsed = ConfigKeys.settings(line.getCommandSpec());
            plain.ifPresent(settings -> FLAGS.forEach(key -> assertThat(settings.texts(key)).as(key.name())
                    .isEqualTo(parsed.texts(key))));
        } catch (ParameterException e) {
            assertThat(plain).as(e.getMessage()).isEmpty();
        }
    }

    /** Otherwise the property would hold for a reader that reads nothing. */
    @Example
    void everyFlagIsReadPlainly() {
        List<String> words = new ArrayList<>();
        for (ConfigKey<?> key : FLAGS) {
            words.add(key.names().getFirst());
            if (!key.isSwitch()) {
                words.add("value of " + key.name());
            }
        }
        Settings settings = PlainArguments.read(words.toArray(String[]::new)).orElseThrow();
        assertThat(FLAGS).allSatisfy(key -> assertThat(settings.texts(key))
                .containsExactly(key.isSwitch() ? "true" : "value of " + key.name()));
    }

    @Example
    void whatIsNotOrdinaryIsLeftToTheParser() {
        assertThat(List.of(List.of("--help"), List.of("--admin-port=1"), List.of("--admin-port"), List.of("t1"),
                List.of("--admin-port", "1", "--admin-port", "2"), List.of("--admin-port", "-1"),
                List.of("--admin-port", "")))
                .allSatisfy(words -> assertThat(PlainArguments.read(words.toArray(String[]::new))).isEmpty());
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        List<String> names = FLAGS.stream().flatMap(key -> key.names().stream()).toList();
        Arbitrary<String> words = Arbitraries.oneOf(Arbitraries.of(names), Arbitraries.of("", "-", "--", "@x", "'q'",
                "\"q\"", "x=y", "${x}", "%n", "-a1", "--admin-port=1", "--help", "-h", "-V", "--version", "-1", "a b",
                "a,b", "\\"),
                Arbitraries.strings().ofMaxLength(5));
        Arbitrary<List<String>> pairs = Arbitraries.of(FLAGS)
                .flatMap(key -> words.map(word -> key.isSwitch()
                        ? List.of(key.name())
                        : List.of(key.names().getFirst(), word)));
        return Arbitraries.frequencyOf(Tuple.of(5, pairs),
                Tuple.of(1, words.map(List::of)))
                .list()
                .ofMaxSize(5)
                .map(parts -> parts.stream().flatMap(List::stream).toList());
    }
}
