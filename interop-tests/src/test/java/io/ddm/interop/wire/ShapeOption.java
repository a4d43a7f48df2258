package io.ddm.interop.wire;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How operators write the properties of a {@link Shape}: {@code --delay 20ms}. */
enum ShapeOption {

    /** One-way delay. */
    DELAY {
        @Override
        Shape set(Shape shape, String value) {
            return shape.withDelay(nanos(value));
        }

        @Override
        String show(Shape shape) {
            return Units.TIME.show(shape.delayNanos());
        }
    },

    /** Variation of the delay. */
    JITTER {
        @Override
        Shape set(Shape shape, String value) {
            return shape.withJitter(nanos(value));
        }

        @Override
        String show(Shape shape) {
            return Units.TIME.show(shape.jitterNanos());
        }
    },

    /** Frames lost. */
    LOSS {
        @Override
        Shape set(Shape shape, String value) {
            Matcher percent = PERCENT.matcher(value);
            Optional<BigDecimal> number = percent.matches()
                    ? Optional.of(new BigDecimal(percent.group(1)))
                    : Optional.empty();
            return shape.withLoss(within(number, 0, 100, value, "a percentage from 0% to 100%, such as 0.5%")
                    .doubleValue() / 100);
        }

        @Override
        String show(Shape shape) {
            return Units.plain(BigDecimal.valueOf(Math.round(shape.loss() * 1e8), 6)) + "%";
        }
    },

    /** Bits a second. */
    RATE {
        @Override
        Shape set(Shape shape, String value) {
            if (value.equals(UNLIMITED)) {
                return shape.withRate(0);
            }
            return shape.withRate(within(Units.RATE.read(value), MIN_RATE, MAX_RATE, value,
                    "8kbit to 100gbit a second, in kbit, mbit or gbit, or " + UNLIMITED).longValue());
        }

        @Override
        String show(Shape shape) {
            return shape.bitsPerSecond() == 0 ? UNLIMITED : Units.RATE.show(shape.bitsPerSecond());
        }
    };

    private static final String UNLIMITED = "unlimited";
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");
    /** Of delay and jitter. */
    private static final long MAX_NANOS = 10_000_000_000L;
    private static final long MIN_RATE = 8000;
    private static final long MAX_RATE = 100_000_000_000L;

    /**
     * The shape with this property as given.
     *
     * @throws IllegalArgumentException if the value is malformed or out of bounds; the message names the option
     */
    abstract Shape set(Shape shape, String value);

    /** This property of a shape, as an operator would write it. */
    abstract String show(Shape shape);

    /**
     * The property that an option such as {@code --delay} names.
     *
     * @throws IllegalArgumentException if there is none
     */
    static ShapeOption of(String option) {
        for (ShapeOption known : values()) {
            if (known.option().equals(option)) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                "unknown option '" + option + "': must be --from, --delay, --jitter, --loss or --rate");
    }

    /** As on the command line, {@code --delay}. */
    String option() {
        return "--" + name().toLowerCase(Locale.ROOT);
    }

    /** A time in ns. */
    long nanos(String value) {
        return within(Units.TIME.read(value), 0, MAX_NANOS, value,
                "a time from 0s to 10s in us, ms or s, such as 1.5ms").longValue();
    }

    /** A number within bounds; an error says the option, the value and what is right. */
    BigDecimal within(Optional<BigDecimal> number, long min, long max, String value, String right) {
        return number.filter(n -> n.compareTo(BigDecimal.valueOf(min)) >= 0)
                .filter(n -> n.compareTo(BigDecimal.valueOf(max)) <= 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        "invalid value '" + value + "' for " + option() + ": must be " + right));
    }
}
