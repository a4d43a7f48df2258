package io.ddm.api.recording;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a recording, one at a time. */
public final class RecordingReader {

    /** The longest line that is read: an event with a table of half a million paths. */
    public static final int MAX_LINE_BYTES = 64 * 1024 * 1024;

    private final InputStream in;
    private final int maxLineBytes;
    private long number;
    private boolean truncated;
    private @Nullable Line peeked;

    /**
     * @param in should be buffered
     */
    public RecordingReader(InputStream in) {
        this(in, MAX_LINE_BYTES);
    }

    RecordingReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** Whether the end has been reached in the middle of a line. */
    public boolean isTruncated() {
        return truncated;
    }

    /** The number of the line that was read last. */
    long number() {
        return number;
    }

    /** The next line, which stays the next one; empty at the end. */
    Optional<Line> peek() throws IOException, BadRecordingException {
        if (peeked == null) {
            peeked = read().orElse(null);
        }
        return Optional.ofNullable(peeked);
    }

    /**
     * The next line; empty at the end.
     *
     * @throws IOException if {@code in} throws it
     * @throws BadRecordingException if it is no line of a recording
     */
    public Optional<Line> next() throws IOException, BadRecordingException {
        Optional<Line> next = peek();
        peeked = null;
        return next;
    }

    private Optional<Line> read() throws IOException, BadRecordingException {
        byte[] json = line();
        if (json == null) {
            return Optional.empty();
        }
        try {
            Head head = JsonReader.read(json, Head::read);
            Line line = head.line(number, json);
            if (number == 1 && !(line instanceof Line.Begin)) {
                throw new BadRecordingException(number, "not the first line of a recording");
            }
            return Optional.of(line);
        } catch (BadJsonException e) {
            throw new BadRecordingException(number, e.inLine());
        }
    }

    private byte @Nullable [] line() throws IOException, BadRecordingException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                truncated = line.size() > 0;
                return null;
            }
            if (line.size() == maxLineBytes) {
                throw new BadRecordingException(number + 1, "longer than " + maxLineBytes + " bytes");
            }
            line.write(b);
        }
        number++;
        return line.toByteArray();
    }

    /** The fields of a line that say what it is. */
    private static final class Head {
        private @Nullable String begins;
        private @Nullable Instant at;
        private @Nullable RouterConfig config;
        private boolean fromState;
        private boolean continues;
        private @Nullable String state;
        private @Nullable Kind<? extends Event> event;
        private long effects;
        private Optional<String> failure = Optional.empty();
        private @Nullable Kind<? extends Effect> effect;
        private long lost;

        static Head read(JsonReader in) throws BadJsonException {
            Head head = new Head();
            in.beginMap();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                head.read(field, in);
            }
            head.require(in);
            return head;
        }

        private void read(String field, JsonReader in) throws BadJsonException {
            switch (field) {
                case "recording" -> begins = version(in);
                case "at" -> at = Formats.INSTANT.read(in);
                case "router" -> config = ConfigFormat.CONFIG.read(in);
                case "from_state" -> fromState = in.flag();
                case "continues" -> continues = in.flag();
                case "state" -> state = in.string();
                case "event" -> event = EventKinds.ALL.readName(in);
                case "effects" -> effects = Formats.LONG.read(in);
                case "failed" -> failure = Optional.of(in.string());
                case "effect" -> effect = EffectKinds.ALL.readName(in);
                case "lost" -> lost = Formats.LONG.read(in);
                default -> in.skip();
            }
        }

        private static String version(JsonReader in) throws BadJsonException {
            long version = Formats.LONG.read(in);
            if (version != RecordingWriter.VERSION) {
                throw in.bad("version " + version + " of the format: this program reads version "
                        + RecordingWriter.VERSION);
            }
            return "recording";
        }

        private void require(JsonReader in) throws BadJsonException {
            if (begins != null && config == null) {
                throw in.bad("missing field `router`");
            }
            if ((begins != null || event != null) && at == null) {
                throw in.bad("missing field `at`");
            }
            if (begins == null && state == null && event == null && effect == null && lost == 0) {
                throw in.bad("missing field `recording`, `state`, `event`, `effect` or `lost`");
            }
        }

        Line line(long number, byte[] json) throws BadJsonException {
            if (begins != null) {
                return new Line.Begin(number, required(at), required(config), fromState, continues);
            }
            if (state != null) {
                return new Line.State(number, state, new String(json, StandardCharsets.UTF_8));
            }
            if (event != null) {
                Format<? extends Event> format = event.format();
                return new Line.Input(number, required(at), JsonReader.read(json, format::read), effects, failure);
            }
            if (effect != null) {
                Format<? extends Effect> format = effect.format();
                return new Line.Output(number, JsonReader.read(json, format::read));
            }
            return new Line.Lost(number, lost);
        }

        private static <T> T required(@Nullable T value) {
            return Objects.requireNonNull(value, "was checked");
        }
    }
}
