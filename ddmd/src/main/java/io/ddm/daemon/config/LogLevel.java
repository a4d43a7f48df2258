package io.ddm.daemon.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.ddm.daemon.log.LogNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * How much is logged: what {@code DDM_LOG} says, else {@code RUST_LOG}, which the reference's service sets. A level for
 * everything, levels of single loggers, or both, separated by commas: {@code info,ddm.exchange=debug}.
 */
public final class LogLevel {

    private static final List<String> LEVELS = List.of("off", "error", "warn", "info", "debug", "trace");

    private static final Level DEFAULT = Level.toLevel(ConfigKeys.LOG.byDefault().orElseThrow());

    private LogLevel() {}

    /**
     * Sets the levels.
     *
     * @return what is wrong with the variable that decides; then everything is logged at info
     */
    public static Optional<String> apply(Map<String, String> environment) {
        String variable = environment.containsKey(ConfigKeys.LOG.name()) ? ConfigKeys.LOG.name() : "RUST_LOG";
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        try {
            parse(environment.getOrDefault(variable, ""))
                    .forEach((name, level) -> context.getLogger(name).setLevel(level));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(DEFAULT);
            return Optional.of("invalid " + variable + ": " + e.getMessage()
                    + "; use LEVEL, LOGGER=LEVEL or several separated by commas. The level is "
                    + DEFAULT.toString().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The levels by logger.
     *
     * @throws IllegalArgumentException if a part is neither a level nor a known logger and its level; names the part
     */
    static Map<String, Level> parse(String text) {
        Map<String, Level> levels = new LinkedHashMap<>();
        levels.put(Logger.ROOT_LOGGER_NAME, DEFAULT);
        for (String part : text.split(",", -1)) {
            String directive = part.strip();
            int equals = directive.indexOf('=');
            if (equals >= 0) {
                String name = directive.substring(0, equals).strip();
                if (!LogNames.ALL.contains(name)) {
                    throw new IllegalArgumentException(
                            "unknown logger '" + name + "': loggers are " + String.join(", ", LogNames.ALL));
                }
                levels.put(name, level(directive.substring(equals + 1).strip()));
            } else if (!directive.isEmpty()) {
                levels.put(Logger.ROOT_LOGGER_NAME, level(directive));
            }
        }
        return levels;
    }

    private static Level level(String text) {
        if (!LEVELS.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("unknown level '" + text + "': levels are " + String.join(", ", LEVELS));
        }
        return Level.toLevel(text);
    }
}
