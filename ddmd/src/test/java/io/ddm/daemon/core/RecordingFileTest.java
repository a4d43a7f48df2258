package io.ddm.daemon.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code --record}. */
class RecordingFileTest {

    private static final byte[] LINE = "{\"lost\":1}\n".getBytes(UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void createsTheFileForItsOwnerOnly() throws IOException {
        Path path = folder.resolve("recording");
        RecordingFile.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    }

    @Test
    void appendsInOrder() throws IOException {
        Path path = folder.resolve("recording");
        try (RecordingFile file = RecordingFile.open(path)) {
            assertThat(file.append("a\n".getBytes(UTF_8), 1)).isTrue();
            assertThat(file.append("b\n".getBytes(UTF_8), 1)).isTrue();
        }
        try (RecordingFile file = RecordingFile.open(path)) {
            file.append("c\n".getBytes(UTF_8), 1);
        }
        assertThat(path).hasContent("a\nb\nc\n");
    }

    /** What a process that was killed left of a line would make the whole file unreadable. */
    @Test
    void removesALineThatIsCut() throws IOException {
        Path path = ownersOnly("a\n" + "x".repeat(100_000));
        try (RecordingFile file = RecordingFile.open(path)) {
            file.append("b\n".getBytes(UTF_8), 1);
        }
        assertThat(path).hasContent("a\nb\n");
    }

    @Test
    void refusesWhatIsNoRegularFileOfItsOwner() throws IOException {
        assertThatThrownBy(() -> RecordingFile.open(folder)).hasMessage("--record " + folder + ": not a regular file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), ownersOnly(""));
        assertThatThrownBy(() -> RecordingFile.open(link)).hasMessage("--record " + link + ": not a regular file");
        Path open = folder.resolve("open");
        Files.writeString(open, "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> RecordingFile.open(open)).hasMessage(
                "--record " + open + ": others than its owner may use the file; chmod 600 it");
    }

    @Test
    void growsToItsBoundAndCountsWhatIsLost() throws IOException {
        Path path = folder.resolve("recording");
        try (RecordingFile file = RecordingFile.open(path, LINE.length)) {
            file.append(LINE, 0);
            await().until(() -> file.size() == LINE.length);
            file.append(LINE, 3);
            await().until(() -> file.lostEvents() == 3);
            assertThat(file.append(LINE, 4)).as("full").isFalse();
            file.retry();
            assertThat(file.append(LINE, 5)).as("still full").isFalse();
            assertThat(file.lostEvents()).isEqualTo(12);
        }
        assertThat(path).hasBinaryContent(LINE);
    }

    @Test
    void neverBlocksWhenTheDiskIsSlow() throws IOException {
        Path path = folder.resolve("recording");
        try (RecordingFile file = RecordingFile.open(path)) {
            byte[] large = new byte[(int) RecordingFile.MAX_WAITING_BYTES];
            boolean accepted = true;
            for (int i = 0; i < 100 && accepted; i++) {
                accepted = file.append(large, 1);
            }
            assertThat(accepted).as("a bound on what waits").isFalse();
            assertThat(file.lostEvents()).isPositive();
        }
    }

    private Path ownersOnly(String content) throws IOException {
        Path path = Files.writeString(folder.resolve("own"), content);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
