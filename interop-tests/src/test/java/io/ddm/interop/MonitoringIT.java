package io.ddm.interop;

import static io.ddm.interop.NetnsLab.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alert rules and the dashboard, held to the metrics of a daemon with a peer and to the docs. */
final class MonitoringIT {

    private static final Path DOCS = Sources.ROOT.resolve("docs");

    private static final Pattern RULE = Pattern.compile("(?ms)^ {6}- alert: (\\w+)\n(.*?)(?=^ {6}- alert|\\z)");
    private static final Pattern EXPRESSION = Pattern.compile("(?m)^ {8}expr: (>-\n(?: {10}.*\n)+|.*\n)");
    private static final Pattern METRIC = Pattern.compile("\\b(ddm_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on) \\(([^)]*)\\)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?(\\w+) ?}}");

    /** Labels that Prometheus adds, and the one of buckets. */
    private static final Set<String> ADDED = Set.of("job", "instance", "le");

    private record Expression(String where, String text, String shown) {}

    @Test
    void scrapeHasAllNamesAndLabelsOfRulesAndDashboard() throws IOException {
        String scrape = scrape();
        Map<String, Set<String>> labels = new TreeMap<>();
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String name = line.replaceAll("[{ ].*", "");
            labels.computeIfAbsent(name, n -> new HashSet<>(ADDED))
                    .addAll(MATCHER.matcher(line.replaceAll("}.*", "")).results().map(m -> m.group(1)).toList());
        });
        List<Expression> all = new ArrayList<>(rules());
        int rules = all.size();
        all.addAll(panels());
        assertThat(rules).isGreaterThan(10);
        assertThat(all).hasSizeGreaterThan(rules + 25);
        for (Expression expression : all) {
            Set<String> known = new HashSet<>(ADDED);
            for (MatchResult metric : METRIC.matcher(expression.text).results().toList()) {
                assertThat(labels).as(expression.where).containsKey(metric.group(1));
                Set<String> own = labels.get(metric.group(1));
                known.addAll(own);
                if (metric.group(2) != null) {
                    assertThat(own).as("%s: %s", expression.where, metric.group())
                            .containsAll(MATCHER.matcher(metric.group(2)).results().map(m -> m.group(1)).toList());
                }
            }
            Set<String> used = new TreeSet<>();
            GROUPING.matcher(expression.text)
                    .results()
                    .forEach(by -> used.addAll(List.of(by.group(1).split(", ", -1))));
            SHOWN.matcher(expression.shown).results().forEach(label -> used.add(label.group(1)));
            assertThat(known).as(expression.where).containsAll(used);
        }
        hasHelpAndType(scrape, labels.keySet());
    }

    private static void hasHelpAndType(String scrape, Set<String> names) {
        Map<String, String> types = scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .collect(Collectors.toMap(line -> line.split(" ", -1)[2], line -> line.split(" ", -1)[3]));
        Set<String> helped = scrape.lines()
                .filter(line -> line.matches("# HELP \\S+ \\S.*"))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toSet());
        for (String name : names) {
            String family = types.containsKey(name) ? name : name.replaceAll("_(bucket|count|sum)$", "");
            assertThat(types).as(name).containsKey(family);
            assertThat(helped).as(name).contains(family);
            assertThat("counter".equals(types.get(family))).as(name).isEqualTo(name.endsWith("_total"));
            if (!family.equals(name)) {
                assertThat(types.get(family)).as(name).isEqualTo("histogram");
            }
        }
    }

    @Test
    void alertsSayWhatToDo() throws IOException {
        String docs = Files.readString(DOCS.resolve("operators.md"));
        for (MatchResult rule : RULE.matcher(alerts()).results().toList()) {
            assertThat(rule.group(2)).as(rule.group(1)).contains("summary: ", "description: ", "severity: ");
            String[] runbook = rule.group(2).replaceAll("(?s).*runbook: (\\S+).*", "$1").split("#", -1);
            Set<String> anchors = Files.readString(Sources.ROOT.resolve(runbook[0]))
                    .lines()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", ""))
                    .map(line -> line.replace(' ', '-'))
                    .collect(Collectors.toSet());
            assertThat(anchors).as(rule.group(1)).contains(runbook[1]);
            assertThat(docs).as("the operator's guide explains it").contains("`" + rule.group(1) + "`");
        }
    }

    private static String scrape() {
        try (NetnsLab lab = NetnsLab.of("duo")) {
            lab.daemon("s1", "--import-permit", "fd00:2::/48");
            lab.start("s2");
            String link = lab.links("s1").getFirst();
            lab.originate("s2", "fd00:2::/64", "fd00:99::/64");
            eventually(() -> assertThat(lab.routes("s1")).hasSize(1));
            lab.run("s2", "bash", "-c", "echo > /dev/udp/" + lab.address("s1", link) + "%" + lab.links("s2").getFirst()
                    + "/3549");
            eventually(() -> assertThat(lab.request("s1", "GET", "/metrics", "").body()).contains("ddm_packets_dropped",
                    "ddm_offers_refused", "ddm_probes_total", "ddm_fib_routes{state=\"installed\"} 1.0",
                    "ddm_peer_up{link=\"" + link + "\"} 1.0"));
            return lab.request("s1", "GET", "/metrics", "").body();
        }
    }

    private static String alerts() throws IOException {
        return Files.readString(DOCS.resolve("alerts.yml"));
    }

    private static List<Expression> rules() throws IOException {
        List<Expression> found = new ArrayList<>();
        for (MatchResult rule : RULE.matcher(alerts()).results().toList()) {
            String text = EXPRESSION.matcher(rule.group(2)).results().map(e -> e.group(1)).findFirst().orElseThrow();
            found.add(new Expression(rule.group(1), text, rule.group(2)));
        }
        return found;
    }

    private static List<Expression> panels() throws IOException {
        List<Expression> found = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(DOCS.resolve("grafana/ddm.json").toFile());
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                found.add(new Expression(panel.get("title").asText(), target.get("expr").asText(),
                        target.get("legendFormat").asText()));
            }
        }
        return found;
    }
}
