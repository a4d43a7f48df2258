package io.ddm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void environmentCanForbidStyle() {
        assertThat(Terminal.wantsStyle(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", "1", "TERM", "xterm"))).isFalse();
        assertThat(Terminal.wantsStyle(Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left on device");
            }
        };
        assertThat(Ddmadm.run(new Terminal(full, new ByteArrayOutputStream(), false), "--version")).isEqualTo(1);
    }
}
