package io.ddm.daemon.core;

import io.ddm.api.recording.RecordingWriter;
import io.ddm.fsm.event.RouterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes lines of what the recorder receives and keeps the last two segments. The recorder's thread only. */
final class RecordingThread {

    private final RouterConfig config;
    private final Optional<RecordingFile> file;
    private final Runnable wantState;
    private @Nullable Segment before;
    private Segment current = new Segment();
    private Instant currentSince;
    private Instant stateAskedAt = Instant.MIN;
    private long stateBytes;
    private boolean isStateWanted;
    private boolean isSegmentWanted;
    private boolean hasFileGap;
    private long markedLost;
    private volatile long keptBytes;

    private interface Writing {
        void to(RecordingWriter out) throws IOException;
    }

    /**
     * @param wantState asks for the state of the router
     */
    RecordingThread(RouterConfig config, Instant begun, Optional<RecordingFile> file, Runnable wantState) {
        this.config = config;
        this.file = file;
        this.wantState = wantState;
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
            case RecordedItem.Failed e -> write(out -> out.failure(e.at(), e.event(), e.cause()), 1);
            case RecordedItem.Captured e -> begin(e);
            case RecordedItem.Requested e -> e.reply().complete(kept());
        }
    }

    /** What waited has been taken. */
    void endRound() {
        long bytes = current.bytes() + (before == null ? 0 : before.bytes());
        keptBytes = bytes;
    }

    long keptBytes() {
        return keptBytes;
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
        boolean isFull = current.bytes() - stateBytes >= Recorder.SEGMENT_BYTES;
        boolean isOld = !now.isBefore(currentSince.plus(Recorder.SEGMENT_AGE));
        boolean canFileGoOn = hasFileGap && file.filter(to -> !to.isFull()).isPresent();
        if ((isFull || isOld || canFileGoOn) && !isStateWanted
                && (stateAskedAt.equals(Instant.MIN) || !now.isBefore(stateAskedAt.plus(Recorder.STATE_INTERVAL)))) {
            isStateWanted = true;
            isSegmentWanted = isFull || isOld;
            stateAskedAt = now;
            wantState.run();
        }
    }

    private void begin(RecordedItem.Captured captured) {
        isStateWanted = false;
        if (captured.lost() > 0) {
            write(out -> out.lost(captured.lost()), captured.lost());
        }
        boolean isNew = isSegmentWanted || captured.lost() > 0;
        isSegmentWanted = false;
        file.filter(to -> hasFileGap).ifPresent(RecordingFile::retry);
        byte[] segment = bytes(
                out -> out.begin(captured.at(), config, captured.state(), captured.lost() == 0));
        if (isNew) {
            startSegment(captured.at());
            current.add(segment);
            stateBytes = current.bytes();
        }
        if (hasFileGap && file.isPresent()) {
            long lost = file.get().lostEvents() - markedLost;
            byte[] marked = bytes(out -> {
                out.lost(Math.max(1, lost));
                out.begin(captured.at(), config, captured.state(), false);
            });
            hasFileGap = !file.get().append(marked, 0);
            markedLost += hasFileGap ? 0 : lost;
        } else if (isNew) {
            toFile(segment, 0);
        }
    }

    /** What comes is kept in a segment of its own, and the one before the last is dropped. */
    private void startSegment(Instant at) {
        if (before != null) {
            before.close();
        }
        before = current;
        current = new Segment();
        currentSince = at;
    }

    private void write(Writing writing, long events) {
        byte[] lines = bytes(writing);
        current.add(lines);
        toFile(lines, events);
    }

    /** What comes behind a gap is not written until a state makes it replayable again. */
    private void toFile(byte[] lines, long events) {
        if (hasFileGap) {
            file.ifPresent(f -> f.lose(events));
        } else {
            hasFileGap = file.isPresent() && !file.get().append(lines, events);
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
