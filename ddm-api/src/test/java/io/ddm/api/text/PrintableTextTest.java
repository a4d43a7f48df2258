package io.ddm.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PrintableTextTest {

    @Test
    void escapesLineBreaksAndTerminalControls() {
        assertThat(PrintableText.line("s1\n2026 ERROR x\r\t\u001b[2J\u009b2J\u0000\u007f"))
                .isEqualTo("s1\\n2026 ERROR x\\r\\t\\u001b[2J\\u009b2J\\u0000\\u007f");
        assertThat(PrintableText.line("a\u2028b\u2029c\u0085d")).isEqualTo("a\\u2028b\\u2029c\\u0085d");
        assertThat(PrintableText.line("\u202egnp.exe\u2066\u200b\ufeff\udb40\udc41"))
                .isEqualTo("\\u202egnp.exe\\u2066\\u200b\\ufeff\\udb40\\udc41");
        assertThat(PrintableText.line("half \ud83d pair")).isEqualTo("half \\ud83d pair");
    }

    @Test
    void differentTextsLookDifferent() {
        assertThat(PrintableText.line("a\\nb")).isEqualTo("a\\\\nb");
        assertThat(PrintableText.line("a\nb")).isEqualTo("a\\nb");
    }

    @Test
    void keepsReadableText() {
        assertThat(PrintableText.line("fd00::/64 via s1, Zürich, 東京, \ud83d\ude00"))
                .isEqualTo("fd00::/64 via s1, Zürich, 東京, \ud83d\ude00");
    }

    @Test
    void escapesOrIsolatesRightToLeftText() {
        assertThat(PrintableText.line("\u05d0 1")).isEqualTo("\\u05d0 1");
        assertThat(PrintableText.cell("\u05d0 1")).isEqualTo("\u2068\u05d0 1\u2069");
        assertThat(PrintableText.cell("\u202e\u05d0")).isEqualTo("\u2068\\u202e\u05d0\u2069");
        assertThat(PrintableText.cell("s1\n")).isEqualTo("s1\\n");
    }

    @Test
    void cutsLongTextWithRemark() {
        assertThat(PrintableText.line("x".repeat(5_270_000), 2048))
                .isEqualTo("x".repeat(2048) + "... (5267952 more characters)");
        String cut = PrintableText.line("東".repeat(100_000), 2048);
        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2000, 2100);
        assertThat(PrintableText.line("\u001b".repeat(10_000), 60))
                .isEqualTo("\\u001b".repeat(10) + "... (9990 more characters)");
    }
}
