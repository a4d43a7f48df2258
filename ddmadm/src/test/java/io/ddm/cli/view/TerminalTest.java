package io.ddm.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void environmentDisablesStyle() {
        assertThat(Terminal.wantsStyle(Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", ""))).isTrue();
        assertThat(Terminal.wantsStyle(Map.of("NO_COLOR", "1", "TERM", "xterm"))).isFalse();
        assertThat(Terminal.wantsStyle(Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void asksForTheSizeAgainAfterAMoment() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong clock = new AtomicLong(-7);
        RecentSize size = new RecentSize(() -> new ScreenSize(24, asked.incrementAndGet()), clock::get);
        assertThat(List.of(size.get(), size.get())).containsOnly(new ScreenSize(24, 1));
        clock.addAndGet(500_000_000);
        assertThat(size.get().columns()).isEqualTo(1);
        clock.incrementAndGet();
        assertThat(size.get().columns()).isEqualTo(2);
    }

    @Test
    void readsTheSizeThatSttyPrints() {
        assertThat(ScreenSize.parse("50 132\n")).isEqualTo(new ScreenSize(50, 132));
        for (String text : List.of("0 0\n", "1 80\n", "24 0\n", "", "24", "x 80", "24 80 1", "999999 80\n")) {
            assertThat(ScreenSize.parse(text)).as(text).isEqualTo(ScreenSize.DEFAULT);
        }
        assertThat(ScreenSize.ofTerminal().rows()).as("also without a terminal").isGreaterThan(1);
    }
}
