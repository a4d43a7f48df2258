package io.ddm.api.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object, each named once for writing and for reading. All are required; others are ignored.
 *
 * @param <T> the type of the object
 */
final class Fields<T> {

    private final String name;
    private final List<Field<T, ?>> fields = new ArrayList<>();

    /**
     * One field.
     *
     * @param <T> the type of the object
     * @param <V> the type of the field
     */
    record Field<T, V>(int number, String name, Format<V> format, Function<T, V> get) {

        private void write(JsonGenerator out, T object) throws IOException {
            out.writeFieldName(name);
            format.write(out, get.apply(object));
        }
    }

    /**
     * The values of the fields that were read.
     *
     * @param <T> the type of the object
     */
    static final class Values<T> {
        private final @Nullable Object[] values;

        private Values(int size) {
            values = new Object[size];
        }

        /** The value of a field. */
        @SuppressWarnings("unchecked")
        <V> V get(Field<T, V> field) {
            return (V) Objects.requireNonNull(values[field.number], "nextField checks that it was there");
        }
    }

    /** The format of an object whose fields may stand beside others. */
    abstract static class ObjectFormat<T> implements Format<T> {

        /** Writes the fields into the object that is open. */
        abstract void writeFields(JsonGenerator out, T object) throws IOException;

        @Override
        public void write(JsonGenerator out, T object) throws IOException {
            out.writeStartObject();
            writeFields(out, object);
            out.writeEndObject();
        }
    }

    /**
     * @param name what error messages call the object
     */
    Fields(String name) {
        this.name = name;
    }

    /** Adds a field. */
    <V> Field<T, V> add(String field, Format<V> format, Function<T, V> get) {
        Field<T, V> added = new Field<>(fields.size(), field, format, get);
        fields.add(added);
        return added;
    }

    /**
     * The format of an object with these fields.
     *
     * @param make makes one; throws IllegalArgumentException with what is wrong
     */
    ObjectFormat<T> make(Function<Values<T>, T> make) {
        Struct struct = new Struct(name, fields.stream().map(Field::name).toList(), fields.size());
        return new ObjectFormat<>() {
            @Override
            void writeFields(JsonGenerator out, T object) throws IOException {
                for (Field<T, ?> field : fields) {
                    field.write(out, object);
                }
            }

            @Override
            public T read(JsonReader in) throws BadJsonException {
                Values<T> values = new Values<>(fields.size());
                in.beginObject(struct);
                for (String field = in.nextField(); field != null; field = in.nextField()) {
                    int number = struct.fields().indexOf(field);
                    if (number < 0) {
                        in.skip();
                    } else {
                        values.values[number] = fields.get(number).format.read(in);
                    }
                }
                try {
                    return make.apply(values);
                } catch (IllegalArgumentException e) {
                    throw in.bad(String.valueOf(e.getMessage()));
                }
            }
        };
    }
}
