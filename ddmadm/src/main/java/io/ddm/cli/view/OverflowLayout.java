package io.ddm.cli.view;

import java.util.List;

/**
 * Lines with columns of fixed width. A value that fills its column or more is printed whole with one blank behind it;
 * what follows is moved closer together until it stands in its own columns again. The last column is not padded.
 */
public final class OverflowLayout {

    private final int[] ends;

    /**
     * @param widths of the columns, blanks behind them included
     */
    public OverflowLayout(List<Integer> widths) {
        ends = new int[widths.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += widths.get(i);
            ends[i] = end;
        }
    }

    /**
     * One line, without its line break.
     *
     * @param cells one for each column, without control characters
     */
    public String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            String cell = cells.get(i);
            line.append(cell);
            if (i < ends.length - 1) {
                at += DisplayWidth.of(cell);
                int blanks = Math.max(1, ends[i] - at);
                line.repeat(' ', blanks);
                at += blanks;
            }
        }
        return line.toString();
    }
}
