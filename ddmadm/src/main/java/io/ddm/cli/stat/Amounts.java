package io.ddm.cli.stat;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Times with two decimals. */
public final class Amounts {

    private Amounts() {}

    /** Seconds, as in {@code 0.30s}; may be negative. */
    static String seconds(long milliseconds) {
        return hundredths(milliseconds) + "s";
    }

    /**
     * Milliseconds, as in {@code 0.31ms}.
     *
     * @param microseconds unsigned
     * @return empty if unknown, null beyond 63 bits, which no clock can have measured
     */
    public static @Nullable String milliseconds(OptionalLong microseconds) {
        if (microseconds.isEmpty()) {
            return "";
        }
        long micros = microseconds.getAsLong();
        return micros < 0 ? null : hundredths(micros) + "ms";
    }

    /** The same, but empty also for zero: an average of nothing. */
    static @Nullable String millisecondsUnlessZero(OptionalLong microseconds) {
        return microseconds.equals(OptionalLong.of(0)) ? "" : milliseconds(microseconds);
    }

    /** A thousandth of the number with two decimals, rounded half up. */
    private static String hundredths(long thousandths) {
        long positive = Math.abs(thousandths);
        long hundredths = positive / 10 + (positive % 10 >= 5 ? 1 : 0);
        String sign = thousandths < 0 && hundredths > 0 ? "-" : "";
        return sign + hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }
}
