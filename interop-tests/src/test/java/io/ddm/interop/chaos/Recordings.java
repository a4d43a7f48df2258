package io.ddm.interop.chaos;

import io.ddm.api.recording.BadRecordingException;
import io.ddm.api.recording.Replay;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the daemons of a lab recorded with {@code --record}, one file for each node, through all their restarts. */
final class Recordings {

    private final Path directory;

    Recordings(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Where a node's daemon records. */
    Path of(String node) {
        return directory.resolve(node + ".recording");
    }

    /**
     * Replays the recordings of these nodes.
     *
     * @return what replays otherwise than it was recorded, or was not recorded; empty if all is the same
     */
    Optional<String> difference(List<String> nodes) {
        long events = 0;
        long effects = 0;
        for (String node : nodes) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(of(node)))) {
                Replay.Result result = Replay.of(in);
                Optional<String> difference = difference(result);
                if (difference.isPresent()) {
                    return difference.map(text -> of(node) + ": " + text);
                }
                events += result.events();
                effects += result.effects();
            } catch (IOException | BadRecordingException e) {
                return Optional.of(of(node) + ": " + e);
            }
        }
        System.out.printf("%d recordings replay to the same effects: %d events, %d effects%n", nodes.size(), events,
                effects);
        return Optional.empty();
    }

    private static Optional<String> difference(Replay.Result result) {
        if (result.difference().isPresent()) {
            return result.difference().map(Replay.Difference::toString);
        }
        if (result.lost() > 0) {
            return Optional.of(result.lost() + " events were not recorded");
        }
        return result.effects() == 0 ? Optional.of("no effect was recorded") : Optional.empty();
    }
}
