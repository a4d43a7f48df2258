package io.ddm.cli;

import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Arguments that mean something. */
final class Arguments {

    private Arguments() {}

    /**
     * Reads one.
     *
     * @throws TypeConversionException if it does not mean that; picocli names the argument
     */
    static <T> T checked(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "': " + e.getMessage());
        }
    }
}
