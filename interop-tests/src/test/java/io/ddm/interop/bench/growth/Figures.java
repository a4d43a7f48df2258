package io.ddm.interop.bench.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Tables, laws and plots of what was measured. */
final class Figures {

    /** How much larger than the largest fleet the plots go. */
    private static final double BEYOND = 10;

    /** A figure of one router. */
    private record Figure(String title, String phase, ToDoubleFunction<Measurement> value) {}

    private static final List<Figure> OF_ROUTER = List.of(
            new Figure("memory of the core, KiB", "rest", m -> m.memoryBytes() / 1024),
            new Figure("processor time of a start, ms", "start", Measurement::cpuMillis),
            new Figure("messages of a start", "start", Measurement::messages),
            new Figure("bytes of a start", "start", Measurement::bytes),
            new Figure("paths held", "rest", Measurement::held),
            new Figure("processor time at rest, ms a second", "rest", Measurement::cpuMillis),
            new Figure("messages at rest, a second", "rest", Measurement::messages),
            new Figure("paths sent when one prefix is originated", "originate", Measurement::paths),
            new Figure("paths sent when it is withdrawn", "withdraw", Measurement::paths),
            new Figure("paths sent when an uplink of a leaf is cut", "cut", Measurement::paths));

    private static final List<Figure> OF_FLEET = List.of(
            new Figure("start, after the last router began", "start",
                    m -> m.routedMillis() - World.START_SPAN_MICROS / 1e3),
            new Figure("one prefix originated", "originate", Measurement::routedMillis),
            new Figure("one prefix withdrawn", "withdraw", Measurement::routedMillis),
            new Figure("uplink cut", "cut", Measurement::routedMillis));

    private final String series;
    private final List<Measurement> all;
    private final boolean isBySize;

    /** Those of one series. */
    Figures(String series, List<Measurement> measurements) {
        this.series = series;
        List<Measurement> ours = measurements.stream().filter(m -> m.series().equals(series)).toList();
        this.isBySize = ours.stream().map(Measurement::routers).distinct().count() > 1;
        // What is not on the axis is the same for all, or their figures could not be compared.
        Map<Double, Long> others = ours.stream()
                .collect(Collectors.groupingBy(this::other, TreeMap::new, Collectors.counting()));
        double fixed = others.isEmpty() ? 0 : Collections.max(others.entrySet(), Map.Entry.comparingByValue()).getKey();
        Map<List<Object>, Measurement> latest = new LinkedHashMap<>();
        ours.stream()
                .filter(m -> other(m) == fixed)
                .forEach(m -> latest.put(List.of(m.phase(), m.role(), size(m)), m));
        this.all = List.copyOf(latest.values());
    }

    boolean isEmpty() {
        return sizes() < 2;
    }

    private long sizes() {
        return all.stream().map(this::size).distinct().count();
    }

    private double size(Measurement m) {
        return isBySize ? m.routers() : m.prefixes();
    }

    private double other(Measurement m) {
        return isBySize ? m.prefixes() : m.routers();
    }

    /** Each figure of an average router of the fleet, and of each role. */
    private List<LogPlot.Line> lines(Figure figure) {
        List<LogPlot.Line> lines = new ArrayList<>();
        Map<Double, Double> sums = new TreeMap<>();
        for (Role role : Role.values()) {
            List<Law.Point> points = new ArrayList<>();
            for (Measurement m : all) {
                if (m.phase().equals(figure.phase) && m.role() == role) {
                    double value = figure.value.applyAsDouble(m);
                    points.add(new Law.Point(size(m), value));
                    sums.merge(size(m), value * m.count() / m.routers(), Double::sum);
                }
            }
            lines.add(new LogPlot.Line(role.text(), points));
        }
        lines.addFirst(new LogPlot.Line("average router",
                sums.entrySet().stream().map(sum -> new Law.Point(sum.getKey(), sum.getValue())).toList()));
        return lines;
    }

    private List<LogPlot.Line> times() {
        List<LogPlot.Line> lines = new ArrayList<>();
        for (Figure figure : OF_FLEET) {
            List<Law.Point> points = all.stream()
                    .filter(m -> m.phase().equals(figure.phase) && m.role() == Role.LEAF)
                    .map(m -> new Law.Point(size(m), figure.value.applyAsDouble(m)))
                    .toList();
            lines.add(new LogPlot.Line(figure.title, points));
        }
        return lines;
    }

    /** Markdown: each figure at each size, and its law. */
    String table() {
        StringBuilder text = new StringBuilder();
        List<Double> sizes = all.stream().map(this::size).distinct().sorted().toList();
        text.append("\n**").append(series).append("**\n\n| per router, ").append(isBySize ? "routers" : "prefixes");
        sizes.forEach(size -> text.append(String.format(Locale.ROOT, " | %,.0f", size)));
        text.append(String.format(Locale.ROOT, " | slope | residual | at %,.0f, extrapolated |%n|---%s|---|---|---|%n",
                sizes.getLast() * BEYOND, "|---".repeat(sizes.size())));
        for (Figure figure : OF_ROUTER) {
            lines(figure).forEach(line -> row(text, figure.title + ": " + line.name(), line.points(), sizes));
        }
        times().forEach(line -> row(text, "routes settle, virtual ms: " + line.name(), line.points(), sizes));
        return text.toString();
    }

    private static void row(StringBuilder text, String name, List<Law.Point> points, List<Double> sizes) {
        if (points.isEmpty()) {
            return;
        }
        text.append("| ").append(name);
        for (double size : sizes) {
            text.append(" | ")
                    .append(points.stream()
                            .filter(point -> point.size() == size)
                            .findFirst()
                            .map(point -> number(point.value()))
                            .orElse(""));
        }
        List<Law.Point> positive = points.stream().filter(point -> point.value() > 0).toList();
        if (positive.size() < 2) {
            text.append(" | | | |\n");
            return;
        }
        Law law = Law.of(positive);
        text.append(String.format(Locale.ROOT, " | %.2f | x/%.2f | %s |%n", law.slope(), law.residual(),
                number(law.at(sizes.getLast() * BEYOND))));
    }

    private static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
    }

    /** Writes {@code scale-SERIES.svg}. */
    void plot(Path folder) throws IOException {
        double last = all.stream().mapToDouble(this::size).max().orElseThrow();
        LogPlot plot = new LogPlot(isBySize ? "routers" : "prefixes", last * BEYOND);
        for (Figure figure : OF_ROUTER) {
            plot.panel(new LogPlot.Panel(figure.title + ", per router", lines(figure)));
        }
        plot.panel(new LogPlot.Panel("virtual time until routes are settled, ms", times()));
        Files.writeString(folder.resolve("scale-" + series + ".svg"), plot.svg());
    }
}
