package io.ddm.api.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * All kinds of events, or of effects.
 *
 * @param <T> what they are kinds of
 */
final class Kinds<T> {

    private final String field;
    private final Function<T, Kind<? extends T>> kindOf;
    private final SortedMap<String, Kind<? extends T>> byName = new TreeMap<>();

    /**
     * @param field the field that names the kind
     * @param kindOf the kind of a value
     */
    Kinds(String field, Function<T, Kind<? extends T>> kindOf, List<Kind<? extends T>> all) {
        this.field = field;
        this.kindOf = kindOf;
        all.forEach(kind -> byName.put(kind.name(), kind));
    }

    /** Writes the kind and the fields into the object that is open. */
    void writeFields(JsonGenerator out, T value) throws IOException {
        Kind<? extends T> kind = kindOf.apply(value);
        out.writeStringField(field, kind.name());
        kind.writeFields(out, value);
    }

    /** Reads the name of a kind. */
    Kind<? extends T> readName(JsonReader in) throws BadJsonException {
        return in.parsed("the kind of an " + field, name -> {
            Kind<? extends T> kind = byName.get(name);
            if (kind == null) {
                throw new IllegalArgumentException("unknown " + field + " '" + name + "'");
            }
            return kind;
        });
    }

    /** A value in an object of its own, as in {@code {"event":{"Tick":{}}}} without what is around it. */
    Format<T> nested() {
        return Format.of((out, value) -> {
            out.writeStartObject();
            out.writeFieldName(kindOf.apply(value).name());
            out.writeStartObject();
            kindOf.apply(value).writeFields(out, value);
            out.writeEndObject();
            out.writeEndObject();
        }, in -> {
            String name = in.beginVariant("an " + field, List.copyOf(byName.keySet()));
            Kind<? extends T> kind = byName.get(name);
            if (kind == null) {
                throw in.bad("unknown " + field);
            }
            T value = kind.format().read(in);
            in.endVariant();
            return value;
        });
    }
}
