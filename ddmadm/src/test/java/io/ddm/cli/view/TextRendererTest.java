package io.ddm.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.cli.view.Blocks.Block;
import io.ddm.cli.view.Blocks.Field;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that a peer chose neither moves a column nor controls the terminal. */
final class TextRendererTest {

    private record Row(String host, String kind) {}

    private static final List<Column<Row>> COLUMNS = List.of(Column.of("Host", Row::host),
            Column.of("Kind", Row::kind));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(out, err, false);

    @Test
    void alignsWideAndCombiningCharacters() {
        render(new Table<>("ddm.test/1", COLUMNS,
                List.of(new Row("東京1", "wide"), new Row("한국", "Hangul"), new Row("\u1112\u1161\u11ab", "joining Jamo"),
                        new Row("\ud83d\ude00", "emoji"), new Row("e\u0301\u0323t", "combining"),
                        new Row("Zürich", "one column each"))));
        assertThat(out.toString(UTF_8)).isEqualTo("""
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
    void escapesControlCharactersAndCountsTheEscapes() {
        render(new Table<>("ddm.test/1", COLUMNS,
                List.of(new Row("s1\n\u001b[2J\u009b\u202e", "Server"), new Row("\\n", "Server"))));
        assertThat(out.toString(UTF_8)).isEqualTo("""
                Host                       Kind
                s1\\n\\u001b[2J\\u009b\\u202e  Server
                \\\\n                        Server
                """);
    }

    @Test
    void isolatesRightToLeftCells() {
        render(new Table<>("ddm.test/1", COLUMNS, List.of(new Row("\u05d0\u05d1\u05d2", "12s"))));
        render(new Blocks(List.of(
                new Block("tfport0", List.of(Field.of("Peer", "\u05d0\u05d1", "12"), Field.of("Kind", "ab", "12"))))));
        assertThat(out.toString(UTF_8)).isEqualTo("""
                Host  Kind
                \u2068\u05d0\u05d1\u05d2\u2069   12s
                tfport0
                  Peer  \u2068\u05d0\u05d1\u2069  12
                  Kind  ab  12
                """);
    }

    @Test
    void escapesHeadingsOfBlocks() {
        render(new Blocks(List.of(new Block("a\u001b[2Jb", List.of()))));
        assertThat(out.toString(UTF_8)).isEqualTo("a\\u001b[2Jb\n");
    }

    @Test
    void printsNotesToStandardError() {
        render(new Notes(List.of("first", "second\u001b[2J")));
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEqualTo("ddmadm: first\nddmadm: second\\u001b[2J\n");
    }

    private void render(View view) {
        view.renderWith(new TextRenderer(terminal));
        assertThat(terminal.flush()).isEmpty();
    }
}
