package io.ddm.daemon.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that an operator can configure, and all that is known about it in one place: the flags, their help, the
 * errors and the table in docs/configuration.md are made of this.
 *
 * @param names the flags, the long one last; or the environment variable
 * @param type which values it can have, with their unit and bounds
 * @param byDefault the value that it has unless the operator says otherwise, as text; empty for none
 * @param isRepeatable whether it can have several values
 * @param appliesLive whether a change of the file that it names applies while the daemon runs
 * @param help what it means, in a sentence or two
 * @param <T> its value
 */
record ConfigKey<T>(List<String> names, ValueType<T> type, Optional<String> byDefault, boolean isRepeatable,
        boolean appliesLive, String help) {

    /** A key that is not set by default. */
    static <T> ConfigKey<T> of(String name, ValueType<T> type, String help) {
        return new ConfigKey<>(List.of(name), type, Optional.empty(), false, false, help);
    }

    /** Whether it is a flag, and not a variable of the environment. */
    boolean isFlag() {
        return name().startsWith("-");
    }

    /** The same with a short flag before the long one. */
    ConfigKey<T> withShort(String flag) {
        return new ConfigKey<>(List.of(flag, name()), type, byDefault, isRepeatable, appliesLive, help);
    }

    /** The same with a default. */
    ConfigKey<T> byDefault(String text) {
        return new ConfigKey<>(names, type, Optional.of(text), isRepeatable, appliesLive, help);
    }

    /** The same with a number as the default. */
    ConfigKey<T> byDefault(int number) {
        return byDefault(Integer.toString(number));
    }

    /** The same with a time as the default. */
    ConfigKey<T> byDefault(Duration time) {
        return byDefault(Long.toString(time.toMillis()));
    }

    /** The same for several values. */
    ConfigKey<T> repeatable() {
        return new ConfigKey<>(names, type, byDefault, true, appliesLive, help);
    }

    /** The same for a file that is followed while the daemon runs. */
    ConfigKey<T> live() {
        return new ConfigKey<>(names, type, byDefault, isRepeatable, true, help);
    }

    /** The name in messages and tables. */
    String name() {
        return names.getLast();
    }

    /** Whether it is set by being there. */
    boolean isSwitch() {
        return type.label().isEmpty();
    }

    /** Its name with what stands for a value, as in {@code --admin-port PORT}. */
    String synopsis() {
        return isSwitch() ? name() : name() + " " + type.label();
    }

    /**
     * What a text says.
     *
     * @throws IllegalArgumentException if it is no value of this key; the message names both and the reason
     */
    T read(String text) {
        try {
            return type.reader().apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "invalid value '" + text + "' for " + name() + ": " + e.getMessage(), e);
        }
    }
}
