package io.ddm.daemon.admin.ui;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/** Times as the page shows them. */
final class Times {

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final long MICROS_PER_MILLI = 1000;

    private Times() {}

    /** In the two largest units: {@code 3d 4h}, {@code 2h 14m}, {@code 5m 12s}, {@code 38s}; live.js has the same. */
    static String brief(Duration duration) {
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

    /** The time since an instant, which goes on while the page is open. */
    static Html since(Instant since, Instant now) {
        return Html.of("<time datetime=\"{}\" data-since=\"\">{}</time>", since, brief(Duration.between(since, now)));
    }

    /** An instant in UTC, without its year. */
    static Html at(Instant at) {
        return Html.of("<time datetime=\"{}\">{}</time>", at, DAY_AND_TIME.format(at));
    }

    /** A delay: whole microseconds below a millisecond, else milliseconds; a dash if unknown. */
    static String delay(OptionalLong micros) {
        if (micros.isEmpty()) {
            return "–";
        }
        long known = micros.getAsLong();
        return known < MICROS_PER_MILLI
                ? known + " µs"
                : String.format(Locale.ROOT, "%.2f ms", known / (double) MICROS_PER_MILLI);
    }
}
