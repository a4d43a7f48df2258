package io.ddm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What a peer calls itself neither moves a column nor controls the terminal. */
final class TableTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(out, out, false);

    @Test
    void wideAndCombiningCharactersKeepColumnsAligned() {
        Table table = new Table("Host", "Kind");
        table.row("東京1", "wide");
        table.row("한국", "Hangul");
        table.row("\u1112\u1161\u11ab", "joining Jamo");
        table.row("\ud83d\ude00", "emoji");
        table.row("e\u0301\u0323t", "combining");
        table.row("Zürich", "one column each");
        table.print(terminal);
        assertThat(printed()).isEqualTo("""
                Host    Kind
                東京1   wide
                한국    Hangul
                \u1112\u1161\u11ab      joining Jamo
                \ud83d\ude00      emoji
                e\u0301\u0323t      combining
                Zürich  one column each
                """);
    }

    @Test
    void controlCharactersAreEscapedAndTheEscapesCount() {
        Table table = new Table("Host", "Kind");
        table.row("s1\n\u001b[2J\u009b\u202e", "Server");
        table.row("\\n", "Server");
        table.print(terminal);
        assertThat(printed()).isEqualTo("""
                Host                       Kind
                s1\\n\\u001b[2J\\u009b\\u202e  Server
                \\\\n                        Server
                """);
    }

    @Test
    void rightToLeftIsIsolatedFromTheOtherCells() {
        Table table = new Table("Host", "Duration");
        table.row("\u05d0\u05d1\u05d2", "12s");
        Block block = new Block("tfport0");
        block.row("Peer", "\u05d0\u05d1", "12");
        block.row("Kind", "ab", "12");
        table.print(terminal);
        block.print(terminal);
        assertThat(printed()).isEqualTo("""
                Host  Duration
                \u2068\u05d0\u05d1\u05d2\u2069   12s
                tfport0
                  Peer  \u2068\u05d0\u05d1\u2069  12
                  Kind  ab  12
                """);
    }

    private String printed() {
        assertThat(terminal.flush()).isEmpty();
        return out.toString(UTF_8);
    }
}
