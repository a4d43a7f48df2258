package io.ddm.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void environmentDisablesStyle() {
        assertThat(Terminal.wantsStyle(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", "1", "TERM", "xterm"))).isFalse();
        assertThat(Terminal.wantsStyle(Map.of("TERM", "dumb"))).isFalse();
    }
}
