package io.ddm.api.recording;

import io.ddm.api.json.JsonText;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the lines of a recording. Any one thread. */
public final class RecordingWriter {

    /** The version of the format; a reader rejects others. */
    static final int VERSION = 1;

    private final OutputStream out;

    /**
     * @param out should be buffered
     */
    public RecordingWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Begins a segment with a router that has just begun.
     *
     * @throws IOException if {@code out} throws it, here and below
     */
    public void begin(Instant at, RouterConfig config) throws IOException {
        begin(at, config, false, false);
    }

    /**
     * Begins a segment with a router that knows something.
     *
     * @param continues whether no event is missing between this segment and the one before it
     */
    public void begin(Instant at, RouterConfig config, StateCapture state, boolean continues) throws IOException {
        begin(at, config, true, continues);
        state.write(this);
    }

    private void begin(Instant at, RouterConfig config, boolean fromState, boolean continues) throws IOException {
        line(json -> {
            json.writeNumberField("recording", VERSION);
            json.writeStringField("at", at.toString());
            json.writeBooleanField("from_state", fromState);
            json.writeBooleanField("continues", continues);
            json.writeFieldName("router");
            ConfigFormat.CONFIG.write(json, config);
        });
    }

    /** Writes an event and what followed. */
    public void event(Instant at, Event event, List<Effect> effects) throws IOException {
        input(at, Redaction.redacted(event, effects), effects.size(), Optional.empty());
        for (Effect effect : effects) {
            effect(effect);
        }
    }

    /**
     * Writes an event that the router could not handle.
     *
     * @param failure the exception
     */
    public void failure(Instant at, Event event, Throwable failure) throws IOException {
        input(at, Redaction.redacted(event, List.of()), 0, Optional.of(Replay.text(failure)));
    }

    /** Writes an event as it is. */
    void input(Instant at, Event event, int effects, Optional<String> failure) throws IOException {
        line(json -> {
            json.writeStringField("at", at.toString());
            json.writeNumberField("effects", effects);
            if (failure.isPresent()) {
                json.writeStringField("failed", failure.get());
            }
            EventKinds.ALL.writeFields(json, event);
        });
    }

    /** Writes an effect. */
    void effect(Effect effect) throws IOException {
        line(json -> EffectKinds.ALL.writeFields(json, effect));
    }

    /** Says that events are missing here. */
    public void lost(long events) throws IOException {
        line(json -> json.writeNumberField("lost", events));
    }

    /** Writes a part of a state. */
    <T> void state(String name, Format<T> format, T value) throws IOException {
        line(json -> {
            json.writeStringField("state", name);
            json.writeFieldName("value");
            format.write(json, value);
        });
    }

    /** An effect as it is encoded in a recording. */
    static String text(Effect effect) {
        return JsonText.text(json -> {
            json.writeStartObject();
            EffectKinds.ALL.writeFields(json, effect);
            json.writeEndObject();
        });
    }

    private void line(JsonText.Writing fields) throws IOException {
        JsonText.compact(out, json -> {
            json.writeStartObject();
            fields.to(json);
            json.writeEndObject();
        });
        out.write('\n');
    }
}
