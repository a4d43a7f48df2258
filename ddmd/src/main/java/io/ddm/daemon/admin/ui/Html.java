package io.ddm.daemon.admin.ui;

import io.ddm.api.text.PrintableText;

/**
 * HTML or SVG that grows. Markup comes from constants of this package only; every value that is put into it is escaped
 * here, for text and for attributes in double quotes alike. Characters that control or reorder text are shown as
 * escapes. Not thread-safe.
 */
final class Html {

    /** Stands for a value in markup. */
    private static final String PLACE = "{}";

    private final StringBuilder text = new StringBuilder();

    /** Markup with values in its places. */
    static Html of(String markup, Object... values) {
        return new Html().add(markup, values);
    }

    /**
     * Appends markup.
     *
     * @param markup a constant, with <code>{}</code> for each value
     * @param values other markup, which is appended as it is, or anything else, whose text is escaped
     * @throws IllegalArgumentException if there are more or fewer places than values
     */
    Html add(String markup, Object... values) {
        int from = 0;
        for (Object value : values) {
            int place = markup.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("more values than places in: " + markup);
            }
            text.append(markup, from, place);
            if (value instanceof Html html) {
                text.append(html.text);
            } else {
                escape(String.valueOf(value));
            }
            from = place + PLACE.length();
        }
        if (markup.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("fewer values than places in: " + markup);
        }
        text.append(markup, from, markup.length());
        return this;
    }

    /** Appends other markup. */
    Html add(Html other) {
        text.append(other.text);
        return this;
    }

    private void escape(String value) {
        String printable = PrintableText.cell(value);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
