package io.ddm.interop.bench.growth;

import java.util.List;

/**
 * A power law, {@code factor * size^slope}, fitted to measurements by least squares of the logarithms.
 *
 * @param slope 1 for growth in proportion to the size, 0 for none
 * @param residual by which factor measurements differ from the law, as the root mean square of the logarithms; 1 for
 *     not at all
 */
record Law(double factor, double slope, double residual) {

    /** One measurement. */
    record Point(double size, double value) {}

    /**
     * @throws IllegalArgumentException if there are less than two sizes, or if anything is not positive
     */
    static Law of(List<Point> points) {
        if (points.stream().map(Point::size).distinct().count() < 2
                || points.stream().anyMatch(point -> point.size <= 0 || point.value <= 0)) {
            throw new IllegalArgumentException("a law needs two sizes, and positive values: " + points);
        }
        double meanX = points.stream().mapToDouble(point -> Math.log(point.size)).average().orElseThrow();
        double meanY = points.stream().mapToDouble(point -> Math.log(point.value)).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (Point point : points) {
            double x = Math.log(point.size) - meanX;
            xy += x * (Math.log(point.value) - meanY);
            xx += x * x;
        }
        double slope = xy / xx;
        double factor = Math.exp(meanY - slope * meanX);
        Law exact = new Law(factor, slope, 1);
        double squares = points.stream()
                .mapToDouble(point -> Math.pow(Math.log(point.value / exact.at(point.size)), 2))
                .average()
                .orElseThrow();
        return new Law(factor, slope, Math.exp(Math.sqrt(squares)));
    }

    /** The value at a size. */
    double at(double size) {
        return factor * Math.pow(size, slope);
    }
}
