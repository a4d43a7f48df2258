package io.ddm.interop.bench.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What one phase cost each router of a role, on average, in a fleet of one size.
 *
 * @param series which fleets are compared
 * @param routers of the fleet
 * @param prefixes that each router holds
 * @param count of the routers with this role
 * @param events that its core handled
 * @param messages requests and replies of the exchange that it sent
 * @param bytes of the bodies of these
 * @param paths in them
 * @param held paths that it holds at the end of the phase
 * @param cpuMillis of core and codecs
 * @param memoryBytes of the core at the end of the phase
 * @param routedMillis virtual time until the last route of any router had changed
 * @param quietMillis virtual time until the last push of any router
 */
record Measurement(String series, int routers, int prefixes, String phase, Role role, int count, double events,
        double messages, double bytes, double paths, double held, double cpuMillis, double memoryBytes,
        double routedMillis, double quietMillis) {

    static final String HEADER = "series,routers,prefixes,phase,role,count,events,messages,bytes,paths,held,cpu_ms,"
            + "memory_bytes,routed_ms,quiet_ms";

    String toCsv() {
        return Stream.concat(Stream.of(series, "" + routers, "" + prefixes, phase, role.name(), "" + count),
                DoubleStream.of(events, messages, bytes, paths, held, cpuMillis, memoryBytes, routedMillis,
                        quietMillis).mapToObj(value -> String.format(Locale.ROOT, "%.6g", value)))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    static Measurement ofCsv(String line) {
        List<String> cells = List.of(line.split(",", -1));
        double[] values = cells.subList(6, cells.size()).stream().mapToDouble(Double::parseDouble).toArray();
        if (values.length != 9) {
            throw new IllegalArgumentException("not a line of measurements: " + line + ", " + Arrays.toString(values));
        }
        return new Measurement(cells.get(0), Integer.parseInt(cells.get(1)), Integer.parseInt(cells.get(2)),
                cells.get(3), Role.valueOf(cells.get(4)), Integer.parseInt(cells.get(5)), values[0], values[1],
                values[2], values[3], values[4], values[5], values[6], values[7], values[8]);
    }
}
