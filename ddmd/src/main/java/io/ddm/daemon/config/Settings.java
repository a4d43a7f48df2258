package io.ddm.daemon.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The values that an operator gave to keys, as text, and the defaults of the others. */
public final class Settings {

    private final Function<ConfigKey<?>, List<String>> given;

    /**
     * @param given the texts that a key was given, in the operator's order; none if it was not set
     */
    Settings(Function<ConfigKey<?>, List<String>> given) {
        this.given = given;
    }

    /** What the operator gave to a key, as text. */
    List<String> texts(ConfigKey<?> key) {
        return given.apply(key);
    }

    /** Whether the operator has set the key. */
    boolean isSet(ConfigKey<?> key) {
        return !given.apply(key).isEmpty();
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
        List<String> texts = given.apply(key);
        return (texts.isEmpty() ? key.byDefault() : Optional.of(texts.getLast())).map(key::read);
    }

    /** All values that the operator gave to a key; otherwise as {@link #get}. */
    <T> List<T> all(ConfigKey<T> key) {
        return given.apply(key).stream().map(key::read).toList();
    }
}
