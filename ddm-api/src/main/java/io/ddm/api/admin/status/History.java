package io.ddm.api.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.ObjectReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The body of {@code GET /history}.
 *
 * @param newest the number of the newest event; to ask for those after it
 * @param events what happened, oldest first
 */
public record History(long newest, List<HistoryEntry> events) {

    /** The schema of a line of a file. */
    public static final String SCHEMA = "ddm.history/1";

    private static final ObjectReader<LineDraft> LINE = ObjectReader.<LineDraft>named("HistoryLine")
            .required("schema", (in, line) -> in.parsed("a string", schema -> {
                if (!schema.equals(SCHEMA)) {
                    throw new IllegalArgumentException("unknown schema `" + schema + "`, expected `" + SCHEMA + "`");
                }
                return schema;
            }))
            .required("data", (in, line) -> line.entry = Optional.of(entry(in)));

    private static final ObjectReader<Draft> HISTORY = ObjectReader.<Draft>named("History")
            .required("newest", (in, draft) -> draft.newest = StatusReader.number(in))
            .required("events", (in, draft) -> draft.events = StatusReader.list(in, History::entry));

    private static final ObjectReader<EntryDraft> ENTRY = ObjectReader.<EntryDraft>named("HistoryEntry")
            .required("id", (in, entry) -> entry.id = StatusReader.number(in))
            .required("at", (in, entry) -> entry.at = StatusReader.instant(in))
            .required("kind", (in, entry) -> entry.kind = in.string())
            .required("text", (in, entry) -> entry.text = in.string())
            .nullable("interface", (in, entry) -> entry.link = Optional.of(in.string()))
            .nullable("from", (in, entry) -> entry.from = Optional.of(in.string()))
            .nullable("to", (in, entry) -> entry.to = Optional.of(in.string()))
            .nullable("peer", (in, entry) -> entry.peer = Optional.of(in.string()));

    /** Copies the list. */
    public History {
        events = List.copyOf(events);
    }

    private static final class Draft {
        private long newest;
        private List<HistoryEntry> events = List.of();
    }

    private static final class LineDraft {
        private Optional<HistoryEntry> entry = Optional.empty();
    }

    private static final class EntryDraft {
        private long id;
        private Instant at = Instant.EPOCH;
        private String kind = "";
        private String text = "";
        private Optional<String> link = Optional.empty();
        private Optional<String> from = Optional.empty();
        private Optional<String> to = Optional.empty();
        private Optional<String> peer = Optional.empty();
    }

    /** As JSON. */
    public byte[] toJson() {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeNumberField("newest", newest);
            out.writeArrayFieldStart("events");
            for (HistoryEntry event : events) {
                write(out, event);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, HistoryEntry event) throws IOException {
        out.writeStartObject();
        out.writeNumberField("id", event.id());
        out.writeStringField("at", event.at().toString());
        out.writeStringField("kind", event.kind());
        out.writeStringField("interface", event.link().orElse(null));
        out.writeStringField("text", event.text());
        out.writeStringField("from", event.from().orElse(null));
        out.writeStringField("to", event.to().orElse(null));
        out.writeStringField("peer", event.peer().orElse(null));
        out.writeEndObject();
    }

    /** One event as a line of a file, in the envelope that {@code ddmadm history} prints. */
    public static byte[] line(HistoryEntry event) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("schema", SCHEMA);
            out.writeFieldName("data");
            write(out, event);
            out.writeEndObject();
        });
    }

    /**
     * Reads such a line.
     *
     * @throws BadJsonException if it is none
     */
    public static HistoryEntry readLine(byte[] line) throws BadJsonException {
        return JsonReader.read(line, in -> LINE.read(in, new LineDraft())).entry.orElseThrow();
    }

    /**
     * Reads a body.
     *
     * @throws BadJsonException if it is malformed
     */
    public static History read(byte[] body) throws BadJsonException {
        Draft draft = JsonReader.read(body, in -> HISTORY.read(in, new Draft()));
        return new History(draft.newest, draft.events);
    }

    private static HistoryEntry entry(JsonReader in) throws BadJsonException {
        EntryDraft read = ENTRY.read(in, new EntryDraft());
        return new HistoryEntry(read.id, read.at, read.kind, read.link, read.text, read.from, read.to, read.peer);
    }
}
