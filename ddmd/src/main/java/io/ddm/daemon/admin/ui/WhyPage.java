package io.ddm.daemon.admin.ui;

import io.ddm.api.admin.status.Why;
import io.ddm.daemon.admin.status.WhyView;
import io.ddm.fsm.explain.Explanation.Verdict;
import java.time.Instant;
import java.util.Locale;

/** Why a destination is reached as it is. */
final class WhyPage {

    /** So many candidates, and so many peers, are shown. */
    static final int MAX_ROWS = 200;

    private WhyPage() {}

    static Html of(String router, Instant now, Why why) {
        Html main = Html.of("<header><p><a href=\"/ui\">← <bdi>{}</bdi></a></p><h1>{}</h1>{}</header>\n", router,
                why.network(),
                why.asked().equals(why.network())
                        ? ""
                        : Html.of("<p>The longest known prefix around {}.</p>", why.asked()));
        if (!why.isKnown()) {
            main.add("<p>Nothing is known of it: this router does not originate it, and no peer offers it.</p>\n");
        }
        if (why.isOriginated()) {
            main.add("<p>This router originates it.</p>\n");
        }
        main.add("<p>Kernel: <b>{}</b>{}</p>\n", word(why.route().state()),
                why.route().reason().isEmpty() ? "" : ", " + why.route().reason());
        main.add(candidates(why));
        main.add(holders(why));
        return Page.of(why.network() + " - " + router, now, main);
    }

    /** A link to the page of a destination; only text if there is none, as for a tunnel. */
    static Html link(String destination) {
        try {
            return Html.of("<a href=\"/ui?why={}\">{}</a>", WhyView.asked(destination), destination);
        } catch (IllegalArgumentException e) {
            return Html.of("{}", destination);
        }
    }

    /** A question that cannot be answered. */
    static Html bad(String asked, String reason) {
        return Page.still("ddmd", Html.of("<header><p><a href=\"/ui\">← status</a></p><h1>Why {}?</h1></header>"
                + "<p class=\"why\">{}</p>\n", asked, reason));
    }

    private static Html candidates(Why why) {
        if (why.candidates().isEmpty()) {
            return new Html();
        }
        Html rows = new Html();
        for (Why.Candidate candidate : why.candidates().stream().limit(MAX_ROWS).toList()) {
            rows.add("<tr class=\"{}\"><th scope=\"row\" data-l=\"verdict\">{}{}</th><td data-l=\"link\">{}</td>",
                    candidate.verdict() == Verdict.USED ? "up" : "open", word(candidate.verdict()),
                    candidate.reason().isEmpty()
                            ? ""
                            : Html.of("<br/><span class=\"why\">{}</span>", candidate.reason()),
                    candidate.link());
            rows.add("<td data-l=\"peer\"><bdi>{}</bdi> <small>{}</small></td><td data-l=\"path\">{}</td>",
                    candidate.host(), candidate.address(), PrefixesSection.path(candidate.path()));
            rows.add("<td class=\"n\" data-l=\"delay\">{}</td><td class=\"n\" data-l=\"weight\">{}</td></tr>\n",
                    Times.delay(candidate.delayUs()), candidate.weight() == 0 ? "–" : candidate.weight());
        }
        return Html.of("""
                <section><h2>Offers <small>{}</small></h2><table class="cards"><thead><tr><th>verdict</th>\
                <th>link</th><th>peer</th><th>path</th><th class="n">delay</th><th class="n">weight</th></tr></thead>\
                <tbody>
                {}</tbody></table>{}</section>
                """, why.candidates().size(), rows, note(why.candidates().size()));
    }

    private static Html holders(Why why) {
        if (why.peers().isEmpty()) {
            return new Html();
        }
        Html rows = new Html();
        for (Why.Holder holder : why.peers().stream().limit(MAX_ROWS).toList()) {
            rows.add("<tr><th scope=\"row\" data-l=\"peer\"><bdi>{}</bdi></th><td data-l=\"link\">{}</td>",
                    holder.host(), holder.link());
            rows.add("<td data-l=\"from us\">{}{}</td></tr>\n", holder.holds() ? "has it" : "does not have it",
                    holder.withheld()
                            .map(reason -> Html.of("<br/><span class=\"why\">{}</span>", reason))
                            .orElseGet(Html::new));
        }
        return Html.of("""
                <section><h2>Peers that have it from this router</h2><table class="cards"><thead><tr><th>peer</th>\
                <th>link</th><th>from us</th></tr></thead><tbody>
                {}</tbody></table>{}</section>
                """, rows, note(why.peers().size()));
    }

    private static Html note(int size) {
        return size > MAX_ROWS
                ? Html.of("<p class=\"note\">The first {} of {}; <code>ddmadm why</code> shows all.</p>", MAX_ROWS,
                        size)
                : new Html();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
