package io.ddm.interop.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Draws samples over time: one panel for each figure, from zero up, as SVG. */
final class Plot {

    private static final int LEFT = 70;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 90;
    private static final int PANEL = HEIGHT + 40;

    private Plot() {}

    static String of(int secondsBetween, List<Usage> samples) {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
                .append(LEFT + WIDTH + 30)
                .append(' ')
                .append(4 * PANEL + 20)
                .append("\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        panel(svg, 0, "resident memory, MiB", samples, usage -> usage.rssKib() / 1024);
        panel(svg, 1, "heap after a full collection, MiB", samples, Usage::heapMib);
        panel(svg, 2, "file descriptors", samples, Usage::fds);
        panel(svg, 3, "threads", samples, Usage::threads);
        int minutes = (samples.size() - 1) * secondsBetween / 60;
        svg.append(text(LEFT, 4 * PANEL + 10, "0")).append(text(LEFT + WIDTH - 30, 4 * PANEL + 10, minutes + " min"));
        return svg.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder svg, int number, String title, List<Usage> samples,
            ToLongFunction<Usage> figure) {
        int bottom = number * PANEL + 25 + HEIGHT;
        long top = Math.max(1, samples.stream().mapToLong(figure).max().orElse(1) * 5 / 4);
        svg.append(text(LEFT, bottom - HEIGHT - 6, title))
                .append(text(LEFT - 40, bottom - HEIGHT + 10, "" + top))
                .append(text(LEFT - 40, bottom, "0"));
        svg.append("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>%n"
                .formatted(LEFT, bottom - HEIGHT, WIDTH, HEIGHT));
        svg.append("<polyline fill=\"none\" stroke=\"#0060a0\" stroke-width=\"1.5\" points=\"");
        for (int i = 0; i < samples.size(); i++) {
            double x = LEFT + (double) WIDTH * i / Math.max(1, samples.size() - 1);
            double y = bottom - (double) HEIGHT * figure.applyAsLong(samples.get(i)) / top;
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        svg.append("\"/>\n");
    }

    private static String text(int x, int y, String text) {
        return "<text x=\"%d\" y=\"%d\">%s</text>%n".formatted(x, y, text);
    }
}
