package io.ddm.interop.bench.delay;

/** What was measured and what was promised, a row of a table at a time. */
final class Table {

    private static final String ROW = "| %-66s | %-40s | %-22s | %-5s |%n";

    private boolean isBroken;

    void head() {
        System.out.printf(ROW, "figure", "measured", "promised", "held");
        System.out.println("|---|---|---|---|");
    }

    /** A figure without a promise. */
    void note(String figure, String measured) {
        System.out.printf(ROW, figure, measured, "", "");
    }

    /** A figure that was promised to be so. */
    void claim(String figure, String measured, String promised, boolean held) {
        System.out.printf(ROW, figure, measured, promised, held ? "yes" : "NO");
        isBroken |= !held;
    }

    /** Whether a promise was not kept. */
    boolean isBroken() {
        return isBroken;
    }
}
