package io.ddm.cli;

import io.ddm.api.recording.BadRecordingException;
import io.ddm.api.recording.Replay;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.Problem;
import io.ddm.cli.view.Blocks;
import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import io.ddm.cli.view.DurationText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code replay}: the one verb that asks no daemon. */
@Command(
        name = "replay",
        description = {"Replay a recording of a router and compare its decisions with the recorded ones.",
                "A recording is what GET /recording returns, what ddmd --record writes, or the file fault.recording.gz"
                        + " that a fault leaves in the --data-dir of ddmd. Needs no daemon."},
        footer = {"", "Exit codes: 0 same, 1 different, 2 not readable or invalid arguments, 141 output closed."})
final class Replays implements Callable<Integer> {

    /** Of an effect so much is shown; a table has any size. */
    private static final int MAX_SHOWN_CHARS = 2000;

    private static final int BUFFER_BYTES = 64 * 1024;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Ddmadm ddmadm;

    @Parameters(paramLabel = "FILE", description = "The recording.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Override
    public Integer call() {
        try (InputStream in = lines(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            Replay.Result result = Replay.of(in);
            ddmadm.show(view(file.toString(), result));
            return result.difference().isEmpty() ? ExitCodes.SUCCESS : ExitCodes.FAILURE;
        } catch (BadRecordingException e) {
            return notReadable(String.valueOf(e.getMessage()),
                    "a file from GET /recording or ddmd --record, of this version");
        } catch (NoSuchFileException e) {
            return notReadable("no such file", "the spelling of the path");
        } catch (AccessDeniedException e) {
            return notReadable("permission denied", "as the owner of the file");
        } catch (EOFException e) {
            return notReadable("the file is cut", "the whole file");
        } catch (ZipException e) {
            return notReadable("damaged: " + e.getMessage(), "the file as the daemon left it");
        } catch (IOException e) {
            return notReadable(String.valueOf(e.getMessage()), "another file");
        }
    }

    /** A daemon that ended with a fault leaves its recording compressed. */
    private static InputStream lines(InputStream file) throws IOException {
        file.mark(2);
        boolean isCompressed = file.read() == 0x1f && file.read() == 0x8b;
        file.reset();
        return isCompressed ? new BufferedInputStream(new GZIPInputStream(file, BUFFER_BYTES), BUFFER_BYTES) : file;
    }

    private int notReadable(String reason, String remedy) {
        ddmadm.report(new Problem("cannot read the recording " + file, reason, remedy));
        return ExitCodes.INVALID_ARGUMENTS;
    }

    static Blocks view(String file, Replay.Result result) {
        List<Block> blocks = new ArrayList<>();
        String span = result.first().isPresent() && result.last().isPresent()
                ? DurationText.of(Duration.between(result.first().get(), result.last().get()))
                : "-";
        blocks.add(new Block("Recording " + file, List.of(
                new Field("Result", outcome(result)),
                Field.of("Segments", Long.toString(result.segments())),
                Field.of("Events", Long.toString(result.events()), "lost " + result.lost()),
                Field.of("Effects", Long.toString(result.effects())),
                Field.of("From", text(result.first())),
                Field.of("To", text(result.last()), span))));
        result.difference()
                .ifPresent(difference -> blocks.add(new Block("First difference",
                        List.of(Field.of("Line", Long.toString(difference.line())),
                                Field.of("Event", difference.event()),
                                Field.of("Recorded", shown(difference.recorded())),
                                Field.of("Replayed", shown(difference.replayed()))))));
        return new Blocks(blocks);
    }

    private static List<String> outcome(Replay.Result result) {
        String word = result.difference().isPresent() ? "different" : "same";
        return result.isTruncated() ? List.of(word, "the end is cut") : List.of(word);
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse("-");
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "...";
    }
}
