package io.ddm.api.wire;

import java.util.List;

/**
 * What was read from a body, and what had to be left out of it.
 *
 * @param <T> what the body holds
 * @param value the good entries
 * @param skipped for the first few entries that were left out one line each, naming the field and the reason
 * @param skippedCount how many entries were left out
 */
public record Decoded<T>(T value, List<String> skipped, int skippedCount) {

    public Decoded {
        skipped = List.copyOf(skipped);
    }

    /** Where each that was left out is described. */
    public Decoded(T value, List<String> skipped) {
        this(value, skipped, skipped.size());
    }

    /** What was left out, in one line of at most about 1,100 characters; empty if nothing was. */
    public String skippedLine() {
        int more = skippedCount - skipped.size();
        return String.join("; ", skipped) + (more > 0 ? "; and " + more + " more" : "");
    }
}
