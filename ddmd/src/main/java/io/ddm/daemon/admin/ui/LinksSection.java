package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.PeerState;
import io.ddm.api.admin.status.LinkStatus;
import io.ddm.api.admin.status.StatusReport;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/** Every configured link, with or without a peer. */
final class LinksSection {

    /** So many links are shown; a router has as many links as it has ports. */
    static final int MAX_LINKS = 200;

    /** A cell that a narrow screen leaves out. */
    private static final Html NOTHING = Html.of(" class=\"nothing\"");

    private LinksSection() {}

    static Html of(StatusReport status) {
        Html rows = new Html();
        status.links().stream().limit(MAX_LINKS).forEach(link -> rows.add(row(link, status.at())));
        Html rest = status.links().size() > MAX_LINKS
                ? Html.of("<p class=\"note\">The first {} of {} links; <code>ddmadm links</code> shows all.</p>",
                        MAX_LINKS, status.links().size())
                : new Html();
        return Html.of("""
                <section><h2>Links</h2><table class="cards"><thead><tr><th>link</th><th>peer</th><th>state</th>\
                <th class="n">delay ± dev</th><th class="n">loss</th><th class="n">paths</th><th>last down</th></tr>\
                </thead><tbody>
                {}</tbody></table>{}</section>
                """, rows, rest);
    }

    private static Html row(LinkStatus link, Instant now) {
        String state = TopologySection.state(link);
        Html row = Html.of("<tr class=\"{}\"><th scope=\"row\" data-l=\"link\"><b>{}</b>{}</th>", state, link.name(),
                link.index() == 0 ? "" : Html.of(" <small>{}</small>", link.index()));
        row.add("<td{} data-l=\"peer\">{}</td>", link.peer().isPresent() ? new Html() : NOTHING,
                link.peer().map(LinksSection::peer).orElseGet(() -> Html.of("–")));
        row.add("<td data-l=\"state\">{} <small>for {}</small>{}</td>", state(link), Times.since(link.since(), now),
                waiting(link));
        row.add("<td class=\"n\" data-l=\"delay\">{}</td>", delay(link.measures()));
        row.add("<td class=\"n\" data-l=\"loss\">{}</td>", loss(link.measures().lossPermille()));
        row.add("<td class=\"n\" data-l=\"paths\">{}{}</td>", link.paths(), rejected(link));
        return row.add("<td{} data-l=\"last down\">{}</td></tr>\n", link.lastDown().isPresent() ? new Html() : NOTHING,
                lastDown(link, now));
    }

    private static Html peer(InterfaceInfo.Peer peer) {
        return Html.of("<b><bdi>{}</bdi></b> <small>{} {}</small>", peer.host(), word(peer.kind()), peer.address());
    }

    /** A sign beside the word, so that the color is never all that says it. */
    private static Html state(LinkStatus link) {
        String sign = link.state() == PeerState.EXCHANGE ? "●" : link.state() == PeerState.SOLICIT ? "○" : "✕";
        Html state = Html.of("<span class=\"state\">{} {}</span>", sign, link.state().text());
        return switch (link.role()) {
            case ACTIVE -> state;
            case STANDBY, OFFLINE -> state.add(" <span class=\"tag\">{}</span>", word(link.role()));
        };
    }

    private static Html waiting(LinkStatus link) {
        return link.waiting()
                .map(waiting -> Html.of("<br/><span class=\"why\">{}{}</span>",
                        waiting.isProblem() ? "" : "waits ", waiting.what()))
                .orElseGet(Html::new);
    }

    private static Html delay(LinkStatus.Measures measures) {
        Html delay = Html.of("{}", Times.delay(measures.delayUs()));
        if (measures.delayUs().isPresent() && measures.deviationUs().isPresent()) {
            delay.add(" <small>± {}</small>", Times.delay(measures.deviationUs()));
        }
        return delay;
    }

    private static String loss(OptionalLong permille) {
        return permille.isPresent() ? String.format(Locale.ROOT, "%.1f%%", permille.getAsLong() / 10.0) : "–";
    }

    private static Html rejected(LinkStatus link) {
        Html rejected = new Html();
        link.rejected()
                .forEach(reason -> rejected.add(
                        "<br/><span class=\"why\">{} rejected: {}, such as {}</span>", reason.count(), reason.reason(),
                        WhyPage.link(reason.example())));
        return rejected;
    }

    private static Html lastDown(LinkStatus link, Instant now) {
        return link.lastDown()
                .map(down -> Html.of("{} ago: {}{}{}", Times.since(down.at(), now), down.reason(),
                        down.peer().map(peer -> Html.of(", <bdi>{}</bdi>", peer)).orElseGet(Html::new),
                        link.losses() > 1 ? Html.of(" <small>({} times)</small>", link.losses()) : ""))
                .orElseGet(() -> Html.of("never"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
