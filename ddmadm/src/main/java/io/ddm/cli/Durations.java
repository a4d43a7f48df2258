package io.ddm.cli;

import java.time.Duration;

/**
 * Durations for people: {@code 4s 590ms}, {@code 3h 12m 5s}, {@code 426d 13h 24m 9s}. Below an hour to the millisecond,
 * above to the second.
 */
final class Durations {

    private Durations() {}

    static String text(Duration duration) {
        long days = duration.toDays();
        int hours = duration.toHoursPart();
        int minutes = duration.toMinutesPart();
        int seconds = duration.toSecondsPart();
        int millis = duration.toMillisPart();
        if (days > 0) {
            return days + "d " + hours + "h " + minutes + "m " + seconds + "s";
        } else if (hours > 0) {
            return hours + "h " + minutes + "m " + seconds + "s";
        } else if (minutes > 0) {
            return minutes + "m " + seconds + "s " + millis + "ms";
        }
        return seconds > 0 ? seconds + "s " + millis + "ms" : millis + "ms";
    }
}
