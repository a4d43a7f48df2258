package io.ddm.api.wire;

import java.util.List;

/**
 * What was read from a body, and what had to be left out of it.
 *
 * @param <T> what the body holds
 * @param value the good entries
 * @param skipped one line for each entry that was left out, naming the field and the reason
 */
public record Decoded<T>(T value, List<String> skipped) {

    public Decoded {
        skipped = List.copyOf(skipped);
    }
}
