package io.ddm.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys as data: complete, with defaults that are values, and as the documentation shows them. */
final class ConfigKeysTest {

    private static final Path TABLE = Path.of("../docs/configuration.md");

    @Test
    void listsEveryKeyOnce() throws IllegalAccessException {
        List<ConfigKey<?>> declared = new ArrayList<>();
        for (Class<?> home : List.of(RouterKeys.class, ProcessKeys.class, PolicyKeys.class, AccessKeys.class,
                MultipathKeys.class, ReferenceKeys.class)) {
            for (Field field : home.getDeclaredFields()) {
                if (field.getType() == ConfigKey.class) {
                    declared.add((ConfigKey<?>) field.get(null));
                }
            }
        }
        assertThat(ConfigKeys.all()).containsExactlyInAnyOrderElementsOf(declared).hasSizeGreaterThan(40);
        assertThat(ConfigKeys.all().stream().flatMap(key -> key.names().stream())).doesNotHaveDuplicates();
    }

    @Test
    void hasDefaultsThatAreValues() {
        for (ConfigKey<?> key : ConfigKeys.all()) {
            key.byDefault().ifPresent(text -> assertThat((Object) key.read(text)).isNotNull());
            assertThat(key.help()).as(key.name()).endsWith(".");
            assertThat(key.isSwitch() && key.byDefault().isPresent()).as(key.name()).isFalse();
        }
    }

    /** The table is replaced by what the failure prints. */
    @Test
    void documentsEveryKey() throws IOException {
        assertThat(Files.readString(TABLE)).contains(table());
    }

    private static String table() {
        StringBuilder text = new StringBuilder();
        for (Section section : ConfigKeys.SECTIONS) {
            text.append("\n## ").append(section.title().isEmpty() ? "The router" : section.title()).append("\n\n");
            text.append("| key | values | default | a change applies |\n|---|---|---|---|\n");
            for (ConfigKey<?> key : section.keys()) {
                String values = key.type().bounds() + (key.isRepeatable() ? ", repeatable" : "");
                text.append("| `%s` | %s | %s | %s |\n".formatted(key.synopsis(),
                        values.startsWith(", ") ? values.substring(2) : values,
                        key.byDefault().map(value -> "`" + value + "`").orElse(""),
                        key.applies().text()));
            }
        }
        return text.toString();
    }
}
