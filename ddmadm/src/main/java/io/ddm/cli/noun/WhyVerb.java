package io.ddm.cli.noun;

import io.ddm.api.admin.status.Why;
import io.ddm.api.client.AdminClient;
import io.ddm.api.client.AdminClientException;
import io.ddm.cli.stat.Amounts;
import io.ddm.cli.verb.ExitCodes;
import io.ddm.cli.verb.ListVerb;
import io.ddm.cli.view.Column;
import io.ddm.cli.view.Notes;
import io.ddm.cli.view.Tone;
import io.ddm.cli.view.Value;
import io.ddm.fsm.explain.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code why}: a row for each path to a destination, with what becomes of it. */
@Command(
        name = "why",
        description = {"Explain how a destination is reached: every path that peers offer and what becomes of it, the"
                + " route, and which peers hold the destination from this router.",
                "Of a destination that is not known, the longest known prefix around it is shown. Exit code 5 if there"
                        + " is none."})
public final class WhyVerb extends ListVerb<Why, Why.Candidate> {

    @Parameters(paramLabel = "PREFIX", description = "For example fd00:1::/64 or fd00:1::5.")
    @SuppressWarnings("NullAway.Init") // required
    private String prefix;

    @Override
    protected Why query(AdminClient daemon) throws AdminClientException {
        try {
            return daemon.why(DestinationText.parse(prefix));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected String schema() {
        return "ddm.why/1";
    }

    @Override
    protected List<Column<Why.Candidate>> columns() {
        return List.of(Column.<Why.Candidate>of("VERDICT", WhyVerb::verdict)
                .valued(candidate -> Value.of(word(candidate.verdict())))
                .toned(WhyVerb::tone),
                Column.<Why.Candidate>of("IF", Why.Candidate::link).keyed("interface"),
                Column.<Why.Candidate>of("PEER", Why.Candidate::host),
                Column.<Why.Candidate>of("NEXT HOP", candidate -> candidate.address().toString()),
                Column.<Why.Candidate>of("DELAY", WhyVerb::delay)
                        .keyed("delay_us")
                        .valued(candidate -> Value.of(candidate.delayUs()))
                        .moving(),
                Column.<Why.Candidate>ofNumbers("WEIGHT", Why.Candidate::weight),
                Column.<Why.Candidate>of("PATH", candidate -> String.join(" ", candidate.path()))
                        .valued(candidate -> Value.ofTexts(candidate.path())),
                Column.<Why.Candidate>of("REASON", Why.Candidate::reason).wide());
    }

    @Override
    protected List<Why.Candidate> rows(Why why) {
        return why.candidates();
    }

    /** What is no path: which network it is about, the route, the peers that hold it from us. */
    @Override
    protected Notes notes(Why why) {
        List<String> lines = new ArrayList<>();
        if (!why.isKnown()) {
            lines.add(why.asked() + ": no peer offers it or a prefix around it, and this router does not originate it");
            return new Notes(lines);
        }
        if (!why.network().equals(why.asked())) {
            lines.add(why.asked() + " is not known itself; the longest prefix around it is " + why.network());
        }
        if (why.isOriginated()) {
            lines.add(why.network() + " is originated by this router");
        }
        lines.add("route: " + word(why.route().state())
                + (why.route().reason().isEmpty() ? "" : ", " + why.route().reason()));
        for (Why.Holder peer : why.peers()) {
            lines.add("peer " + peer.host() + " on " + peer.link()
                    + (peer.holds() ? " holds it from this router" : " does not hold it from this router")
                    + peer.withheld().map(reason -> ": " + reason).orElse(peer.holds() ? "" : " yet"));
        }
        return new Notes(lines);
    }

    @Override
    protected Optional<Value> context(Why why) {
        return Optional.of(Value.fields("asked", Value.of(why.asked().toString()), "network",
                Value.of(why.network().toString()), "known", Value.of(why.isKnown()), "originated",
                Value.of(why.isOriginated()), "route",
                Value.fields("state", Value.of(word(why.route().state())), "reason", Value.of(why.route().reason())),
                "peers", new Value.Items(why.peers().stream().map(WhyVerb::holder).toList())));
    }

    private static Value holder(Why.Holder peer) {
        return Value.fields("interface", Value.of(peer.link()), "host", Value.of(peer.host()), "holds",
                Value.of(peer.holds()), "withheld", Value.of(peer.withheld()));
    }

    @Override
    protected int exit(Why why) {
        return why.isKnown() ? ExitCodes.SUCCESS : ExitCodes.NOT_FOUND;
    }

    private static String verdict(Why.Candidate candidate) {
        String verdict = switch (candidate.verdict()) {
            case USED -> "used";
            case SPARE -> "spare";
            case LONGER -> "longer";
            case SURPLUS -> "enough others";
            case OWN -> "own prefix";
            case LOOP -> "loop";
            case REJECTED -> "rejected";
        };
        return candidate.reason().isEmpty() ? verdict : verdict + ": " + candidate.reason();
    }

    private static Tone tone(Why.Candidate candidate) {
        return candidate.verdict() == Verdict.USED
                ? Tone.GOOD
                : candidate.verdict() == Verdict.REJECTED ? Tone.BAD : Tone.PLAIN;
    }

    private static String delay(Why.Candidate candidate) {
        String text = Amounts.milliseconds(candidate.delayUs());
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
