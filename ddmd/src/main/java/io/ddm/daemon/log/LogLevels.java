package io.ddm.daemon.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * How much is logged: a level for everything, levels of single loggers, or both, separated by commas:
 * {@code info,ddm.exchange=debug}.
 *
 * @param levels by the name of the logger; {@value Logger#ROOT_LOGGER_NAME} stands for all that are not named
 */
public record LogLevels(Map<String, Level> levels) {

    /** What is logged if nothing else is said. */
    public static final LogLevels DEFAULT = new LogLevels(Map.of(Logger.ROOT_LOGGER_NAME, Level.INFO));

    private static final List<String> LEVELS = List.of("off", "error", "warn", "info", "debug", "trace");

    public LogLevels {
        levels = Map.copyOf(levels);
    }

    /**
     * Reads levels.
     *
     * @throws IllegalArgumentException if a part is neither a level nor a known logger and its level; names the part
     */
    public static LogLevels parse(String text) {
        Map<String, Level> levels = new LinkedHashMap<>();
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
        return new LogLevels(levels);
    }

    /** These levels, and those of {@code lower} for loggers that these do not name. */
    public LogLevels over(LogLevels lower) {
        Map<String, Level> both = new LinkedHashMap<>(lower.levels);
        both.putAll(levels);
        return new LogLevels(both);
    }

    /** The level of a logger, in a word. */
    public String of(String logger) {
        Level own = levels.get(logger);
        return text(own == null ? forAll() : own);
    }

    /** Sets the levels of all our loggers; those that are not named follow the level for everything. */
    public void apply() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(forAll());
        for (String name : LogNames.ALL) {
            context.getLogger(name).setLevel(levels.get(name));
        }
    }

    /** As {@link #parse} reads it: the level for everything first, then loggers by name. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        Level root = levels.get(Logger.ROOT_LOGGER_NAME);
        if (root != null) {
            parts.add(text(root));
        }
        for (String name : LogNames.ALL) {
            Level level = levels.get(name);
            if (level != null) {
                parts.add(name + "=" + text(level));
            }
        }
        return String.join(",", parts);
    }

    private Level forAll() {
        return levels.getOrDefault(Logger.ROOT_LOGGER_NAME, Level.INFO);
    }

    private static String text(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    private static Level level(String text) {
        if (!LEVELS.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("unknown level '" + text + "': levels are " + String.join(", ", LEVELS));
        }
        return Level.toLevel(text);
    }
}
