package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.status.HistoryEntry;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import io.ddm.daemon.admin.events.NumberedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The router at one moment: header, problems, links, topology, prefixes, events. */
final class StatusPage {

    /** So many events are shown. */
    static final int MAX_EVENTS = 40;

    /** So many problems are shown. */
    static final int MAX_PROBLEMS = 50;

    private StatusPage() {}

    static Html of(UiView view, PrefixFilter filter) {
        StatusReport status = view.status();
        Network network = Network.of(view, filter);
        Html main = header(status);
        main.add(gates(view.gates()));
        main.add(problems(status));
        main.add(LinksSection.of(status));
        main.add(TopologySection.of(status, network.sight()));
        main.add(PrefixesSection.of(view, network, filter));
        main.add(events(view));
        return Page.of(status.router().id(), status.at(), main);
    }

    /** Who it is, whether it is well, and since when. */
    private static Html header(StatusReport status) {
        StatusReport.Router router = status.router();
        long peers = status.links().stream().map(LinkStatus::peer).filter(peer -> peer.isPresent()).count();
        Html header = Html.of("<header><h1><bdi>{}</bdi> <span class=\"badge {}\">{}</span></h1>", router.id(),
                status.isReady() ? "up" : "down", status.isReady() ? "● ready" : "✕ not ready");
        header.add("<p>{} · ddmd {} · up {} · as of {} UTC</p>", router.kind().name().toLowerCase(Locale.ROOT),
                router.version(), Times.since(status.at().minus(router.uptime()), status.at()), Times.at(status.at()));
        StatusReport.Kernel kernel = status.kernel();
        header.add("<ul class=\"counts\"><li><b>{}</b> of {} links with a peer</li>", peers, status.links().size());
        header.add("<li><b>{}</b> of {} routes in the kernel{}{}</li>", kernel.installed(), kernel.wanted(),
                kernel.pending() > 0 ? ", " + kernel.pending() + " under way" : "",
                kernel.refused() > 0 ? ", " + kernel.refused() + " refused" : "");
        return header.add("<li><b>{}</b> paths imported</li><li><b>{}</b> prefixes originated{}</li></ul></header>\n",
                Network.paths(status), status.routes().originatedPrefixes(),
                status.routes().originatedTunnels() > 0
                        ? ", " + status.routes().originatedTunnels() + " tunnels"
                        : "");
    }

    private static Html gates(List<ReadyReport.Gate> gates) {
        Html list = new Html();
        for (ReadyReport.Gate gate : gates) {
            list.add("<li class=\"{}\">{} {}{}</li>", gate.passed() ? "up" : "down", gate.passed() ? "✓" : "✕",
                    gate.name(), gate.passed() ? "" : Html.of(" <small>waits until {}</small>", gate.description()));
        }
        return Html.of("<ul class=\"gates\" aria-label=\"Steps of the start\">{}</ul>\n", list);
    }

    private static Html problems(StatusReport status) {
        if (status.problems().isEmpty()) {
            return Html.of("<p class=\"well\">No problems.</p>\n");
        }
        Html list = new Html();
        for (ReadyReport.Problem problem : status.problems().stream().limit(MAX_PROBLEMS).toList()) {
            list.add("<li class=\"{}\"><b>{} {}{}</b> <small>for {}</small><br/>{}", problem.severity(),
                    problem.severity().equals("error") ? "✕" : "▲", problem.code(),
                    problem.on().isEmpty() ? "" : " on " + problem.on(), Times.since(problem.since(), status.at()),
                    problem.what());
            list.add("{}</li>\n",
                    problem.fix().isEmpty() ? "" : Html.of("<p class=\"fix\"><b>Fix</b> {}</p>", problem.fix()));
        }
        int more = status.problems().size() - MAX_PROBLEMS;
        return Html.of("<section><h2>Problems <small>{}</small></h2><ul class=\"problems\">\n{}</ul>{}</section>\n",
                status.problems().size(), list,
                more > 0 ? Html.of("<p class=\"note\">{} more; <code>ddmadm doctor</code> shows all.</p>", more) : "");
    }

    /** The newest first; of changes of routes in a row only the newest. */
    private static Html events(UiView view) {
        Html rows = new Html();
        Instant now = view.status().at();
        for (Shown shown : shown(view.events())) {
            HistoryEntry entry = shown.entry();
            rows.add("<tr class=\"{}\"><td data-l=\"when\">{} <small>{} ago</small></td>", entry.kind(),
                    Times.at(entry.at()), Times.since(entry.at(), now));
            rows.add("<td data-l=\"what\">{}{}</td><td data-l=\"event\">{}{}</td></tr>\n", entry.kind(),
                    entry.link().map(link -> Html.of(" <b>{}</b>", link)).orElseGet(Html::new), entry.text(),
                    shown.same() > 0 ? Html.of(" <small>({} changes before)</small>", shown.same()) : "");
        }
        return Html.of("""
                <section><h2>Events</h2><table class="cards events"><thead><tr><th>when (UTC)</th><th>what</th>\
                <th>event</th></tr></thead><tbody>
                {}</tbody></table><p class="note">At most the latest {}; \
                <code>ddmadm history</code> shows more.</p></section>
                """, rows, MAX_EVENTS);
    }

    private record Shown(HistoryEntry entry, int same) {}

    private static List<Shown> shown(List<NumberedEvent> events) {
        List<Shown> shown = new ArrayList<>();
        for (NumberedEvent event : events.reversed()) {
            HistoryEntry entry = HistoryEntry.of(event.id(), event.event()).orElse(null);
            if (entry == null) {
                continue;
            }
            boolean isSame = !shown.isEmpty() && entry.kind().equals("routes")
                    && shown.getLast().entry.kind().equals("routes");
            if (isSame) {
                Shown newer = shown.removeLast();
                shown.add(new Shown(newer.entry, newer.same + 1));
            } else if (shown.size() == MAX_EVENTS) {
                break;
            } else {
                shown.add(new Shown(entry, 0));
            }
        }
        return shown;
    }
}
