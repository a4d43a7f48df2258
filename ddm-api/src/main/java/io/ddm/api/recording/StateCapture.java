package io.ddm.api.recording;

import io.ddm.fsm.replay.Archive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes down the state of a router. Values and tables are immutable, so they are only referred to, and can be
 * {@linkplain #write written} later on another thread.
 */
public final class StateCapture implements Archive {

    /** Entries of a table in one line. */
    static final int ROWS = 64;

    private final String prefix;
    private final List<Part> parts;

    private interface Part {
        void write(RecordingWriter out) throws IOException;
    }

    /** Nothing yet; to be handed to {@link io.ddm.fsm.Router#archive}. */
    public StateCapture() {
        this("", new ArrayList<>());
    }

    /** The state that a router hands through. */
    public static StateCapture of(Consumer<Archive> router) {
        StateCapture state = new StateCapture();
        router.accept(state);
        return state;
    }

    private StateCapture(String prefix, List<Part> parts) {
        this.prefix = prefix;
        this.parts = parts;
    }

    @Override
    public boolean isRestoring() {
        return false;
    }

    @Override
    public Archive in(String part) {
        return new StateCapture(prefix + part + ".", parts);
    }

    @Override
    public <T> T value(String name, Class<T> type, T now) {
        Format<T> format = StateTypes.of(type);
        String path = prefix + name;
        parts.add(out -> out.state(path, format, now));
        return now;
    }

    @Override
    public <T> Optional<T> optional(String name, Class<T> type, Optional<T> now) {
        Format<Optional<T>> format = StateTypes.of(type).optional();
        String path = prefix + name;
        parts.add(out -> out.state(path, format, now));
        return now;
    }

    @Override
    public <R> void rows(String name, Class<R> type, Iterable<R> now, Consumer<R> add) {
        Format<List<R>> format = StateTypes.of(type).list();
        String path = prefix + name;
        parts.add(out -> {
            Iterator<R> rows = now.iterator();
            List<R> some;
            do {
                some = new ArrayList<>(ROWS);
                while (rows.hasNext() && some.size() < ROWS) {
                    some.add(rows.next());
                }
                out.state(path, format, some);
            } while (some.size() == ROWS);
        });
    }

    /** Writes what was taken down. */
    void write(RecordingWriter out) throws IOException {
        for (Part part : parts) {
            part.write(out);
        }
    }
}
