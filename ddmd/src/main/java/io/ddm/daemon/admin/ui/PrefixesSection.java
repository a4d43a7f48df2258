package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.status.LinkStatus;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.rib.WeightedNextHop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The prefixes that peers offer, with next hops and the shortest path; each leads to why it is reached as it is. */
final class PrefixesSection {

    /** Longer paths are cut off in the middle. */
    private static final int MAX_HOPS = 12;

    private PrefixesSection() {}

    static Html of(UiView view, Network network, PrefixFilter filter) {
        Map<Integer, String> names = new HashMap<>();
        view.status()
                .links()
                .stream()
                .filter(link -> link.index() > 0)
                .forEach(
                        (LinkStatus link) -> names.put(link.index(), link.name()));
        Html rows = new Html();
        network.rows().forEach(row -> rows.add(row(row, names)));
        return Html.of("""
                <section><h2>Prefixes <small>{}</small></h2><form action="/ui" method="get" role="search">\
                <input type="search" name="prefix" value="{}" placeholder="prefix, address or a part of one" \
                aria-label="Prefix, address or a part of one" maxlength="64" autocomplete="off" spellcheck="false"/>\
                <button>Filter</button>{}</form>{}{}</section>
                """, network.selected(), filter.text(), filter.isAll() ? "" : Html.of(" <a href=\"/ui\">all</a>"),
                network.rows().isEmpty() ? none(filter) : table(rows), note(view, network));
    }

    private static Html table(Html rows) {
        return Html.of("""
                <table class="cards prefixes"><thead><tr><th>prefix</th><th>next hops</th>\
                <th>shortest path</th></tr></thead><tbody>
                {}</tbody></table>""", rows);
    }

    private static Html none(PrefixFilter filter) {
        return filter.isAll()
                ? Html.of("<p>Peers offer no prefix.</p>")
                : Html.of("<p>No offered prefix matches. Why: {}</p>", WhyPage.link(filter.text()));
    }

    private static Html note(UiView view, Network network) {
        Html note = new Html();
        if (network.rows().size() < network.selected()) {
            note.add("<p class=\"note\">The first {} of {}; filter, or use <code>ddmadm prefixes</code>.</p>",
                    network.rows().size(), network.selected());
        }
        if (network.isCut()) {
            note.add("<p class=\"note\">Only the first {} of {} paths were searched.</p>", Network.MAX_PATHS,
                    Network.paths(view.status()));
        }
        return note;
    }

    private static Html row(Network.Row row, Map<Integer, String> names) {
        Html hops = row.nextHops().isEmpty()
                ? Html.of("<span class=\"why\">no route</span>")
                : Html.of("{}", hops(row.nextHops(), names));
        return Html.of(
                "<tr><td data-l=\"prefix\">{}</td><td data-l=\"via\">{}</td><td data-l=\"path\">{}{}</td></tr>\n",
                WhyPage.link(row.prefix().toString()), hops, path(row.best()),
                row.others() > 0 ? Html.of(" <small>and {} more</small>", row.others()) : "");
    }

    private static String hops(List<WeightedNextHop> hops, Map<Integer, String> names) {
        boolean isEqual = hops.stream().mapToInt(WeightedNextHop::weight).distinct().count() == 1;
        return hops.stream()
                .map(hop -> names.getOrDefault(hop.nextHop().interfaceIndex(),
                        "interface " + hop.nextHop().interfaceIndex()) + (isEqual ? "" : " ×" + hop.weight()))
                .collect(Collectors.joining(", "));
    }

    /** The nearest router first. */
    private static Html path(RouterPath path) {
        return path(path.routers().reversed().stream().map(RouterId::value).toList());
    }

    /** Routers on a path, in this order. */
    static Html path(List<String> routers) {
        Html path = new Html();
        int skipped = routers.size() - MAX_HOPS;
        for (int i = 0; i < routers.size(); i++) {
            if (skipped > 0 && i == MAX_HOPS / 2) {
                path.add(" → <small>{} more</small>", skipped);
                i += skipped;
            }
            path.add("{}<bdi>{}</bdi>", i == 0 ? "" : " → ", routers.get(i));
        }
        return path;
    }
}
