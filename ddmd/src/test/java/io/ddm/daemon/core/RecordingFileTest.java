package io.ddm.daemon.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ddm.daemon.linux.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --record}. */
class RecordingFileTest {

    private static final byte[] LINE = "{\"recording\":1}\n".getBytes(UTF_8);

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
            assertThat(file.append(LINE, 1)).isTrue();
            assertThat(file.append("b\n".getBytes(UTF_8), 1)).isTrue();
        }
        try (RecordingFile file = RecordingFile.open(path)) {
            file.append("c\n".getBytes(UTF_8), 1);
        }
        assertThat(path).hasContent(new String(LINE, UTF_8) + "b\nc\n");
    }

    /** What a process that was killed left of a line would make the whole file unreadable. */
    @Test
    void removesALineThatIsCut() throws IOException {
        Path path = ownersOnly(new String(LINE, UTF_8) + "x".repeat(100_000));
        try (RecordingFile file = RecordingFile.open(path)) {
            file.append("b\n".getBytes(UTF_8), 1);
        }
        assertThat(path).hasContent(new String(LINE, UTF_8) + "b\n");
    }

    @Test
    void rejectsWhatIsNoRegularFileOfItsOwner() throws IOException {
        assertThatThrownBy(() -> RecordingFile.open(folder)).hasMessage(folder + " is a directory, not a regular file");
        Path link = Files.createSymbolicLink(folder.resolve("link"), ownersOnly(""));
        assertThatThrownBy(() -> RecordingFile.open(link)).hasMessageContaining("is a symbolic link");
        Path open = folder.resolve("open");
        Files.writeString(open, "");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> RecordingFile.open(open))
                .hasMessage(open + " may be used by others than its owner; chmod 600 it");
    }

    @Test
    void leavesFilesOfOtherUsersAlone() throws IOException {
        Assumptions.assumeTrue(Libc.geteuid() == 0, "only root can give a file away");
        Path path = ownersOnly(new String(LINE, UTF_8));
        Files.setAttribute(path, "unix:uid", 12345);
        assertThatThrownBy(() -> RecordingFile.open(path))
                .hasMessage(path + " belongs to 12345; chown it, or choose another file");
        assertThat(path).hasBinaryContent(LINE);
    }

    /** A key, a table of tokens: what it ends with must not be cut off. */
    @ParameterizedTest
    @ValueSource(strings = {"secret-without-newline", "{\"rec", "{\"keys\":[]}\nlast"})
    void leavesFilesOfAnotherKindAlone(String content) throws IOException {
        Path path = ownersOnly(content);
        assertThatThrownBy(() -> RecordingFile.open(path))
                .hasMessage(path + " is not a recording; choose another file");
        assertThat(path).hasContent(content);
    }

    @Test
    void belongsToOneRecorderAtATime() throws IOException {
        Path path = folder.resolve("recording");
        try (RecordingFile file = RecordingFile.open(path)) {
            file.append(LINE, 1);
            assertThatThrownBy(() -> RecordingFile.open(path)).hasMessage(path + " is in use by another daemon");
        }
        assertThat(path).hasBinaryContent(LINE);
        await().untilAsserted(() -> RecordingFile.open(path).close());
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

    /** As by NFS whose server is gone, or a frozen file system: a stop and a hand-over must not wait for it. */
    @Test
    void endsWhileTheDiskHangs() throws Exception {
        CountDownLatch thaw = new CountDownLatch(1);
        RecordingFile file = RecordingFile.on(folder.resolve("hung"), new HungChannel(thaw), 1 << 20);
        try {
            file.append(LINE, 1);
            CompletableFuture.runAsync(file::close).get(10, TimeUnit.SECONDS);
        } finally {
            thaw.countDown();
        }
    }

    private Path ownersOnly(String content) throws IOException {
        Path path = Files.writeString(folder.resolve("own"), content);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}
