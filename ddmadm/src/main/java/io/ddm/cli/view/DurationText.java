package io.ddm.cli.view;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations: in full as the reference shows them, brief in our own tables, and as operators write them. */
public final class DurationText {

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * In the reference's form, in seconds from an hour on, in milliseconds below. For example {@code 426d 13h 24m 9s},
     * {@code 3h 12m 5s}, {@code 2m 4s 590ms}, {@code 4s 590ms}, {@code 7ms}.
     */
    public static String of(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h " + duration.toMinutesPart() + "m "
                    + duration.toSecondsPart() + "s";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m " + duration.toSecondsPart() + "s";
        }
        String millis = duration.toMillisPart() + "ms";
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s " + millis;
        }
        return duration.toSeconds() > 0 ? duration.toSeconds() + "s " + millis : millis;
    }

    /** In the two largest units, for tables: {@code 3d 4h}, {@code 2h 14m}, {@code 5m 12s}, {@code 38s}. */
    public static String brief(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
                : Math.max(0, duration.toSeconds()) + "s";
    }

    /**
     * Reads a duration as an operator writes it: a number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Duration parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a number with a unit, such as 500ms, 30s, 10m, 2h or 1d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
