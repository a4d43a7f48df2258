package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.api.recording.RecordingWriter;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.fsm.Router;
import io.ddm.fsm.event.Effect;
import io.ddm.fsm.event.Event;
import io.ddm.fsm.event.RouterConfig;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ddmadm replay}. */
final class ReplaysTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final RouterConfig CONFIG = RouterConfig.of(new RouterId("s1"), RouterKind.SERVER);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void saysThatARecordingIsTheSame() throws IOException {
        Run run = Run.plain("replay", file(recording(false)));
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                Recording %s
                  Result    same
                  Segments  1
                  Events    3                     lost 0
                  Effects   3
                  From      2026-01-01T00:00:00Z
                  To        2026-01-01T00:00:02Z  2s 0ms
                """.formatted(folder.resolve("recording")));
    }

    @Test
    void showsTheFirstDifferenceWithItsLine() throws IOException {
        Run run = Run.plain("replay", file(recording(true)));
        assertThat(run.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(run.out()).contains("Result    different\n")
                .contains("""

                        First difference
                          Line      6
                          Event     InterfaceOpened
                        """)
                .contains("Recorded  {\"effect\":\"CloseInterface\",\"name\":\"eth0\"}\n")
                .contains("Replayed  {\"effect\":\"Changed\"");
    }

    @Test
    void namesLineAndFieldOfWhatIsNoRecording() throws IOException {
        Run run = Run.plain("replay", file((recording(false) + "{\"effect\":\"Notice\",\"name\":3}\n")));
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ddmadm: cannot read the recording ")
                .contains("\n  line 8: name: invalid type: integer `3`, expected a string at column");
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        Run run = Run.plain("replay", folder.resolve("none").toString());
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.err()).contains("none\n  no such file\n");
        assertThat(Run.plain("replay", folder.toString()).exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
    }

    @Test
    void readsWhatADaemonLeftAfterAFault() throws IOException {
        Path file = folder.resolve("fault.recording.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(recording(false).getBytes(StandardCharsets.UTF_8));
        }
        Run run = Run.plain("replay", file.toString());
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("Result    same\n");

        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        run = Run.plain("replay", file.toString());
        assertThat(run.exit()).isEqualTo(ExitCodes.INVALID_ARGUMENTS);
        assertThat(run.err()).contains("the file is cut");
    }

    @Test
    void tellsAnEmptyFileFromOneWithoutLines() throws IOException {
        assertThat(Run.plain("replay", file("")).err()).contains("\n  line 1: the file is empty\n");
        assertThat(Run.plain("replay", file("no line")).err()).contains("\n  line 1: has no end\n");
    }

    @Test
    void saysThatTheEndIsCut() throws IOException {
        String whole = recording(false);
        Run run = Run.plain("replay", file(whole.substring(0, whole.length() - 3)));
        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.out()).contains("same").contains("the end is cut");
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("recording"), content).toString();
    }

    private static String recording(boolean isForged) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RecordingWriter out = new RecordingWriter(bytes);
        out.begin(AT, CONFIG);
        Router router = new Router(CONFIG);
        List<Event> events = List.of(new Event.InterfaceConfigured("eth0"),
                new Event.InterfaceReady("eth0", 2, Ipv6Address.parse("fe80::2")),
                new Event.InterfaceOpened("eth0", 1));
        for (int i = 0; i < events.size(); i++) {
            Instant at = AT.plusSeconds(i);
            List<Effect> effects = router.handle(events.get(i), at);
            boolean isLast = i == events.size() - 1;
            out.event(at, events.get(i), isForged && isLast ? List.of(new Effect.CloseInterface("eth0")) : effects);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
