package io.ddm.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PidFileTest {

    @Test
    void saysWhyFileCannotBeWritten() {
        assertThatThrownBy(() -> PidFile.create(Path.of("/nope/pid")))
                .hasMessage("--pid-file /nope/pid cannot be written: its directory does not exist");
    }

    private static final String OURS = ProcessHandle.current().pid() + "\n";

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void holdsProcessIdUntilRemoved() throws Exception {
        PidFile file = PidFile.create(path());
        assertThat(path()).hasContent(OURS);
        assertThat(scratch).isDirectoryNotContaining("glob:**.*.*");
        file.remove();
        assertThat(path()).doesNotExist();
    }

    @Test
    void leavesReplacedFileAlone() throws Exception {
        PidFile file = PidFile.create(path());
        Files.delete(path());
        Files.writeString(path(), "another");
        Files.writeString(scratch.resolve("so that the inode is not used again"), "");
        assertThat(path()).hasContent("another");
        file.remove();
    }

    @Test
    void replacesFileOfDeadProcess() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        assertThat(dead.waitFor()).isZero();
        Files.writeString(path(), dead.pid() + "\n");
        PidFile.create(path());
        assertThat(path()).hasContent(OURS);
    }

    @Test
    void rejectsFileOfLiveProcess() throws Exception {
        Process alive = new ProcessBuilder("cat").start();
        try {
            Files.writeString(path(), alive.pid() + "\n");
            refuses("process " + alive.pid() + " that it names is alive");
            // The same number, but of a process that is younger than the file.
            Files.setLastModifiedTime(path(), FileTime.from(Instant.now().minusSeconds(60)));
            PidFile.create(path());
            assertThat(path()).hasContent(OURS);
        } finally {
            alive.destroyForcibly();
        }
    }

    @Test
    void rejectsWhatIsNoPidFile() throws Exception {
        Files.writeString(path(), "my notes");
        refuses("it exists and holds no process id");
        Files.delete(path());
        Path victim = scratch.resolve("victim");
        Files.createSymbolicLink(path(), victim);
        refuses("is a symbolic link, not a regular file");
        assertThat(victim).doesNotExist();
        Files.delete(path());
        assertThat(new ProcessBuilder("mkfifo", path().toString()).start().waitFor()).isZero();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refuses("is a FIFO, socket or device"));
    }

    private void refuses(String reason) {
        assertThatThrownBy(() -> PidFile.create(path())).isInstanceOf(IOException.class)
                .hasMessageStartingWith("--pid-file " + path() + " cannot be written: ")
                .hasMessageContaining(reason);
    }

    private Path path() {
        return scratch.resolve("pid");
    }
}
