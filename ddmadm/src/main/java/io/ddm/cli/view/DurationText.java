package io.ddm.cli.view;

import java.time.Duration;

/** Durations in the reference's form: in seconds from an hour on, in milliseconds below. */
public final class DurationText {

    private DurationText() {}

    /** For example {@code 426d 13h 24m 9s}, {@code 3h 12m 5s}, {@code 2m 4s 590ms}, {@code 4s 590ms}, {@code 7ms}. */
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
}
