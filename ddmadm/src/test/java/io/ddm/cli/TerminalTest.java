package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
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

    @Test
    void widthsCountCharactersNotChars() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(out, out, false);
        Table table = new Table("A", "B");
        table.row("\ud83d\ude00é", "x");
        table.row("", "");
        table.print(terminal);
        assertThat(terminal.flush()).isEmpty();
        assertThat(out.toString(UTF_8)).isEqualTo("A   B\n\ud83d\ude00é  x\n    \n");
    }
}
