package io.ddm.daemon.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A value of each key that is not its default. */
public final class Samples {

    private static final Map<String, String> BY_LABEL = Map.ofEntries(Map.entry("", "true"),
            Map.entry("INTERFACE", "eth9"), Map.entry("KIND", "transit"), Map.entry("ID", "r9"),
            Map.entry("WHAT", "none"), Map.entry("DIR", "/d"), Map.entry("PORT", "1234"), Map.entry("VERSION", "3"),
            Map.entry("MS", "1234"), Map.entry("FILE", "/f"), Map.entry("LEVELS", "debug"),
            Map.entry("ADDRESS", "127.0.0.1"), Map.entry("UUID", "4186465a-970d-4936-9637-eff6d513a799"),
            Map.entry("PREFIX", "fd00::/8"), Map.entry("N", "7"), Map.entry("BYTES", "2048"),
            Map.entry("HOW", "equal"), Map.entry("PERCENT", "20"), Map.entry("MODE", "0600"),
            Map.entry("NAME", "h.example"), Map.entry("TEXT", "t"), Map.entry("FORM", "json"));

    private Samples() {}

    /**
     * A key of a configuration file.
     *
     * @param key its name
     * @param line with a value that is not the default
     * @param applies when a change applies, as docs/configuration.md says
     */
    public record Sample(String key, String line, String applies) {}

    /** Every key of a file. */
    public static List<Sample> ofFile() {
        return ConfigKeys.inFile()
                .stream()
                .map(key -> new Sample(key.fileName(), line(key), key.applies().text()))
                .toList();
    }

    /** As the text of a flag. */
    static String text(ConfigKey<?> key) {
        return Objects.requireNonNull(BY_LABEL.get(key.type().label()), key.synopsis());
    }

    /** As a line of a configuration file. */
    static String line(ConfigKey<?> key) {
        String text = text(key);
        String value = key.isSwitch() || key.type().isNumber() ? text : "\"" + text + "\"";
        return key.fileName() + " = " + (key.isRepeatable() ? "[" + value + "]" : value) + "\n";
    }
}
