package io.ddm.api.recording;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.recording.Fields.ObjectFormat;
import java.io.IOException;

/**
 * One kind of event or effect.
 *
 * @param <E> its type
 * @param type its type, whose simple name is its name in a recording
 * @param format its fields
 */
record Kind<E>(Class<E> type, ObjectFormat<E> format) {

    String name() {
        return type.getSimpleName();
    }

    /** Writes the fields of a value that is known to be of this kind. */
    void writeFields(JsonGenerator out, Object value) throws IOException {
        format.writeFields(out, type.cast(value));
    }
}
