package io.ddm.cli.view;

/**
 * How many terminal columns a text occupies: two for wide characters, none for combining and invisible ones. Joined
 * emoji count separately, because terminals differ in how they show them.
 */
final class DisplayWidth {

    /**
     * First and last code points of the wide and full-width ranges in Unicode's EastAsianWidth.txt (14.0), unassigned
     * code points between them included. Without emoji, which the JDK identifies.
     */
    private static final int[] WIDE = {0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x303e, 0x3041, 0x3247, 0x3250, 0x4dbf,
            0x4e00, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfad9, 0xfe10, 0xfe6b, 0xff01, 0xff60, 0xffe0,
            0xffe6, 0x16fe0, 0x1b2fb, 0x1f200, 0x1f320, 0x20000, 0x3fffd};

    /** Vowels and final consonants of Hangul, which combine with the preceding syllable. */
    private static final int FIRST_JOINING_JAMO = 0x1160;
    private static final int LAST_JOINING_JAMO = 0x11ff;

    /** A pair of these forms a flag of two columns. */
    private static final int FIRST_REGIONAL_INDICATOR = 0x1f1e6;
    private static final int LAST_REGIONAL_INDICATOR = 0x1f1ff;

    private DisplayWidth() {}

    /** The columns that a text without control characters occupies. */
    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int c) {
        if (c < 0x300) {
            return 1;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isBetween(c, FIRST_JOINING_JAMO, LAST_JOINING_JAMO) ? 0 : isWide(c) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        for (int i = 0; i < WIDE.length; i += 2) {
            if (isBetween(c, WIDE[i], WIDE[i + 1])) {
                return true;
            }
        }
        return Character.isEmojiPresentation(c) && !isBetween(c, FIRST_REGIONAL_INDICATOR, LAST_REGIONAL_INDICATOR);
    }

    private static boolean isBetween(int c, int first, int last) {
        return first <= c && c <= last;
    }
}
