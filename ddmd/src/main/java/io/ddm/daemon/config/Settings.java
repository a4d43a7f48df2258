package io.ddm.daemon.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The values that an operator gave to keys, as text, where each is from, and the defaults of the others. */
public final class Settings {

    /**
     * Where a value is from.
     *
     * @param name what the key is called there: a flag, a variable, a key of a file
     * @param place as {@code FILE:LINE}; empty for a flag or a variable, whose name says where it is
     */
    record Origin(String name, String place) {

        /** A flag of the command line. */
        static Origin flag(ConfigKey<?> key) {
            return new Origin(key.name(), "");
        }

        /** A sentence about it, with the place before it. */
        String sentence(String text) {
            return place.isEmpty() ? text : place + ": " + text;
        }

        /** In a few words. */
        String text() {
            return place.isEmpty() ? (name.startsWith("-") ? "flag" : "environment " + name) : place;
        }
    }

    /**
     * What a key was given.
     *
     * @param texts in the operator's order; none for an empty list
     */
    record Given(List<String> texts, Origin origin) {

        Given {
            texts = List.copyOf(texts);
        }
    }

    private final Map<String, Given> given;

    /**
     * @param given by the name of the key
     */
    Settings(Map<String, Given> given) {
        this.given = Map.copyOf(given);
    }

    /** Nothing but these flags, by the name of the key. */
    static Settings ofFlags(Map<ConfigKey<?>, List<String>> flags) {
        Map<String, Given> given = new HashMap<>();
        flags.forEach((key, texts) -> given.put(key.name(), new Given(texts, Origin.flag(key))));
        return new Settings(given);
    }

    /** These, and of {@code lower} the keys that these do not set. A list replaces the whole list. */
    Settings over(Settings lower) {
        Map<String, Given> both = new HashMap<>(lower.given);
        both.putAll(given);
        return new Settings(both);
    }

    /** What the operator gave to a key; empty for a default. */
    Optional<Given> given(ConfigKey<?> key) {
        return Optional.ofNullable(given.get(key.name()));
    }

    /** The texts of it. */
    List<String> texts(ConfigKey<?> key) {
        return given(key).map(Given::texts).orElse(List.of());
    }

    /** Whether the operator has set the key; a switch that is set to false is not. */
    boolean isSet(ConfigKey<?> key) {
        List<String> texts = texts(key);
        return key.isSwitch() ? texts.contains("true") : !texts.isEmpty();
    }

    /**
     * The value of a key that has a default.
     *
     * @throws IllegalArgumentException if what the operator said is no value of it; the message says why
     */
    <T> T get(ConfigKey<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no default"));
    }

    /** The value of a key that may have none; otherwise as {@link #get}. */
    <T> Optional<T> find(ConfigKey<T> key) {
        Given value = given.get(key.name());
        return value == null || value.texts.isEmpty()
                ? key.byDefault().map(key::read)
                : Optional.of(key.read(value.texts.getLast(), value.origin));
    }

    /** All values that the operator gave to a key; otherwise as {@link #get}. */
    <T> List<T> all(ConfigKey<T> key) {
        return given(key).map(value -> value.texts.stream().map(text -> key.read(text, value.origin)).toList())
                .orElse(List.of());
    }

    /** What a key says, given or by default, as text; a switch that is not set says nothing. */
    List<String> effectiveTexts(ConfigKey<?> key) {
        if (key.isSwitch()) {
            return isSet(key) ? List.of("true") : List.of();
        }
        List<String> texts = texts(key);
        return texts.isEmpty() ? key.byDefault().stream().toList() : texts;
    }

    /** The same as values, in no order. */
    Set<Object> values(ConfigKey<?> key) {
        return effectiveTexts(key).stream().map(key::read).collect(Collectors.toSet());
    }
}
