package io.ddm.api.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any bytes as a recording. */
public final class RecordingFuzz {

    private RecordingFuzz() {}

    /** A recording is refused with the number of a line, or its lines are read again as they were. */
    public static void fuzzerTestOneInput(byte[] recording) {
        try {
            List<Line> lines = read(recording);
            List<Line> again = read(written(lines));
            if (!again.equals(lines)) {
                throw new AssertionError(lines + " is read again as " + again);
            }
        } catch (BadRecordingException e) {
            if (!String.valueOf(e.getMessage()).matches("(?s)line \\d+: .+")) {
                throw new AssertionError("no place in the message", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Without numbers: an effect can follow a line that says that there is none. */
    private static List<Line> read(byte[] recording) throws IOException, BadRecordingException {
        RecordingReader reader = new RecordingReader(new ByteArrayInputStream(recording));
        List<Line> lines = new ArrayList<>();
        for (Optional<Line> next = reader.next(); next.isPresent(); next = reader.next()) {
            lines.add(switch (next.get()) {
                case Line.Begin line -> new Line.Begin(0, line.at(), line.config(), false, false);
                case Line.State line -> new Line.Lost(0, 1);
                case Line.Input line -> new Line.Input(0, line.at(), line.event(), 0, Optional.empty());
                case Line.Output line -> new Line.Output(0, line.effect());
                case Line.Lost line -> new Line.Lost(0, line.events());
            });
        }
        return lines;
    }

    private static byte[] written(List<Line> lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordingWriter out = new RecordingWriter(bytes);
        for (Line line : lines) {
            switch (line) {
                case Line.Begin begin -> out.begin(begin.at(), begin.config());
                case Line.State state -> throw new AssertionError("was replaced");
                case Line.Input input -> out.input(input.at(), input.event(), 0, Optional.empty());
                case Line.Output output -> out.effect(output.effect());
                case Line.Lost lost -> out.lost(lost.events());
            }
        }
        return bytes.toByteArray();
    }
}
