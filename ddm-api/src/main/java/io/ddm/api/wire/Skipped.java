package io.ddm.api.wire;

import io.ddm.api.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entries left out of a body. The model's constructors say which values are impossible. */
final class Skipped {

    private final List<String> lines = new ArrayList<>();

    /** The value, or null and a line in the list if the model refuses it. */
    <T> @Nullable T orSkip(JsonReader in, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            lines.add(in.path() + ": " + e.getMessage());
            return null;
        }
    }

    List<String> lines() {
        return lines;
    }
}
