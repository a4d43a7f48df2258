package io.ddm.interop.bench.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Measures fleets of several sizes, one after the other. See {@code interop-tests/bench/growth}. */
public final class Growth {

    private static final List<String> SERIES = List.of("planes", "mesh", "large", "rack");

    /** Servers of the single rack: with its two leaves eight routers, so that a million prefixes fit. */
    private static final int SERVERS_OF_SMALL_RACK = 6;

    private Growth() {}

    /**
     * Runs it.
     *
     * @param args folder of the plots; file of the measurements, which is appended to; then {@code full},
     *     {@code quick}, {@code report} for tables and plots alone, or sizes such as {@code planes:1000x2000}
     */
    public static void main(String... args) throws IOException {
        Path plots = Path.of(args[0]);
        Path csv = Path.of(args[1]);
        List<Size> sizes = new ArrayList<>();
        for (String arg : List.of(args).subList(2, args.length)) {
            sizes.addAll(switch (arg) {
                case "full" -> full();
                case "quick" -> quick();
                case "report" -> List.of();
                default -> List.of(parse(arg));
            });
        }
        if (!sizes.isEmpty()) {
            // Until the code is compiled.
            new Size("warm-up", Fabric.ofAbout(Fabric.Shape.PLANES, 100), 100).measure();
        }
        if (!Files.exists(csv)) {
            Files.writeString(csv, Measurement.HEADER + "\n");
        }
        for (Size size : sizes) {
            long begun = System.nanoTime();
            size.measure(measurement -> append(csv, measurement));
            System.out.printf("%s: %d s%n", size, (System.nanoTime() - begun) / 1_000_000_000);
        }
        report(csv, plots);
    }

    private static void append(Path csv, Measurement measurement) {
        try {
            Files.writeString(csv, measurement.toCsv() + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Size> full() {
        List<Size> sizes = new ArrayList<>();
        for (int prefixes : new int[]{1_000, 10_000, 100_000, 1_000_000}) {
            sizes.add(parse("rack:8x" + prefixes));
        }
        for (int routers : new int[]{100, 300, 1_000, 3_000, 10_000}) {
            sizes.add(parse("planes:" + routers + "x40"));
            sizes.add(parse("mesh:" + routers + "x8"));
        }
        for (int routers : new int[]{100, 1_000, 10_000}) {
            sizes.add(parse("large:" + routers + "x2000"));
        }
        return sizes;
    }

    private static List<Size> quick() {
        return List.of(parse("rack:8x500"), parse("rack:8x2000"), parse("planes:100x20"), parse("planes:300x20"),
                parse("mesh:100x8"), parse("mesh:300x8"));
    }

    /** A size as {@code series:ROUTERSxPREFIXES}. */
    private static Size parse(String text) {
        String[] parts = text.split("[:x]", -1);
        if (parts.length != 3 || !SERIES.contains(parts[0])) {
            throw new IllegalArgumentException(
                    "invalid size '" + text + "': must be like planes:1000x2000, with one of "
                            + SERIES);
        }
        int routers = Integer.parseInt(parts[1]);
        Fabric fabric = switch (parts[0]) {
            case "planes", "large" -> Fabric.ofAbout(Fabric.Shape.PLANES, routers);
            case "mesh" -> Fabric.ofAbout(Fabric.Shape.MESH, routers);
            default -> new Fabric(Fabric.Shape.PLANES, 1, SERVERS_OF_SMALL_RACK);
        };
        return new Size(parts[0], fabric, Integer.parseInt(parts[2]));
    }

    private static void report(Path csv, Path plots) throws IOException {
        List<Measurement> all = Files.readAllLines(csv).stream().skip(1).map(Measurement::ofCsv).toList();
        for (String series : SERIES) {
            Figures figures = new Figures(series, all);
            if (!figures.isEmpty()) {
                System.out.println(figures.table());
                figures.plot(plots);
            }
        }
    }
}
