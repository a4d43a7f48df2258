package io.ddm.api.sim;

import io.ddm.api.recording.BadRecordingException;
import io.ddm.api.recording.Replay;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Replays recordings in a process of its own, for {@link RecordingSimulationTest}. */
final class ReplayFiles {

    private ReplayFiles() {}

    public static void main(String[] files) throws IOException, BadRecordingException {
        for (String file : files) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
                System.out.println(Replay.of(in));
            }
        }
    }
}
