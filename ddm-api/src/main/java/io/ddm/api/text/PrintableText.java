package io.ddm.api.text;

/**
 * Escapes text from peers and clients, so that it cannot forge a line, control a terminal or reorder text next to it.
 * The escapes are those of Java and JSON ({@code \n}, <code>&#92;u001b</code>); the backslash is escaped too, so that
 * different texts look different.
 */
public final class PrintableText {

    private static final char ISOLATE = '\u2068';
    private static final char END_OF_ISOLATE = '\u2069';

    /** The longest escape sequence: that of a surrogate pair. */
    private static final int MAX_ESCAPE_BYTES = 12;

    private PrintableText() {}

    /** The text as part of one line of a log or message; letters that are written right to left are escaped too. */
    public static String line(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    /**
     * The same, shortened, with a remark on how much is missing.
     *
     * @param maxBytes approximate bound in bytes of UTF-8, without the remark
     */
    public static String line(String text, int maxBytes) {
        if (text.length() <= maxBytes && isPlainAscii(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxBytes) + MAX_ESCAPE_BYTES);
        int bytes = 0;
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            int before = line.length();
            if (!isPrintable(c) || isRightToLeft(c)) {
                escape(line, c);
                bytes += line.length() - before;
            } else {
                line.appendCodePoint(c);
                bytes += utf8Length(c);
            }
            if (bytes > maxBytes) {
                return line.delete(before, line.length())
                        .append("... (")
                        .append(text.length() - i)
                        .append(" more characters)")
                        .toString();
            }
            i += Character.charCount(c);
        }
        return line.toString();
    }

    /** The text as a cell of a table. Letters that are written right to left stay, isolated from the other cells. */
    public static String cell(String text) {
        if (isPlainAscii(text)) {
            return text;
        }
        StringBuilder cell = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                cell.appendCodePoint(c);
            } else {
                escape(cell, c);
            }
        });
        if (text.codePoints().anyMatch(PrintableText::isRightToLeft)) {
            cell.insert(0, ISOLATE).append(END_OF_ISOLATE);
        }
        return cell.toString();
    }

    /**
     * Whether a code point is printed as itself: not a control or format character (which includes bidirectional ones),
     * line or paragraph separator, lone surrogate, private or unassigned code point, or backslash.
     */
    public static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                false;
            default -> codePoint != '\\';
        };
    }

    private static boolean isRightToLeft(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER ->
                true;
            default -> false;
        };
    }

    private static boolean isPlainAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void escape(StringBuilder to, int codePoint) {
        switch (codePoint) {
            case '\\' -> to.append("\\\\");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> {
                for (char half : Character.toChars(codePoint)) {
                    to.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        to.append(Character.forDigit(half >> shift & 0xf, 16));
                    }
                }
            }
        }
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
