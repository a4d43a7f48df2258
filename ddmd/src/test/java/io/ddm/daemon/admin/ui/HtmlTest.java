package io.ddm.daemon.admin.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HtmlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <script>alert(1)</script> | &lt;script&gt;alert(1)&lt;/script&gt;
            "onload="x                | &quot;onload=&quot;x
            it's                      | it&#39;s
            &lt;b&gt;                 | &amp;lt;b&amp;gt;
            {}                        | {}
            router-é                  | router-é
            """)
    void escapesMarkup(String value, String shown) {
        assertThat(Html.of("<b title=\"{}\">{}</b>", value, value))
                .hasToString("<b title=\"" + shown + "\">" + shown + "</b>");
    }

    @Test
    void showsControlAndFormatCharactersAsEscapes() {
        assertThat(Html.of("{}", "a\u0000b\u0007c\u001b[2Jd\u202ee\u2066f\u200bg\nh\u0085"))
                .hasToString("a\\u0000b\\u0007c\\u001b[2Jd\\u202ee\\u2066f\\u200bg\\nh\\u0085");
    }

    /** Letters of such scripts are no attack, but must not reorder what stands beside them. */
    @Test
    void isolatesRightToLeftText() {
        assertThat(Html.of("{}", "\u05d0\u05d1 7")).hasToString("\u2068\u05d0\u05d1 7\u2069");
    }

    @Test
    void keepsOtherMarkup() {
        assertThat(Html.of("<p>{}</p>", Html.of("<b>{}</b>", "<"))).hasToString("<p><b>&lt;</b></p>");
        assertThat(new Html().add(Html.of("<i/>")).add("x")).hasToString("<i/>x");
    }

    @Test
    void rejectsOtherNumberOfValues() {
        assertThatThrownBy(() -> Html.of("<b>{}</b>")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fewer values than places in: <b>{}</b>");
        assertThatThrownBy(() -> Html.of("<b/>", 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("more values than places in: <b/>");
    }
}
