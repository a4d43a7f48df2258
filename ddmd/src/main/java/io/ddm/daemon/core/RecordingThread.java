package io.ddm.daemon.core;

import io.ddm.api.recording.RecordingReader;
import io.ddm.api.recording.RecordingWriter;
import io.ddm.api.recording.StateCapture;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.RouterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Makes lines of what the recorder receives and keeps the last two segments. The recorder's thread only. */
final class RecordingThread {

    private final RouterConfig config;
    private final Optional<RecordingFile> file;
    private final long segmentBytes;
    private final Runnable wantState;
    private final BooleanSupplier isEnding;
    private @Nullable Segment before;
    private Segment current = new Segment();
    private Instant currentSince;
    private Instant stateAskedAt = Instant.MIN;
    private long stateBytes;
    private boolean isWarm;
    private boolean isStateWanted;
    private boolean isSegmentWanted;
    private boolean hasGap;
    private boolean hasFileGap;
    private long markedLost;
    private volatile long keptBytes;
    /** Lost events of which the segment does not say so yet. */
    private long unmarked;
    private final AtomicLong unkeptEvents = new AtomicLong();

    private interface Writing {
        void to(RecordingWriter out) throws IOException;
    }

    /**
     * @param segmentBytes what a segment has after its state when another one begins; until the next state is taken it
     *     grows to twice that, and no further
     * @param wantState asks for the state of the router
     * @param isEnding whether a state that is being written is not worth the time any more
     */
    RecordingThread(RouterConfig config, Instant begun, Optional<RecordingFile> file, long segmentBytes,
            Runnable wantState, BooleanSupplier isEnding) {
        this.config = config;
        this.file = file;
        this.segmentBytes = segmentBytes;
        this.wantState = wantState;
        this.isEnding = isEnding;
        this.currentSince = begun;
        write(out -> out.begin(begun, config), 0);
        stateBytes = current.bytes();
    }

    void take(RecordedItem item) {
        switch (item) {
            case RecordedItem.Handled e -> {
                write(out -> out.event(e.at(), e.event(), e.effects()), 1);
                renew(e.at());
            }
            case RecordedItem.Failed e -> {
                lose(e.lost());
                markLost();
                byte[] lines = bytes(out -> out.failure(e.at(), e.event(), e.cause()));
                current.add(lines);
                toFile(lines, 1);
            }
            case RecordedItem.Captured e -> begin(e);
            case RecordedItem.Requested e -> e.reply().complete(kept());
        }
    }

    /** Events are being lost at this time, until the router's state is taken down. */
    void gapAt(Instant now) {
        hasGap = true;
        renew(now);
    }

    /** Nothing is kept any more. */
    void drop() {
        before = null;
        current = new Segment();
        count();
    }

    private void count() {
        keptBytes = current.bytes() + (before == null ? 0 : before.bytes());
    }

    long keptBytes() {
        return keptBytes;
    }

    /** Events that arrived here and are not kept: a reader would not accept their lines, or the segment is full. */
    long unkeptEvents() {
        return unkeptEvents.get();
    }

    private KeptRecording kept() {
        List<byte[]> chunks = new ArrayList<>();
        if (before != null) {
            chunks.addAll(before.chunks());
        }
        chunks.addAll(current.chunks());
        return new KeptRecording(chunks);
    }

    private void renew(Instant now) {
        boolean isFull = current.bytes() - stateBytes >= segmentBytes;
        boolean isOld = !now.isBefore(currentSince.plus(Recorder.SEGMENT_AGE));
        boolean canFileGoOn = hasFileGap && file.filter(to -> !to.isFull()).isPresent();
        if ((isFull || isOld || hasGap || canFileGoOn) && !isStateWanted
                && (stateAskedAt.equals(Instant.MIN) || !now.isBefore(stateAskedAt.plus(Recorder.STATE_INTERVAL)))) {
            warmUp(now);
            isStateWanted = true;
            isSegmentWanted = isFull || isOld || hasGap;
            stateAskedAt = now;
            wantState.run();
        }
    }

    /** The classes of a state are loaded here, not on the event loop, which they would hold for 40 ms. */
    private void warmUp(Instant now) {
        if (!isWarm) {
            isWarm = true;
            StateCapture state = new StateCapture();
            new Router(config).archive(state);
            bytes(out -> out.begin(now, config, state, false));
        }
    }

    private void begin(RecordedItem.Captured captured) {
        isStateWanted = false;
        lose(captured.lost());
        markLost();
        // The segment may have been overrun after the state was asked for because of the file.
        boolean isNew = isSegmentWanted || hasGap || captured.lost() > 0;
        boolean continues = !hasGap && captured.lost() == 0;
        isSegmentWanted = false;
        hasGap = false;
        if (isNew) {
            startSegment(captured.at());
            stream(new LineBlocks(lines -> current.add(endingChecked(lines))),
                    out -> out.begin(captured.at(), config, captured.state(), continues));
            stateBytes = current.bytes();
            count();
        }
        file.ifPresent(to -> beginInFile(to, captured, isNew, continues));
    }

    private void beginInFile(RecordingFile to, RecordedItem.Captured captured, boolean isNew, boolean continues) {
        boolean hadGap = hasFileGap;
        if (hadGap) {
            to.retry();
            long lost = Math.max(1, to.lostEvents() - markedLost);
            if (!to.append(bytes(out -> out.lost(lost)), 0)) {
                return;
            }
            markedLost += lost;
        }
        if (isNew || hadGap) {
            hasFileGap = !stream(new LineBlocks(lines -> to.appendState(endingChecked(lines))),
                    out -> out.begin(captured.at(), config, captured.state(), continues && !hadGap));
        }
    }

    /** What is kept comes into a segment of its own, and the one before the last is dropped. */
    private void startSegment(Instant at) {
        before = current;
        current = new Segment();
        currentSince = at;
    }

    private void write(Writing writing, long events) {
        byte[] lines = bytes(writing);
        if (lines.length > RecordingReader.MAX_LINE_BYTES) {
            hasGap = true;
            unkeptEvents.addAndGet(events);
            lines = bytes(out -> out.lost(events));
        }
        if (current.bytes() - stateBytes < 2 * segmentBytes) {
            current.add(lines);
        } else {
            hasGap = true;
            unmarked += events;
            unkeptEvents.addAndGet(events);
        }
        count();
        toFile(lines, events);
    }

    /** Events that never came here, and are counted as lost. */
    private void lose(long events) {
        if (events > 0) {
            unmarked += events;
            toFile(bytes(out -> out.lost(events)), events);
        }
    }

    private void markLost() {
        if (unmarked > 0) {
            current.add(bytes(out -> out.lost(unmarked)));
            unmarked = 0;
        }
    }

    /** What comes behind a gap is not written until a state makes it replayable again. */
    private void toFile(byte[] lines, long events) {
        if (hasFileGap) {
            file.ifPresent(f -> f.lose(events));
        } else {
            hasFileGap = file.isPresent() && !file.get().append(lines, events);
        }
    }

    private byte[] endingChecked(byte[] lines) throws InterruptedIOException {
        if (isEnding.getAsBoolean()) {
            throw new InterruptedIOException("the recorder ends");
        }
        return lines;
    }

    /** Returns whether all came through. */
    private static boolean stream(LineBlocks blocks, Writing writing) {
        try (blocks) {
            writing.to(new RecordingWriter(blocks));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new RecordingWriter(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
