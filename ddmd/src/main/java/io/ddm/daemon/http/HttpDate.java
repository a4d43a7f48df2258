package io.ddm.daemon.http;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Dates as HTTP writes them: the IMF-fixdate of RFC 9110 section 5.6.7, such as {@code Sun, 06 Nov 1994 08:49:37 GMT}.
 *
 * <p>The names of days and months are given here, since those of a locale take 10 ms of processor time or more when
 * they are first used, and a router's first answer is part of an event. The JDK's RFC 1123 has names of its own, but
 * one digit for the first nine days of a month.
 */
final class HttpDate {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendText(ChronoField.DAY_OF_WEEK, names("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
            .appendLiteral(", ")
            .appendValue(ChronoField.DAY_OF_MONTH, 2)
            .appendLiteral(' ')
            .appendText(ChronoField.MONTH_OF_YEAR,
                    names("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
            .appendLiteral(' ')
            .appendValue(ChronoField.YEAR, 4)
            .appendLiteral(' ')
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .appendLiteral(" GMT")
            .toFormatter(Locale.ROOT);

    private HttpDate() {}

    /** Makes all later calls fast: the first use initializes classes. For a thread that is no event loop. */
    static void prepare() {
        String _ = now();
    }

    /** The date and time now. */
    static String now() {
        return format(ZonedDateTime.now(ZoneOffset.UTC));
    }

    /** One date and time, which is converted to GMT. */
    static String format(ZonedDateTime time) {
        return FORMAT.format(time.withZoneSameInstant(ZoneOffset.UTC));
    }

    private static Map<Long, String> names(String... fromOne) {
        List<String> names = List.of(fromOne);
        return IntStream.range(0, names.size())
                .boxed()
                .collect(Collectors.toUnmodifiableMap(i -> i + 1L, names::get));
    }
}
