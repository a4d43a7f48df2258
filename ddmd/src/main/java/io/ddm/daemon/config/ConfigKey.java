package io.ddm.daemon.config;

import io.ddm.api.admin.config.ReloadReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator can configure, and all that is known about it in one place: the flags, the keys of the
 * file, the variables of the environment, their help, the errors and the table in docs/configuration.md are made of
 * this.
 *
 * @param names the flags, the long one last
 * @param type which values it can have, with their unit and bounds
 * @param byDefault the value that it has unless the operator says otherwise, as text; empty for none
 * @param isRepeatable whether it can have several values
 * @param applies when a change of it applies
 * @param help what it means, in a sentence or two
 * @param <T> its value
 */
record ConfigKey<T>(List<String> names, ValueType<T> type, Optional<String> byDefault, boolean isRepeatable,
        Applies applies, String help) {

    /** When a change of a key applies. */
    enum Applies {
        /** At the next start. */
        RESTART("at a restart"),
        /** At a reload. */
        LIVE("at a reload"),
        /** At a reload, which ends the sessions of interfaces that it removes. */
        LIVE_FOR_INTERFACES("at a reload; a removed interface loses its session"),
        /** The file that it names is followed while the daemon runs. */
        LIVE_FOR_CONTENT("its content live, another file at a restart");

        private final String text;

        Applies(String text) {
            this.text = text;
        }

        /** In the documentation. */
        String text() {
            return text;
        }

        /** What another value needs. */
        ReloadReport.Effect effect(Set<?> before, Set<?> after) {
            return switch (this) {
                case RESTART, LIVE_FOR_CONTENT -> ReloadReport.Effect.RESTART;
                case LIVE -> ReloadReport.Effect.LIVE;
                case LIVE_FOR_INTERFACES -> after.containsAll(before)
                        ? ReloadReport.Effect.LIVE
                        : ReloadReport.Effect.RESETS_SESSIONS;
            };
        }
    }

    /** A key that is not set by default. */
    static <T> ConfigKey<T> of(String name, ValueType<T> type, String help) {
        return new ConfigKey<>(List.of(name), type, Optional.empty(), false, Applies.RESTART, help);
    }

    /** The same with a short flag before the long one. */
    ConfigKey<T> withShort(String flag) {
        return new ConfigKey<>(List.of(flag, name()), type, byDefault, isRepeatable, applies, help);
    }

    /** The same with a default. */
    ConfigKey<T> byDefault(String text) {
        return new ConfigKey<>(names, type, Optional.of(text), isRepeatable, applies, help);
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
        return new ConfigKey<>(names, type, byDefault, true, applies, help);
    }

    /** The same for a key whose changes apply at another time than the next start. */
    ConfigKey<T> applying(Applies when) {
        return new ConfigKey<>(names, type, byDefault, isRepeatable, when, help);
    }

    /** The long flag, which is its name in tables. */
    String name() {
        return names.getLast();
    }

    /** Its name in the configuration file. */
    String fileName() {
        return name().substring(2);
    }

    /** Its name in the environment. */
    String variable() {
        return "DDM_" + fileName().replace('-', '_').toUpperCase(Locale.ROOT);
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
     * What the text of a flag says.
     *
     * @throws IllegalArgumentException if it is no value of this key; the message names both and the reason
     */
    T read(String text) {
        return read(text, Settings.Origin.flag(this));
    }

    /** The same for a text from anywhere, which the message names too. */
    T read(String text, Settings.Origin origin) {
        try {
            return type.reader().apply(text);
        } catch (IllegalArgumentException e) {
            throw invalid(text, origin, String.valueOf(e.getMessage()), e);
        }
    }

    /** The exception for a text that is no value of this key, with a reason such as {@code must be 1 to 65535}. */
    static IllegalArgumentException invalid(String text, Settings.Origin origin, String reason,
            @Nullable Throwable cause) {
        return new IllegalArgumentException(
                origin.sentence("invalid value '" + text + "' for " + origin.name() + ": " + reason), cause);
    }
}
