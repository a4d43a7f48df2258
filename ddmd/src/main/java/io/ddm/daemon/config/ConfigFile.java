package io.ddm.daemon.config;

import io.ddm.daemon.config.file.BadConfigException;
import io.ddm.daemon.config.file.Suggestion;
import io.ddm.daemon.config.file.TomlEntry;
import io.ddm.daemon.config.file.TomlFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The configuration file: each key is a long flag without its hyphens, at the top level. */
final class ConfigFile {

    /** Read if it exists and no other file is named. */
    static final Path DEFAULT = Path.of("/etc/ddm/ddmd.toml");

    private final Path file;
    private final Consumer<String> problems;

    private ConfigFile(Path file, Consumer<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads the settings of a file.
     *
     * @param problems receives a sentence for each unknown key and each value that is wrong, with file and line; such
     *     keys are left out
     * @throws BadConfigException if the file cannot be read, or is not TOML
     */
    static Settings read(Path file, Consumer<String> problems) {
        return new ConfigFile(file, problems).settings(TomlFile.read(file));
    }

    private Settings settings(List<TomlEntry> entries) {
        Map<String, ConfigKey<?>> keys = ConfigKeys.inFile()
                .stream()
                .collect(Collectors.toMap(ConfigKey::fileName, key -> key));
        Map<String, Settings.Given> given = new HashMap<>();
        for (TomlEntry entry : entries) {
            ConfigKey<?> key = keys.get(entry.key());
            if (key == null) {
                problems.accept(at(entry.line()) + ": " + unknown(entry, keys));
            } else if (isValid(key, entry)) {
                given.put(key.name(),
                        new Settings.Given(entry.items().stream().map(TomlEntry.Item::text).toList(),
                                new Settings.Origin(entry.key(), at(entry.line()))));
            }
        }
        return new Settings(given);
    }

    private boolean isValid(ConfigKey<?> key, TomlEntry entry) {
        try {
            String reason = wrongForm(key, entry);
            if (!reason.isEmpty()) {
                throw ConfigKey.invalid(text(entry), new Settings.Origin(entry.key(), at(entry.line())), reason, null);
            }
            for (TomlEntry.Item item : entry.items()) {
                key.read(item.text(), new Settings.Origin(entry.key(), at(item.line())));
            }
            return true;
        } catch (IllegalArgumentException e) {
            problems.accept(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** What is wrong with the form of a value, whatever it says; empty if nothing is. */
    private static String wrongForm(ConfigKey<?> key, TomlEntry entry) {
        TomlEntry.Form form = entry.form();
        if (key.isSwitch()) {
            return form == TomlEntry.Form.TRUTH ? "" : "must be true or false, without quotes";
        }
        if (key.isRepeatable()) {
            return form == TomlEntry.Form.LIST ? "" : "must be a list of texts in quotes, as in [\"a\", \"b\"]";
        }
        if (key.type().isNumber()) {
            return form == TomlEntry.Form.NUMBER
                    ? ""
                    : "must be a whole number, without quotes" + bounds(key.type().bounds());
        }
        return form == TomlEntry.Form.TEXT ? "" : "must be a text in quotes" + bounds(key.type().bounds());
    }

    private static String bounds(String bounds) {
        return bounds.isEmpty() ? "" : ": " + bounds;
    }

    private static String text(TomlEntry entry) {
        return switch (entry.form()) {
            case TABLE -> "[...]";
            case LIST, OTHER -> entry.items()
                    .stream()
                    .map(TomlEntry.Item::text)
                    .collect(Collectors.joining(", "));
            case TEXT, NUMBER, TRUTH -> entry.items().getFirst().text();
        };
    }

    private static String unknown(TomlEntry entry, Map<String, ConfigKey<?>> keys) {
        if (entry.form() == TomlEntry.Form.TABLE) {
            return "'" + entry.key() + "' is a table: keys are at the top level, as in kind = \"server\"";
        }
        if (entry.key().equals(ProcessKeys.CONFIG.fileName())) {
            return "'" + entry.key() + "' is a flag only: a file cannot name another one";
        }
        return "unknown key '" + entry.key() + "'" + Suggestion.of(entry.key(), keys.keySet())
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; ddmd --print-config lists the keys");
    }

    private String at(int line) {
        return file + ":" + line;
    }
}
