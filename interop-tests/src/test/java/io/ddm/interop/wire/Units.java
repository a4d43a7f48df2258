package io.ddm.interop.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a unit, such as {@code 1.5ms}.
 *
 * @param units from the smallest to the largest
 */
record Units(List<Unit> units) {

    /** In ns. */
    static final Units TIME = new Units(
            List.of(new Unit("us", 1000), new Unit("ms", 1_000_000), new Unit("s", 1_000_000_000)));

    /** In bits a second. */
    static final Units RATE = new Units(
            List.of(new Unit("kbit", 1000), new Unit("mbit", 1_000_000), new Unit("gbit", 1_000_000_000)));

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)([a-z]+)");

    /** A unit and what it counts. */
    record Unit(String name, long factor) {}

    /** The number that a text says; empty if it is not a number with one of these units. */
    Optional<BigDecimal> read(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.matches()
                ? units.stream()
                        .filter(unit -> unit.name.equals(number.group(2)))
                        .findFirst()
                        .map(unit -> new BigDecimal(number.group(1)).multiply(BigDecimal.valueOf(unit.factor)))
                : Optional.empty();
    }

    /** A number in the largest unit of which there is one. */
    String show(long number) {
        Unit shown = units.getFirst();
        for (Unit unit : units) {
            shown = number >= unit.factor ? unit : shown;
        }
        return plain(BigDecimal.valueOf(number).divide(BigDecimal.valueOf(shown.factor))) + shown.name;
    }

    /** A number without zeros at its end. */
    static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
