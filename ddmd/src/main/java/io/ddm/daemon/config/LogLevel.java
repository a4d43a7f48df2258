package io.ddm.daemon.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much is logged: what {@code DDM_LOG} says, else {@code RUST_LOG}, which the reference's service sets. Either is one
 * of five words; the reference's own language of filters per module means nothing here.
 */
public final class LogLevel {

    /** The property that the log's configuration reads. */
    public static final String PROPERTY = "ddm.log";

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private LogLevel() {}

    /**
     * Tells the log, which must not have been used yet.
     *
     * @return what is wrong with the variable that decides; then the level is info
     */
    public static Optional<String> apply(Map<String, String> environment) {
        String variable = environment.containsKey("DDM_LOG") ? "DDM_LOG" : "RUST_LOG";
        String level = environment.getOrDefault(variable, "info").toLowerCase(Locale.ROOT);
        boolean known = LEVELS.contains(level);
        System.setProperty(PROPERTY, known ? level : "info");
        return known
                ? Optional.empty()
                : Optional.of(variable + " is one of " + String.join(", ", LEVELS) + ", not '" + level
                        + "'; the level is info");
    }
}
