package io.ddm.cli.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.api.text.PrintableText;
import io.ddm.cli.view.ScreenSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns, what does not fit into them, and fields for programs. */
final class PageTest {

    /** Records are lists of values; a null cannot be shown. */
    private static final List<Field<List<@Nullable String>>> FIELDS = List.of(field("ONE", 6, 0), field("TWO", 8, 1),
            field("THREE", 5, 2), field("FOUR", 9, 3));

    private static Field<List<@Nullable String>> field(String name, int width, int index) {
        return new Field<>(name, width, values -> values.get(index));
    }

    private static Page<List<@Nullable String>> page(boolean isParseable, String... names) {
        return new Page<>(Selection.of(FIELDS, String.join(",", names), isParseable), isParseable,
                () -> ScreenSize.DEFAULT);
    }

    private static Page<List<@Nullable String>> columns() {
        return new Page<>(new Selection<>(FIELDS, List.of()), false, () -> ScreenSize.DEFAULT);
    }

    @SafeVarargs
    private static String shown(Page<List<@Nullable String>> page, List<@Nullable String>... rows) {
        StringBuilder shown = new StringBuilder();
        for (List<@Nullable String> row : rows) {
            shown.append(page.lines(row));
        }
        return shown.toString();
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }

    @Test
    void padsColumnsButNotTheLast() {
        assertThat(shown(columns(), row("a", "bb", "ccc", "d"), row("aaaaa", "bbbbbbb", "cccc", "ddddddddddddd")))
                .isEqualTo("""
                        ONE   TWO     THREE FOUR
                        a     bb      ccc  d
                        aaaaa bbbbbbb cccc ddddddddddddd
                        """);
    }

    /** Also a header may be as wide as its column: THREE is, so FOUR begins one column late. */
    @Test
    void squeezesLaterColumnsAfterAValueThatIsTooLong() {
        assertThat(
                shown(columns(), row("a", "b", "c", "d"), row("aaaaaa", "b", "c", "d"), row("aaaaaaaaa", "b", "c", "d"),
                        row("aaaaaaaaaaaaaaaa", "b", "c", "d"), row("a", "bbbbbbbbbbbbb", "cccccc", "d")))
                .isEqualTo("""
                        ONE   TWO     THREE FOUR
                        a     b       c    d
                        aaaaaa b      c    d
                        aaaaaaaaa b   c    d
                        aaaaaaaaaaaaaaaa b c d
                        a     bbbbbbbbbbbbb cccccc d
                        """);
    }

    @Test
    void showsWhatIsEmptyAndWhatCannotBeShown() {
        assertThat(shown(columns(), row("", "", "", ""), row(null, null, null, null)))
                .isEqualTo("""
                        ONE   TWO     THREE FOUR
                        --    --      --   --
                        ?     ?       ?    ?
                        """);
    }

    @Test
    void countsColumnsNotCharacters() {
        assertThat(shown(columns(), row("\u4e2d\u6587", "e\u0301", "x", "d"))).isEqualTo("""
                ONE   TWO     THREE FOUR
                \u4e2d\u6587  e\u0301       x    d
                """);
    }

    @Test
    void escapesWhatControlsATerminal() {
        assertThat(shown(page(false, "one"), row("\u001b[2J\n", "", "", ""))).isEqualTo("ONE\n\\u001b[2J\\n\n");
        assertThat(shown(page(true, "one"), row("a\nb", "", "", ""))).isEqualTo("a\\nb\n");
    }

    @Test
    void separatesFieldsForProgramsWithColons() {
        assertThat(shown(page(true, "two", "ONE", "three"), row("a::1", "b\\c", "", "")))
                .isEqualTo("b\\\\\\\\c:a\\:\\:1:\n");
        assertThat(shown(page(true, "one", "two"), row("", null, "", ""))).isEqualTo(":?\n");
    }

    /** What a script does: split at each colon without a backslash before it, then remove the backslashes. */
    @Property
    void fieldsForProgramsCanBeSplitAgain(@ForAll @Size(2) List<@AlphaChars @Chars({':', '\\', ' '}) String> values) {
        Page<List<@Nullable String>> page = page(true, "one", "two");
        String lines = page.lines(List.copyOf(values));
        String line = lines.substring(0, lines.length() - 1);
        List<String> split = new ArrayList<>(List.of(""));
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':') {
                split.add("");
            } else {
                i += c == '\\' ? 1 : 0;
                split.set(split.size() - 1, split.getLast() + line.charAt(i));
            }
        }
        assertThat(split).isEqualTo(values.stream().map(PrintableText::cell).toList());
    }

    @Test
    void doesNotEscapeASingleField() {
        assertThat(shown(page(true, "one"), row("a::1", "b", "c", "d"))).isEqualTo("a::1\n");
        assertThat(shown(page(true, "one"), row("", "b", "c", "d"))).as("empty stays empty").isEqualTo("\n");
        assertThat(shown(page(false, "one"), row("a::1", "b", "c", "d"))).isEqualTo("ONE\na::1\n");
    }

    /** A screen of 24 lines has one header and 23 rows. */
    @Test
    void repeatsTheHeaderAboveEachScreenful() {
        Page<List<@Nullable String>> page = page(false, "one");
        List<Integer> headers = new ArrayList<>();
        List<String> lines = IntStream.range(0, 50)
                .mapToObj(i -> page.lines(row("x", "", "", "")))
                .flatMap(String::lines)
                .toList();
        IntStream.range(0, lines.size()).filter(i -> lines.get(i).equals("ONE")).forEach(headers::add);
        assertThat(headers).containsExactly(0, 24, 48);
        assertThat(lines).hasSize(53);
    }

    @Test
    void asksForTheSizeOfTheScreenAgain() {
        AtomicReference<ScreenSize> size = new AtomicReference<>(new ScreenSize(3, 80));
        Page<List<@Nullable String>> page = new Page<>(new Selection<>(FIELDS.subList(0, 1), List.of()), false,
                size::get);
        List<@Nullable String> row = row("x", "", "", "");
        assertThat(shown(page, row, row)).isEqualTo("ONE\nx\nx\n");
        size.set(new ScreenSize(2, 80));
        assertThat(shown(page, row, row)).isEqualTo("ONE\nx\nONE\nx\n");
    }

    @Test
    void hasNoHeaderForPrograms() {
        Page<List<@Nullable String>> page = page(true, "one");
        for (int i = 0; i < 50; i++) {
            assertThat(page.lines(row("x", "", "", ""))).isEqualTo("x\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"28, 4", "27, 3", "19, 3", "18, 2", "14, 2", "13, 1", "1, 1"})
    void showsTheFieldsThatFit(int columns, int shown) {
        assertThat(Selection.fitting(FIELDS, columns).fields()).isEqualTo(FIELDS.subList(0, shown));
    }

    @Test
    void findsFieldsInAnyCaseAndOrder() {
        assertThat(Selection.of(FIELDS, "tWo,ONE,two", true).fields()).extracting(Field::name)
                .containsExactly("TWO", "ONE", "TWO");
        assertThat(Selection.of(FIELDS, "All", false).fields()).isEqualTo(FIELDS);
        assertThatThrownBy(() -> Selection.of(FIELDS, "ALL", true)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'all' is not allowed with -P");
    }

    @Test
    void leavesUnknownFieldsOutForPeopleOnly() {
        Selection<List<@Nullable String>> selection = Selection.of(FIELDS, "x,one,", false);
        assertThat(selection.fields()).extracting(Field::name).containsExactly("ONE");
        assertThat(selection.warnings()).containsExactly("no field 'x' in this mode; it is left out",
                "no field '' in this mode; it is left out");
        for (boolean isParseable : List.of(true, false)) {
            assertThatThrownBy(() -> Selection.of(FIELDS, "x,y", isParseable))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'x' is no field of this mode; its fields are ONE, TWO, THREE, FOUR");
        }
        assertThatThrownBy(() -> Selection.of(FIELDS, "one,x", true)).isInstanceOf(IllegalArgumentException.class);
    }
}
