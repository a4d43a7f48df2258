package io.ddm.api.recording;

import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands the events of a recording to a router of its own and compares the effects with those that were recorded. Stops
 * at the first difference.
 */
public final class Replay {

    private static final String NOTHING = "nothing";

    private final RecordingReader in;
    private @Nullable Router router;
    private long segments;
    private long events;
    private long effects;
    private long lost;
    private boolean isCut;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private @Nullable Difference difference;

    /**
     * Where a replay leaves a recording.
     *
     * @param line the line of the recording
     * @param event the event that the effect follows, as its kind
     * @param recorded what was recorded there
     * @param replayed what the router decided now
     */
    public record Difference(long line, String event, String recorded, String replayed) {}

    /**
     * What a replay showed.
     *
     * @param segments how many segments the recording has
     * @param events how many events the router handled
     * @param effects how many effects were compared
     * @param lost how many events are missing by the recording's own account
     * @param first when the first event was handled
     * @param last when the last one was
     * @param isTruncated whether the recording, or a part of it, ends in the middle of a line, an event or a state
     * @param difference the first difference; empty if there is none
     */
    public record Result(long segments, long events, long effects, long lost, Optional<Instant> first,
            Optional<Instant> last, boolean isTruncated, Optional<Difference> difference) {}

    private Replay(InputStream in) {
        this.in = new RecordingReader(in);
    }

    /**
     * Replays a recording.
     *
     * @param in should be buffered
     * @throws IOException if {@code in} throws it
     * @throws BadRecordingException if it is no recording; the message names line and field
     */
    public static Result of(InputStream in) throws IOException, BadRecordingException {
        return new Replay(in).run();
    }

    /** An exception as it is encoded in a recording: without its stack, which differs between builds. */
    static String text(Throwable failure) {
        return failure.toString();
    }

    private Result run() throws IOException, BadRecordingException {
        for (Optional<Line> next = in.next(); next.isPresent() && difference == null; next = in.next()) {
            switch (next.get()) {
                case Line.Begin begin -> begin(begin);
                case Line.Input input -> {
                    if (!(router == null ? skip(input) : handle(router, input))) {
                        isCut = true;
                    }
                }
                case Line.Lost gap -> {
                    lost += gap.events();
                    router = null;
                }
                case Line.State state -> throw new BadRecordingException(state.number(),
                        "state `" + state.name() + "` is not expected here");
                case Line.Output output -> throw new BadRecordingException(output.number(),
                        "more effects than the event before them says");
            }
        }
        if (events == 0 && segments == 0) {
            throw new BadRecordingException(1, in.isTruncated() ? "has no end" : "the file is empty");
        }
        return new Result(segments, events, effects, lost, Optional.ofNullable(first), Optional.ofNullable(last),
                in.isTruncated() || isCut, Optional.ofNullable(difference));
    }

    /** A segment that continues the one before it needs no state: the router has it. */
    private void begin(Line.Begin begin) throws IOException, BadRecordingException {
        segments++;
        if (router != null && begin.continues()) {
            while (in.peek().filter(Line.State.class::isInstance).isPresent()) {
                in.next();
            }
            return;
        }
        Router begun = new Router(begin.config());
        router = begun;
        if (begin.fromState()) {
            restore(begun);
        }
    }

    private void restore(Router begun) throws IOException, BadRecordingException {
        try {
            begun.archive(new StateSource(in));
        } catch (StateSource.CutStateException e) {
            router = null;
            isCut = true;
        } catch (StateSource.BadStateException e) {
            throw e.cause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            throw new BadRecordingException(in.number(), "no state of a router: " + e);
        }
    }

    /** After a gap, until the next segment. */
    private boolean skip(Line.Input input) throws IOException, BadRecordingException {
        lost++;
        for (long i = 0; i < input.effects(); i++) {
            if (in.next().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the recording has all effects. */
    private boolean handle(Router handling, Line.Input input) throws IOException, BadRecordingException {
        events++;
        first = first == null ? input.at() : first;
        last = input.at();
        String kind = input.event().getClass().getSimpleName();
        Deque<Effect> replayed;
        String failed = NOTHING;
        try {
            replayed = new ArrayDeque<>(handling.handle(event(handling, input.event()), input.at()));
        } catch (RuntimeException | StackOverflowError e) {
            replayed = new ArrayDeque<>();
            failed = text(e);
        }
        if (!failed.equals(input.failure().orElse(NOTHING))) {
            difference = new Difference(input.number(), kind,
                    input.failure().orElse(input.effects() + " effects"),
                    failed.equals(NOTHING) ? replayed.size() + " effects" : failed);
            return true;
        }
        for (long i = 0; i < input.effects(); i++) {
            Optional<Line> next = in.peek();
            if (next.isEmpty()) {
                return false;
            }
            if (next.get() instanceof Line.Begin begin && !begin.continues()) {
                // The process ended while it wrote, and another went on with the file.
                return false;
            }
            if (!(next.get() instanceof Line.Output output)) {
                throw new BadRecordingException(next.get().number(), "fewer effects than the event before says");
            }
            in.next();
            String recorded = RecordingWriter.text(output.effect());
            String now = replayed.isEmpty() ? NOTHING : RecordingWriter.text(replayed.remove());
            effects++;
            if (!recorded.equals(now)) {
                difference = new Difference(output.number(), kind, recorded, now);
                return true;
            }
        }
        if (!replayed.isEmpty()) {
            difference = new Difference(in.number(), kind, NOTHING, RecordingWriter.text(replayed.remove()));
        }
        return true;
    }

    private static Event event(Router router, Event recorded) {
        return recorded instanceof Event.PullReceived pull
                ? Redaction.restored(pull, router.reports().digest(pull.name()))
                : recorded;
    }
}
