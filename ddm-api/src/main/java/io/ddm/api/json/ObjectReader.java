package io.ddm.api.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON objects with known fields: each field is named once, with what is to be done with its value.
 *
 * <pre>{@code
 *   private static final ObjectReader<Entry> ENTRY = ObjectReader.<Entry>named("PathVector")
 *           .required("destination", (in, entry) -> entry.destination = in.parsed("a prefix", Prefix::parse))
 *           .required("path", (in, entry) -> entry.path = path(in));
 * }</pre>
 *
 * <p>Fields that are not known are skipped. Absent required fields are reported in the order in which they are named
 * here, before which optional ones cannot be named.
 *
 * @param <T> what the fields are read into
 */
public final class ObjectReader<T> {

    private final Struct struct;
    private final List<Field<T>> fields;

    /** Reads the value of a field into something. */
    @FunctionalInterface
    public interface Field<T> {
        /** Reads one value. */
        void read(JsonReader in, T into) throws BadJsonException;
    }

    private ObjectReader(Struct struct, List<Field<T>> fields) {
        this.struct = struct;
        this.fields = fields;
    }

    /**
     * Without fields yet.
     *
     * @param name what error messages call the object
     */
    public static <T> ObjectReader<T> named(String name) {
        return new ObjectReader<>(new Struct(name, List.of(), 0), List.of());
    }

    /** The same with a field that must be there. */
    public ObjectReader<T> required(String name, Field<T> field) {
        if (struct.required() < struct.fields().size()) {
            throw new IllegalArgumentException("the required field " + name + " follows an optional one");
        }
        return with(name, field, struct.required() + 1);
    }

    /** The same with a field that may be absent; {@code null} is a value like any other. */
    public ObjectReader<T> optional(String name, Field<T> field) {
        return with(name, field, struct.required());
    }

    /** The same with a field that may be absent or {@code null}. */
    public ObjectReader<T> nullable(String name, Field<T> field) {
        return optional(name, (in, into) -> {
            if (in.isNull()) {
                in.skip();
            } else {
                field.read(in, into);
            }
        });
    }

    private ObjectReader<T> with(String name, Field<T> field, int required) {
        List<String> names = new ArrayList<>(struct.fields());
        names.add(name);
        List<Field<T>> more = new ArrayList<>(fields);
        more.add(field);
        return new ObjectReader<>(new Struct(struct.name(), names, required), List.copyOf(more));
    }

    /**
     * Reads an object.
     *
     * @throws BadJsonException if the value is something else, a known field comes twice, a required one is absent, or
     *     a field refuses its value
     */
    public T read(JsonReader in, T into) throws BadJsonException {
        in.beginObject(struct);
        for (String name = in.nextField(); name != null; name = in.nextField()) {
            int field = struct.fields().indexOf(name);
            if (field < 0) {
                in.skip();
            } else {
                fields.get(field).read(in, into);
            }
        }
        return into;
    }
}
