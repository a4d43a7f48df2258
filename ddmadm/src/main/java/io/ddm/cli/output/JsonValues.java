package io.ddm.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Table;
import io.ddm.cli.view.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What programs get as JSON. Every document is an envelope, {@code {"schema":"ddm.peers/1","data":...}}, so that a
 * program knows what it reads; an error is one too. Characters that could control a terminal are escaped.
 */
public final class JsonValues {

    /** The schema of an error. */
    static final String ERROR_SCHEMA = "ddm.error/1";
    /** The schema of an answer that has no data of its own. */
    static final String RESULT_SCHEMA = "ddm.result/1";
    /** The schema of records that are blocks of lines for people. */
    static final String BLOCKS_SCHEMA = "ddm.blocks/1";

    private JsonValues() {}

    /**
     * An error.
     *
     * @param what what failed
     * @param why the reason
     * @param remedy what to try; may be empty
     * @param exit the exit code
     */
    public static String error(String what, String why, String remedy, int exit) {
        return text(out -> {
            out.writeStartObject();
            out.writeStringField("schema", ERROR_SCHEMA);
            out.writeObjectFieldStart("error");
            out.writeStringField("what", what);
            out.writeStringField("why", why);
            out.writeStringField("try", remedy.isEmpty() ? null : remedy);
            out.writeNumberField("exit", exit);
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    /**
     * A document with any data.
     *
     * @param context what else there is to know, in the field {@code about}
     */
    static String document(String schema, Optional<Value> context, JsonText.Writing data) {
        return text(out -> {
            out.writeStartObject();
            out.writeStringField("schema", schema);
            if (context.isPresent()) {
                out.writeFieldName("about");
                write(out, context.get());
            }
            out.writeFieldName("data");
            data.to(out);
            out.writeEndObject();
        });
    }

    /** A document with any data. */
    static String document(String schema, JsonText.Writing data) {
        return envelope(schema, "data", data);
    }

    private static String envelope(String schema, String field, JsonText.Writing value) {
        return text(out -> {
            out.writeStartObject();
            out.writeStringField("schema", schema);
            out.writeFieldName(field);
            value.to(out);
            out.writeEndObject();
        });
    }

    /** A record that is no longer there. */
    static String removed(String schema, JsonText.Writing row) {
        return envelope(schema, "removed", row);
    }

    static <R> void writeRows(JsonGenerator out, Table<R> table) throws IOException {
        out.writeStartArray();
        for (R row : table.rows()) {
            writeRow(out, table.columns(), row);
        }
        out.writeEndArray();
    }

    static <R> void writeRow(JsonGenerator out, List<Column<R>> columns, R row) throws IOException {
        out.writeStartObject();
        for (Column<R> column : columns) {
            out.writeFieldName(column.key());
            write(out, column.value().apply(row));
        }
        out.writeEndObject();
    }

    static void writeBlock(JsonGenerator out, Blocks.Block block) throws IOException {
        out.writeStartObject();
        out.writeStringField("heading", block.heading());
        out.writeObjectFieldStart("fields");
        for (Blocks.Field field : block.fields()) {
            out.writeFieldName(field.label().toLowerCase(Locale.ROOT).replace(' ', '_'));
            write(out, Value.ofTexts(field.cells()));
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    static void writeTexts(JsonGenerator out, List<String> texts) throws IOException {
        write(out, Value.ofTexts(texts));
    }

    private static void write(JsonGenerator out, Value value) throws IOException {
        switch (value) {
            case Value.None none -> out.writeNull();
            case Value.Text text -> out.writeString(text.text());
            case Value.Whole number -> out.writeNumber(number.number());
            case Value.Flag flag -> out.writeBoolean(flag.flag());
            case Value.Items items -> {
                out.writeStartArray();
                for (Value item : items.items()) {
                    write(out, item);
                }
                out.writeEndArray();
            }
            case Value.Fields fields -> {
                out.writeStartObject();
                for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                    out.writeFieldName(field.getKey());
                    write(out, field.getValue());
                }
                out.writeEndObject();
            }
        }
    }

    private static String text(JsonText.Writing writing) {
        return new String(JsonText.printable(writing), StandardCharsets.UTF_8);
    }
}
