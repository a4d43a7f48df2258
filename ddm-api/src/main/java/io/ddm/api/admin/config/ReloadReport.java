package io.ddm.api.admin.config;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The reply to {@code POST /reload}: what the configuration says now that the daemon does not do yet, or did not.
 *
 * @param isDryRun whether nothing was changed
 * @param file path of the configuration file that was read, if there is one
 * @param changes the keys whose value differs from what the daemon runs with, in the order of the help
 * @param files the files of tokens and keys that were read again; none in a dry run
 */
public record ReloadReport(boolean isDryRun, Optional<String> file, List<Change> changes, List<FileRead> files) {

    private static final class Draft {
        boolean isDryRun;
        Optional<String> file = Optional.empty();
        List<Change> changes = List.of();
        List<FileRead> files = List.of();
    }

    private static final ObjectReader<Draft> READER = ObjectReader.<Draft>named("ReloadReport")
            .required("dry_run", (in, draft) -> draft.isDryRun = in.flag())
            .required("changes", (in, draft) -> draft.changes = list(in, Change::read))
            .required("files", (in, draft) -> draft.files = list(in, FileRead::read))
            .nullable("file", (in, draft) -> draft.file = Optional.of(in.string()));

    public ReloadReport {
        changes = List.copyOf(changes);
        files = List.copyOf(files);
    }

    /** What a changed value needs. */
    public enum Effect {
        /** It applies while the daemon runs. */
        LIVE,
        /** It applies while the daemon runs, and ends sessions with peers. */
        RESETS_SESSIONS,
        /** It applies at the next start. */
        RESTART;

        /** The word in JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Effect parse(String text) {
            return Arrays.stream(values())
                    .filter(effect -> effect.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown effect `" + text + "`"));
        }
    }

    /**
     * A key with another value.
     *
     * @param key its name in the file
     * @param before what the daemon runs with; of a list each element, none if it is not set
     * @param after what the configuration says
     * @param effect what the change needs
     */
    public record Change(String key, List<String> before, List<String> after, Effect effect) {

        private static final class ChangeDraft {
            String key = "";
            List<String> before = List.of();
            List<String> after = List.of();
            Effect effect = Effect.RESTART;
        }

        private static final ObjectReader<ChangeDraft> CHANGE_READER = ObjectReader.<ChangeDraft>named("ConfigChange")
                .required("key", (in, draft) -> draft.key = in.string())
                .required("before", (in, draft) -> draft.before = list(in, JsonReader::string))
                .required("after", (in, draft) -> draft.after = list(in, JsonReader::string))
                .required("effect", (in, draft) -> draft.effect = in.parsed("an effect", Effect::parse));

        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        private static Change read(JsonReader in) throws BadJsonException {
            ChangeDraft draft = CHANGE_READER.read(in, new ChangeDraft());
            return new Change(draft.key, draft.before, draft.after, draft.effect);
        }

        private void writeTo(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("key", key);
            writeTexts(out, "before", before);
            writeTexts(out, "after", after);
            out.writeStringField("effect", effect.text());
            out.writeEndObject();
        }
    }

    /**
     * A file of tokens or keys that was read again.
     *
     * @param key the key that names it
     * @param isRead whether its content is in effect; if not, the previous content is, and the log says why
     */
    public record FileRead(String key, boolean isRead) {

        private static final class FileDraft {
            String key = "";
            boolean isRead;
        }

        private static final ObjectReader<FileDraft> FILE_READER = ObjectReader.<FileDraft>named("FileRead")
                .required("key", (in, draft) -> draft.key = in.string())
                .required("read", (in, draft) -> draft.isRead = in.flag());

        private static FileRead read(JsonReader in) throws BadJsonException {
            FileDraft draft = FILE_READER.read(in, new FileDraft());
            return new FileRead(draft.key, draft.isRead);
        }
    }

    /** As JSON. */
    public byte[] toJson() {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeBooleanField("dry_run", isDryRun);
            out.writeStringField("file", file.orElse(null));
            out.writeArrayFieldStart("changes");
            for (Change change : changes) {
                change.writeTo(out);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("files");
            for (FileRead read : files) {
                out.writeStartObject();
                out.writeStringField("key", read.key);
                out.writeBooleanField("read", read.isRead);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /**
     * Reads it.
     *
     * @throws BadJsonException if it is something else
     */
    public static ReloadReport parse(byte[] body) throws BadJsonException {
        return JsonReader.read(body, in -> {
            Draft draft = READER.read(in, new Draft());
            return new ReloadReport(draft.isDryRun, draft.file, draft.changes, draft.files);
        });
    }

    private static <T> List<T> list(JsonReader in, JsonReader.Reading<T> element) throws BadJsonException {
        List<T> list = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            list.add(element.from(in));
        }
        return list;
    }

    private static void writeTexts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }
}
