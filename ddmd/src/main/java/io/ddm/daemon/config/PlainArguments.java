package io.ddm.daemon.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the arguments of an ordinary start, each flag and each value a word of its own, without the parser of command
 * lines, whose work a start would wait for. Whatever is not ordinary is left to it: help,
 * other forms, and all mistakes.
 */
public final class PlainArguments {

    private PlainArguments() {}

    /** What the arguments give, or empty if the parser of command lines must read them. */
    public static Optional<Settings> read(String... arguments) {
        Map<String, ConfigKey<?>> keys = flags();
        Map<ConfigKey<?>, List<String>> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            ConfigKey<?> key = keys.get(arguments[i]);
            if (key == null || (given.containsKey(key) && !key.isRepeatable())) {
                return Optional.empty();
            }
            String value = "true";
            if (!key.isSwitch()) {
                i++;
                if (i == arguments.length || arguments[i].isEmpty() || arguments[i].startsWith("-")) {
                    return Optional.empty();
                }
                value = arguments[i];
            }
            given.computeIfAbsent(key, first -> new ArrayList<>()).add(value);
        }
        return Optional.of(Settings.ofFlags(given));
    }

    private static Map<String, ConfigKey<?>> flags() {
        Map<String, ConfigKey<?>> keys = new HashMap<>();
        for (Section section : ConfigKeys.SECTIONS) {
            for (ConfigKey<?> key : section.keys()) {
                key.names().forEach(name -> keys.put(name, key));
            }
        }
        return keys;
    }
}
