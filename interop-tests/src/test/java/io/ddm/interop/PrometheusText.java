package io.ddm.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small strict reader of Prometheus' text format, version 0.0.4, for counters and gauges. A family is one HELP line,
 * one TYPE line and its samples, in this order and nowhere else; counters end in {@code _total} and are whole and
 * positive; no sample stands twice.
 */
final class PrometheusText {

    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_:]+) (\\S.*)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_:]+) (counter|gauge)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_:]+)\\{(.*)} ([0-9.eE+-]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"\\\\\\n]*)\"(,|$)");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new HashMap<>();

    private PrometheusText() {}

    /** Reads a whole text; anything that does not fit fails the test. */
    static PrometheusText read(String text) {
        assertThat(text).endsWith("\n");
        PrometheusText read = new PrometheusText();
        Set<String> families = new HashSet<>();
        String family = "";
        for (String line : text.lines().toList()) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                assertThat(families.add(family)).as("a second family %s", family).isTrue();
            } else if (type.matches()) {
                assertThat(type.group(1)).as("TYPE follows HELP").isEqualTo(family);
                assertThat(read.types.put(family, type.group(2))).isNull();
            } else {
                read.sample(family, line);
            }
        }
        return read;
    }

    private void sample(String family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as("a sample: %s", line).isTrue();
        assertThat(sample.group(1)).as("of the family above").isEqualTo(family);
        String type = Objects.requireNonNull(types.get(family), "no TYPE of " + family);
        double value = Double.parseDouble(sample.group(3));
        assertThat(family.endsWith("_total")).as("%s is a %s", family, type).isEqualTo(type.equals("counter"));
        assertThat(value).isGreaterThanOrEqualTo(0).isEqualTo(Math.rint(value));
        assertThat(samples.computeIfAbsent(family, f -> new HashMap<>()).put(labels(sample.group(2)), value))
                .as("twice: %s", line)
                .isNull();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            assertThat(label.find(end) && label.start() == end).as("labels: %s", text).isTrue();
            assertThat(labels.put(label.group(1), label.group(2))).isNull();
            end = label.end();
        }
        return labels;
    }

    /** The names of all metrics and their types. */
    Map<String, String> types() {
        return types;
    }

    /** All samples of a metric, by their labels. */
    Map<Map<String, String>, Double> samples(String metric) {
        return Objects.requireNonNull(samples.get(metric), "no samples of " + metric);
    }
}
