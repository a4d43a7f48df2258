package io.ddm.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files hold keys that protect. */
class ExchangeKeysTest {

    @TempDir
    private Path scratch = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {"00000000000000000000000000000000", "0000000000000000000000000000000000000001",
                    "abababababababababababababababab", "passwordpassword", "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb",
                    "abcabcabcabcabcabcabcabcabcab"})
    void rejectsWeakKeys(String key) throws IOException {
        Path file = write(key);
        assertThatThrownBy(() -> ExchangeKeys.read(file)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " contains a key that can be guessed")
                .message()
                .doesNotContain(key);
    }

    @Test
    void acceptsRandomKeys() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] drawn = new byte[8 + random.nextInt(40)];
            random.nextBytes(drawn);
            assertThat(ExchangeKeys.read(write(HexFormat.of().formatHex(drawn)))).isNotNull();
        }
        assertThat(ExchangeKeys.read(write("0123456789abcdef"))).isNotNull();
    }

    @Test
    @Timeout(10)
    void rejectsPipesAndDevices() throws Exception {
        Path pipe = scratch.resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start();
        assertThat(made.waitFor(Duration.ofSeconds(5))).isTrue();
        assertThat(made.exitValue()).isZero();
        assertThatThrownBy(() -> ExchangeKeys.read(pipe)).hasMessage(pipe + " is not a regular file");
        Path device = Path.of("/dev/zero");
        assertThatThrownBy(() -> ExchangeKeys.read(device)).hasMessage(device + " is not a regular file");
    }

    private Path write(String key) throws IOException {
        return Files.setPosixFilePermissions(Files.writeString(scratch.resolve("keys"), key),
                PosixFilePermissions.fromString("rw-------"));
    }
}
