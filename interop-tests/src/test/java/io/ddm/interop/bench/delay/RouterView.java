package io.ddm.interop.bench.delay;

import io.ddm.interop.netns.Daemon;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a router says of its probes. */
final class RouterView {

    private final Daemon daemon;

    RouterView(Daemon daemon) {
        this.daemon = daemon;
    }

    /** A figure of {@code GET /stat} about a link, such as {@code delay_us}; -1 if it is not known. */
    long figure(String link, String name) {
        return figure(stat(), link, name);
    }

    /** The document of {@code GET /stat}, empty if the daemon does not answer. */
    String stat() {
        Daemon.Reply reply = daemon.read("3.1.0", "/stat");
        return reply.status() == 200 ? reply.body() : "";
    }

    /** The same of a document that was read. */
    static long figure(String stat, String link, String name) {
        int targets = stat.indexOf("\"targets\":[{\"interface\"");
        Matcher found = Pattern
                .compile("\"interface\":\"" + link + "\",\"mode\".*?\"" + name + "\":(null|\\d+)", Pattern.DOTALL)
                .matcher(stat);
        return targets < 0 || !found.find(targets) || found.group(1).equals("null")
                ? -1
                : Long.parseLong(found.group(1));
    }

    /** How many of its peers are in a state by their probes, such as {@code ok}. */
    long peers(String state) {
        return Pattern
                .compile("(?m)^ddm_peer_probe_state\\{[^}]*state=\"%s\"[^}]*} 1(\\.0)?$".formatted(state))
                .matcher(metrics())
                .results()
                .count();
    }

    /** How many probes had this result, such as {@code lost}, over all links. */
    long probes(String result) {
        return metrics().lines()
                .filter(line -> line.startsWith("ddm_probes_total{") && line.contains("result=\"" + result + "\""))
                .mapToLong(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))))
                .sum();
    }

    private String metrics() {
        Daemon.Reply metrics = daemon.request("GET", "/metrics");
        if (metrics.status() != 200) {
            throw new IllegalStateException("GET /metrics was answered with " + metrics);
        }
        return metrics.body();
    }
}
