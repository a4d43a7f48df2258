package io.ddm.interop.bench.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws measurements over size as SVG, both axes logarithmic: one panel beside another, dots for what was measured, a
 * line for the law that was fitted, dotted where it is extrapolated.
 */
final class LogPlot {

    private static final int COLUMNS = 2;
    private static final int WIDTH = 330;
    private static final int HEIGHT = 210;
    private static final int LEFT = 62;
    private static final int TOP = 46;
    private static final int LEGEND = 120;
    private static final int CELL_WIDTH = LEFT + WIDTH + LEGEND;
    private static final int CELL_HEIGHT = TOP + HEIGHT + 44;
    private static final List<String> COLORS = List.of("#000000", "#0060a0", "#c05000", "#208040", "#8040a0");

    /** Measurements of one kind. */
    record Line(String name, List<Law.Point> points) {

        /** Whether there is a law to fit. */
        boolean isDrawn() {
            return points.stream().map(Law.Point::size).distinct().count() > 1;
        }
    }

    /** One diagram. */
    record Panel(String title, List<Line> lines) {}

    private final String sizes;
    private final double extrapolateTo;
    private final List<Panel> panels = new ArrayList<>();

    /**
     * @param sizes what the horizontal axis says
     * @param extrapolateTo the largest size that is drawn
     */
    LogPlot(String sizes, double extrapolateTo) {
        this.sizes = sizes;
        this.extrapolateTo = extrapolateTo;
    }

    /** Adds a panel; lines without two positive values are left out. */
    void panel(Panel panel) {
        List<Line> positive = panel.lines.stream()
                .map(line -> new Line(line.name, line.points.stream().filter(point -> point.value() > 0).toList()))
                .toList();
        if (positive.stream().anyMatch(Line::isDrawn)) {
            panels.add(new Panel(panel.title, positive));
        }
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\""
                + " fill=\"white\"/>%n", COLUMNS * CELL_WIDTH, rows * CELL_HEIGHT));
        for (int i = 0; i < panels.size(); i++) {
            svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">%n",
                    i % COLUMNS * CELL_WIDTH, i / COLUMNS * CELL_HEIGHT));
            new Drawing(svg, panels.get(i)).draw();
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private final class Drawing {
        private final StringBuilder svg;
        private final Panel panel;
        private final double leastSize;
        private final double leastValue;
        private final double mostValue;

        Drawing(StringBuilder svg, Panel panel) {
            this.svg = svg;
            this.panel = panel;
            List<Law.Point> all = panel.lines.stream()
                    .filter(Line::isDrawn)
                    .flatMap(line -> line.points.stream())
                    .toList();
            leastSize = decade(all.stream().mapToDouble(Law.Point::size).min().orElse(1));
            leastValue = decade(all.stream().mapToDouble(Law.Point::value).min().orElse(1));
            double most = all.stream().mapToDouble(Law.Point::value).max().orElse(1);
            for (Line line : panel.lines) {
                most = line.isDrawn() ? Math.max(most, Law.of(line.points).at(extrapolateTo)) : most;
            }
            mostValue = decade(most) * 10;
        }

        void draw() {
            text(LEFT, TOP - 10, "#000", panel.title);
            svg.append(String.format(Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>%n", LEFT, TOP,
                    WIDTH, HEIGHT));
            for (double size = leastSize; size <= extrapolateTo * 1.001; size *= 10) {
                stroke(x(size), TOP, x(size), TOP + HEIGHT, "#ddd", "");
                text(x(size) - 8, TOP + HEIGHT + 14, "#000", power(size));
            }
            for (double value = leastValue; value <= mostValue * 1.001; value *= 10) {
                stroke(LEFT, y(value), LEFT + WIDTH, y(value), "#ddd", "");
                text(LEFT - 34, y(value) + 4, "#000", power(value));
            }
            text(LEFT + WIDTH / 2 - 60, TOP + HEIGHT + 30, "#000", sizes + " (dotted: extrapolated)");
            int legend = TOP + 12;
            for (int i = 0; i < panel.lines.size(); i++) {
                if (panel.lines.get(i).isDrawn()) {
                    line(panel.lines.get(i), COLORS.get(i % COLORS.size()), legend);
                    legend += 30;
                }
            }
        }

        private void line(Line line, String color, int legend) {
            Law law = Law.of(line.points);
            double from = line.points.stream().mapToDouble(Law.Point::size).min().orElseThrow();
            double to = line.points.stream().mapToDouble(Law.Point::size).max().orElseThrow();
            for (Law.Point point : line.points) {
                svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                        x(point.size()), y(point.value()), color));
            }
            stroke(x(from), y(law.at(from)), x(to), y(law.at(to)), color, "");
            stroke(x(to), y(law.at(to)), x(extrapolateTo), y(law.at(extrapolateTo)), color,
                    " stroke-dasharray=\"2 4\"");
            text(LEFT + WIDTH + 6, legend, color, line.name);
            text(LEFT + WIDTH + 6, legend + 13, color,
                    String.format(Locale.ROOT, "n^%.2f (x/%.2f)", law.slope(), law.residual()));
        }

        private double x(double size) {
            return LEFT + WIDTH * Math.log(size / leastSize) / Math.log(extrapolateTo / leastSize);
        }

        private double y(double value) {
            double inside = Math.clamp(value, leastValue, mostValue);
            return TOP + HEIGHT - HEIGHT * Math.log(inside / leastValue) / Math.log(mostValue / leastValue);
        }

        private void stroke(double x1, double y1, double x2, double y2, String color, String style) {
            svg.append(String.format(Locale.ROOT,
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>%n", x1, y1, x2, y2, color,
                    style));
        }

        private void text(double x, double y, String color, String text) {
            svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n", x, y, color,
                    text));
        }
    }

    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    }

    private static String power(double value) {
        long exponent = Math.round(Math.log10(value));
        if (exponent >= 0 && exponent <= 3) {
            return String.valueOf(Math.round(value));
        }
        return exponent < 0 && exponent >= -3
                ? String.format(Locale.ROOT, "%." + -exponent + "f", value)
                : "1e" + exponent;
    }
}
