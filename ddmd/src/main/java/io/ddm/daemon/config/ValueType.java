package io.ddm.daemon.config;

import io.ddm.api.admin.InterfaceName;
import io.ddm.api.admin.UuidText;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of value that a configuration key can have.
 *
 * @param label what stands for a value in the help; empty for a switch, which is set by being there
 * @param bounds which values there are, with their unit; follows "must be". Empty if there is none that is wrong
 * @param reader makes a value of a text, or throws an {@link IllegalArgumentException} with the reason
 * @param <T> the value
 */
record ValueType<T>(String label, String bounds, Function<String, T> reader) {

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+(/[0-9]+)?");
    private static final int MAX_PORT = 65_535;

    /** Labels of the types whose values are whole numbers. */
    private static final Set<String> NUMBERS = Set.of("PORT", "N", "BYTES", "MS", "PERCENT", "VERSION");

    static final ValueType<Boolean> SWITCH = new ValueType<>("", "", Boolean::valueOf);

    static final ValueType<Path> FILE = new ValueType<>("FILE", "", Path::of);

    static final ValueType<Path> DIRECTORY = new ValueType<>("DIR", "", Path::of);

    static final ValueType<String> TEXT = new ValueType<>("TEXT", "", text -> text);

    static final ValueType<InetAddress> ADDRESS = checked("ADDRESS", "an IP address", InetAddress::ofLiteral);

    static final ValueType<RouterId> ROUTER_ID = new ValueType<>("ID", "1 to 255 bytes of UTF-8", RouterId::new);

    static final ValueType<Prefix> PREFIX = new ValueType<>("PREFIX", "an IPv6 prefix", ValueType::prefix);

    static final ValueType<UUID> ID = new ValueType<>("UUID", "a UUID", UuidText::parse);

    /** The reference's names are those of illumos address objects, such as {@code tfportrear0_0/ll}. */
    static final ValueType<String> INTERFACE = new ValueType<>("INTERFACE", "the name of an interface",
            text -> InterfaceName.parse(text).name());

    static final ValueType<String> HOST = checked("NAME", "a host name without a port, such as router.example",
            text -> require(text, HOST_NAME.matcher(text).matches()));

    static final ValueType<Set<PosixFilePermission>> MODE = checked("MODE", "three octal digits, as in 0660",
            text -> permissions(require(text, OCTAL.matcher(text).matches())));

    /** Whether its values are whole numbers, which a file has without quotes. */
    boolean isNumber() {
        return NUMBERS.contains(label);
    }

    /** A TCP port. */
    static ValueType<Integer> port(int lowest) {
        return within("PORT", lowest + " to " + MAX_PORT, lowest, MAX_PORT);
    }

    /** A number of things. */
    static ValueType<Integer> count(int min) {
        return within("N", atLeast(min, ""), min, Integer.MAX_VALUE);
    }

    /** A size. */
    static ValueType<Integer> bytes(int min) {
        return within("BYTES", atLeast(min, " bytes"), min, Integer.MAX_VALUE);
    }

    /** A time. */
    static ValueType<Duration> milliseconds(int min) {
        ValueType<Integer> number = within("MS", atLeast(min, " ms"), min, Integer.MAX_VALUE);
        return new ValueType<>(number.label, number.bounds, text -> Duration.ofMillis(number.reader.apply(text)));
    }

    /** One of several names, in any case. */
    static <E extends Enum<E>> ValueType<E> oneOf(String label, Class<E> choices) {
        String names = Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return checked(label, names, text -> Enum.valueOf(choices, text.toUpperCase(Locale.ROOT)));
    }

    /** A value whose bounds say all that can be wrong with a text. */
    static <T> ValueType<T> checked(String label, String bounds, Function<String, T> reader) {
        return new ValueType<>(label, bounds, text -> {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be " + bounds, e);
            }
        });
    }

    private static String atLeast(int min, String unit) {
        return "at least " + min + unit;
    }

    private static ValueType<Integer> within(String label, String bounds, int min, int max) {
        return new ValueType<>(label, bounds, text -> {
            long number;
            try {
                number = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number, " + bounds, e);
            }
            if (number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("must be at most " + max);
            }
            if (number < min || number > max) {
                throw new IllegalArgumentException("must be " + bounds);
            }
            return (int) number;
        });
    }

    /** The most frequent mistakes get a reason of their own. */
    private static Prefix prefix(String text) {
        if (IPV4.matcher(text).matches()) {
            throw new IllegalArgumentException("must be an IPv6 prefix: the underlay does not route IPv4");
        }
        if (text.indexOf('/') < 0) {
            throw new IllegalArgumentException("must have a prefix length, as in fd00:1::/64");
        }
        return Prefix.parse(text);
    }

    private static String require(String text, boolean right) {
        if (!right) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Set<PosixFilePermission> permissions(String octal) {
        int bits = Integer.parseInt(octal, 8);
        StringBuilder symbolic = new StringBuilder(9);
        for (int i = 0; i < 9; i++) {
            symbolic.append((bits & (0400 >> i)) == 0 ? '-' : "rwx".charAt(i % 3));
        }
        return PosixFilePermissions.fromString(symbolic.toString());
    }
}
