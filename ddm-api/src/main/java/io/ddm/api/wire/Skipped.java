package io.ddm.api.wire;

import io.ddm.api.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries left out of a body: how many, and the first of them as examples, so that a body of nothing else costs no
 * memory. The model's constructors say which values are impossible.
 */
final class Skipped {

    /** So many are described. */
    static final int MAX_EXAMPLES = 5;

    /** A longer description is cut. */
    static final int MAX_EXAMPLE_CHARS = 200;

    private final List<String> examples = new ArrayList<>();
    private int count;

    /** The value, or null and one more skipped if the model refuses it. */
    <T> @Nullable T orSkip(JsonReader in, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            skip(in, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Counts the entry at which the reader stands. */
    void skip(JsonReader in, String problem) {
        if (++count <= MAX_EXAMPLES) {
            String line = in.path() + ": " + problem;
            examples.add(line.length() > MAX_EXAMPLE_CHARS ? line.substring(0, MAX_EXAMPLE_CHARS) + "…" : line);
        }
    }

    <T> Decoded<T> with(T value) {
        return new Decoded<>(value, examples, count);
    }
}
