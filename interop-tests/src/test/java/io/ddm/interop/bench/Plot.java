package io.ddm.interop.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Draws figures over time as SVG: one panel after another, from zero up. */
public final class Plot {

    private static final int LEFT = 70;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 90;
    private static final int PANEL = HEIGHT + 40;
    private static final int TOP = 32;
    private static final List<String> COLORS = List.of("#0060a0", "#c05000");

    private final double end;
    private final String unit;
    private final StringBuilder drawn = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();
    private int panels;
    private int marked;

    /** A value at a time. */
    public record Point(double time, double value) {}

    /**
     * A figure of a panel.
     *
     * @param name for the legend, empty for none
     */
    public record Line(String name, List<Point> points) {}

    /**
     * @param end of the time axis, which begins at 0
     * @param unit such as {@code min}
     */
    public Plot(double end, String unit) {
        this.end = end;
        this.unit = unit;
    }

    /** Adds a panel below the others, with at most two lines. */
    public Plot panel(String title, Line... lines) {
        int bottom = TOP + panels * PANEL + 25 + HEIGHT;
        double most = Stream.of(lines)
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::value)
                .max()
                .orElse(1);
        long top = Math.max(1, Math.round(Math.floor(most * 5 / 4)));
        drawn.append(text(LEFT, bottom - HEIGHT - 6, "#000", title))
                .append(text(LEFT - 40, bottom - HEIGHT + 10, "#000", "" + top))
                .append(text(LEFT - 40, bottom, "#000", "0"));
        drawn.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>%n"
                .formatted(LEFT, bottom - HEIGHT, WIDTH, HEIGHT));
        for (int i = 0; i < lines.length; i++) {
            drawn.append(text(LEFT + WIDTH - 100 + 55 * i, bottom - HEIGHT - 6, COLORS.get(i), lines[i].name()));
            drawn.append(
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"".formatted(COLORS.get(i)));
            for (Point point : lines[i].points()) {
                drawn.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.time()),
                        bottom - HEIGHT * point.value() / top));
            }
            drawn.append("\"/>\n");
        }
        panels++;
        return this;
    }

    /** Marks a time in all panels. */
    public Plot mark(double time, String what) {
        marks.append(
                "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"BOTTOM\" stroke=\"#999\" stroke-dasharray=\"3\"/>%n"
                        .formatted(x(time), TOP));
        // Two that are close to each other stand in two lines.
        marks.append(text((int) x(time) - 20, marked % 2 == 0 ? TOP - 6 : TOP - 20, "#666", what));
        marked++;
        return this;
    }

    /** The whole. */
    public String svg() {
        int bottom = TOP + panels * PANEL;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(LEFT + WIDTH + 30)
                .append(' ')
                .append(bottom + 20)
                .append("\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.append(marks.toString().replace("BOTTOM", "" + (bottom - 15)));
        svg.append(drawn);
        svg.append(text(LEFT, bottom + 10, "#000", "0"))
                .append(text(LEFT + WIDTH - 30, bottom + 10, "#000", Math.round(end) + " " + unit));
        return svg.append("</svg>\n").toString();
    }

    private double x(double time) {
        return LEFT + WIDTH * time / Math.max(end, 1e-9);
    }

    private static String text(int x, int y, String color, String text) {
        return "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n".formatted(x, y, color, text);
    }
}
