package io.ddm.api.recording;

import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.Struct;
import io.ddm.fsm.replay.Archive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives a router the state that follows in a recording, line by line in the order in which it was written. */
final class StateSource implements Archive {

    private static final Struct LINE = new Struct("State", List.of("state", "value"), 2);

    private final RecordingReader in;
    private final String prefix;

    /** A line that is not the one that comes next. */
    static final class BadStateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final BadRecordingException cause;

        BadStateException(BadRecordingException cause) {
            super(cause);
            this.cause = cause;
        }

        BadRecordingException cause() {
            return cause;
        }
    }

    /** The state ends before it is whole: the process that wrote it was ended, or its disk was full. */
    static final class CutStateException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    StateSource(RecordingReader in) {
        this(in, "");
    }

    private StateSource(RecordingReader in, String prefix) {
        this.in = in;
        this.prefix = prefix;
    }

    @Override
    public boolean isRestoring() {
        return true;
    }

    @Override
    public Archive in(String part) {
        return new StateSource(in, prefix + part + ".");
    }

    @Override
    public <T> T value(String name, Class<T> type, T now) {
        return next(name, StateTypes.of(type));
    }

    @Override
    public <T> Optional<T> optional(String name, Class<T> type, Optional<T> now) {
        return next(name, StateTypes.of(type).optional());
    }

    @Override
    public <R> void rows(String name, Class<R> type, Iterable<R> now, Consumer<R> add) {
        Format<List<R>> format = StateTypes.of(type).list();
        List<R> some;
        do {
            some = next(name, format);
            some.forEach(add);
        } while (some.size() == StateCapture.ROWS);
    }

    private <T> T next(String name, Format<T> format) {
        String path = prefix + name;
        try {
            Optional<Line> line = in.peek();
            if (line.isEmpty() || line.get() instanceof Line.Begin || line.get() instanceof Line.Lost) {
                throw new CutStateException();
            }
            if (!(line.get() instanceof Line.State state) || !state.name().equals(path)) {
                throw new BadRecordingException(in.number(), "expected state `" + path + "`");
            }
            in.next();
            try {
                return JsonReader.read(state.json().getBytes(StandardCharsets.UTF_8), json -> value(json, format));
            } catch (BadJsonException e) {
                throw new BadRecordingException(state.number(), e.inLine());
            }
        } catch (BadRecordingException e) {
            throw new BadStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T value(JsonReader in, Format<T> format) throws BadJsonException {
        List<T> value = new ArrayList<>(1);
        in.beginObject(LINE);
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            if (field.equals("value")) {
                value.add(format.read(in));
            } else {
                in.skip();
            }
        }
        return Objects.requireNonNull(value.getFirst(), "a required field");
    }
}
