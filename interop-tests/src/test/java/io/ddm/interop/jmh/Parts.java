package io.ddm.interop.jmh;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks and prints one table, in the order in which a prefix comes by. */
public final class Parts {

    /** As the daemon is started, with a heap that a table fits in. */
    private static final String[] JVM = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms512m", "-Xmx512m",
            // JMH 1.37 uses what JDK 25 warns about.
            "--sun-misc-unsafe-memory-access=allow"};

    private static final List<String> SIZES = List.of("1", "100", "10000");

    /**
     * A line of the table.
     *
     * @param benchmark class and method, and the version of the wire if there are several
     * @param text what an operator calls it
     * @param isEach whether its figures are of each prefix, and not of each event
     */
    private record Row(String benchmark, String text, boolean isEach) {}

    private static final List<Row> ROWS = List.of(
            new Row("CodecBenchmark.decodePush V2", "body of a push read, wire v2", true),
            new Row("CodecBenchmark.decodePush V3", "body of a push read, wire v3", true),
            new Row("CodecBenchmark.decodePullReply V2", "reply to a pull read, wire v2", true),
            new Row("CodecBenchmark.decodePullReply V3", "reply to a pull read, wire v3", true),
            new Row("CoreBenchmark.importPush", "core: a push imported, routes chosen", true),
            new Row("CoreBenchmark.importWithdrawal", "core: all of it withdrawn", true),
            new Row("CoreBenchmark.advertise", "core: advertised to a second peer", true),
            new Row("RecorderBenchmark.record", "recorder: lines of that push and its routes", true),
            new Row("NetlinkBenchmark.encodePuts", "netlink: routes written in batches", true),
            new Row("NetlinkBenchmark.decodeDump", "netlink: a dump of them read", true),
            new Row("CodecBenchmark.encodePush V2", "body of a push written, wire v2", true),
            new Row("CodecBenchmark.encodePush V3", "body of a push written, wire v3", true),
            new Row("CodecBenchmark.encodePullReply V2", "reply to a pull written, wire v2", true),
            new Row("CodecBenchmark.encodePullReply V3", "reply to a pull written, wire v3", true),
            new Row("RestBenchmark.hello", "core at rest: a hello, *of each event*", false),
            new Row("RestBenchmark.probe", "core at rest: a probe's result, *of each event*", false));

    private Parts() {}

    /**
     * Runs it. Throws if a benchmark fails.
     *
     * @param args {@code full} or {@code quick}; then patterns of the benchmarks' names, none for all
     */
    public static void main(String... args) throws RunnerException {
        boolean isQuick = args[0].equals("quick");
        ChainedOptionsBuilder options = new OptionsBuilder().mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .jvmArgs(JVM)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .forks(isQuick ? 1 : 2)
                .warmupIterations(isQuick ? 1 : 3)
                .measurementIterations(isQuick ? 2 : 20)
                .warmupTime(TimeValue.milliseconds(isQuick ? 200 : 500))
                .measurementTime(TimeValue.milliseconds(100));
        for (String pattern : List.of(args).subList(1, args.length)) {
            options.include(pattern);
        }
        if (isQuick) {
            options.param("prefixes", "100");
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.isEmpty()) {
            throw new IllegalStateException("no benchmark has such a name");
        }
        print(results);
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Map<String, RunResult>> found = new HashMap<>();
        for (RunResult result : results) {
            found.computeIfAbsent(name(result), ignored -> new HashMap<>())
                    .put(result.getParams().getParam("prefixes"), result);
        }
        List<String> sizes = SIZES.stream()
                .filter(size -> found.values().stream().anyMatch(row -> row.containsKey(size)))
                .toList();
        String columns = sizes.stream().map(Parts::grouped).collect(Collectors.joining(" | "));
        System.out.println("| of each prefix, in a table of | ns: " + columns + " | bytes: " + columns + " |");
        System.out.println("|---" + "|---:".repeat(2 * sizes.size()) + "|");
        for (Row row : ROWS) {
            Map<String, RunResult> bySize = found.remove(row.benchmark);
            if (bySize != null) {
                System.out.println("| " + row.text + cells(row, sizes, bySize, Parts::nanos)
                        + cells(row, sizes, bySize, Parts::bytes) + " |");
            }
        }
        if (!found.isEmpty()) {
            throw new IllegalStateException("no line of the table is for " + found.keySet());
        }
    }

    private static String name(RunResult result) {
        String[] parts = result.getParams().getBenchmark().split("\\.", -1);
        String name = parts[parts.length - 2] + "." + parts[parts.length - 1];
        String version = result.getParams().getParam("version");
        return version == null ? name : name + " " + version;
    }

    private static String cells(Row row, List<String> sizes, Map<String, RunResult> bySize,
            ToDoubleFunction<RunResult> figure) {
        return sizes.stream()
                .map(size -> " | " + grouped("%.0f".formatted(figure.applyAsDouble(Objects.requireNonNull(bySize
                        .get(size))) / (row.isEach ? Integer.parseInt(size) : 1))))
                .collect(Collectors.joining());
    }

    private static String grouped(String number) {
        return String.format(Locale.ROOT, "%,d", Long.parseLong(number));
    }

    /** Of a call in the fastest iteration: what else runs on the machine only makes one slower. */
    private static double nanos(RunResult result) {
        return result.getBenchmarkResults()
                .stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .min()
                .orElseThrow();
    }

    /** Of a call: counted by the benchmark itself, or by JMH. */
    private static double bytes(RunResult result) {
        return result.getSecondaryResults().containsKey("calls")
                ? score(result, "bytes") / score(result, "calls")
                : score(result, "gc.alloc.rate.norm");
    }

    private static double score(RunResult result, String name) {
        var score = result.getSecondaryResults().get(name);
        if (score == null) {
            throw new IllegalStateException("JMH does not report " + name);
        }
        return score.getScore();
    }
}
