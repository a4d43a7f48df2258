package io.ddm.api.admin.stat;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.rib.WeightedNextHop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The kinds of fields that the documents share: constants in lower case, bounded names, numbers that may be null. */
final class StatFields {

    /** Upper bound on a name, in characters: eight interfaces joined, or a router id. */
    static final int MAX_NAME_CHARS = 1024;

    private StatFields() {}

    /** A constant in lower case. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E read(JsonReader in, E[] constants) throws BadJsonException {
        return in.parsed("a string", text -> {
            for (E constant : constants) {
                if (of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("unknown variant `" + text + "`");
        });
    }

    static String name(JsonReader in) throws BadJsonException {
        return in.parsed("a string", text -> {
            if (text.length() > MAX_NAME_CHARS) {
                throw new IllegalArgumentException(
                        "invalid length " + text.length() + ", expected at most " + MAX_NAME_CHARS + " characters");
            }
            return text;
        });
    }

    static Optional<String> optionalName(JsonReader in) throws BadJsonException {
        return in.isNull() ? Optional.empty() : Optional.of(name(in));
    }

    static OptionalLong optionalNumber(JsonReader in) throws BadJsonException {
        return in.isNull() ? OptionalLong.empty() : OptionalLong.of(in.unsigned(Long.SIZE));
    }

    /** Reads a weight: 1 to 256, as a nexthop group of Linux has them. */
    static int weight(JsonReader in) throws BadJsonException {
        long weight = in.unsigned(Integer.SIZE);
        if (weight < WeightedNextHop.MIN_WEIGHT || weight > WeightedNextHop.MAX_WEIGHT) {
            throw in.bad("invalid value: integer `" + weight + "`, expected " + WeightedNextHop.MIN_WEIGHT + " to "
                    + WeightedNextHop.MAX_WEIGHT);
        }
        return (int) weight;
    }

    /** Reads an array. */
    static <T> List<T> list(JsonReader in, JsonReader.Reading<T> element) throws BadJsonException {
        List<T> list = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            list.add(element.from(in));
        }
        return list;
    }

    static void writeNumber(JsonGenerator out, String field, long number) throws IOException {
        out.writeFieldName(field);
        if (number >= 0) {
            out.writeNumber(number);
        } else {
            out.writeNumber(Long.toUnsignedString(number));
        }
    }

    static void writeNumber(JsonGenerator out, String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            writeNumber(out, field, number.getAsLong());
        } else {
            out.writeNullField(field);
        }
    }
}
