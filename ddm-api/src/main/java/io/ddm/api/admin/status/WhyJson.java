package io.ddm.api.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.JsonText;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.explain.Explanation.Verdict;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes and reads the reply to {@code GET /why}. Unknown fields are skipped. */
public final class WhyJson {

    private static final ObjectReader<Draft> WHY = ObjectReader.<Draft>named("Why")
            .required("asked", (in, draft) -> draft.asked = prefix(in))
            .required("network", (in, draft) -> draft.network = prefix(in))
            .required("known", (in, draft) -> draft.isKnown = in.flag())
            .required("originated", (in, draft) -> draft.isOriginated = in.flag())
            .required("candidates", (in, draft) -> draft.candidates = StatusReader.list(in, CandidateDraft::candidate))
            .required("route", (in, draft) -> draft.route = RouteDraft.route(in))
            .required("peers", (in, draft) -> draft.peers = StatusReader.list(in, HolderDraft::holder));

    private static final Prefix ALL = Prefix.parse("::/0");
    private static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private WhyJson() {}

    /** The whole reply. */
    public static byte[] of(Why why) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("asked", why.asked().toString());
            out.writeStringField("network", why.network().toString());
            out.writeBooleanField("known", why.isKnown());
            out.writeBooleanField("originated", why.isOriginated());
            out.writeArrayFieldStart("candidates");
            for (Why.Candidate candidate : why.candidates()) {
                write(out, candidate);
            }
            out.writeEndArray();
            out.writeObjectFieldStart("route");
            out.writeStringField("state", word(why.route().state()));
            out.writeStringField("reason", why.route().reason());
            out.writeEndObject();
            out.writeArrayFieldStart("peers");
            for (Why.Holder holder : why.peers()) {
                out.writeStartObject();
                out.writeStringField("interface", holder.link());
                out.writeStringField("host", holder.host());
                out.writeBooleanField("holds", holder.holds());
                out.writeStringField("withheld", holder.withheld().orElse(null));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Why.Candidate candidate) throws IOException {
        out.writeStartObject();
        out.writeStringField("interface", candidate.link());
        out.writeStringField("host", candidate.host());
        out.writeStringField("address", candidate.address().toString());
        out.writeArrayFieldStart("path");
        for (String router : candidate.path()) {
            out.writeString(router);
        }
        out.writeEndArray();
        out.writeStringField("verdict", word(candidate.verdict()));
        out.writeStringField("reason", candidate.reason());
        if (candidate.delayUs().isPresent()) {
            out.writeNumberField("delay_us", candidate.delayUs().getAsLong());
        } else {
            out.writeNullField("delay_us");
        }
        out.writeNumberField("weight", candidate.weight());
        out.writeEndObject();
    }

    /**
     * Reads a reply.
     *
     * @throws BadJsonException if it is malformed, or a word in it is unknown
     */
    public static Why read(byte[] body) throws BadJsonException {
        Draft draft = JsonReader.read(body, in -> WHY.read(in, new Draft()));
        return new Why(draft.asked, draft.network, draft.isKnown, draft.isOriginated, draft.candidates, draft.route,
                draft.peers);
    }

    private static final class Draft {
        private Prefix asked = ALL;
        private Prefix network = ALL;
        private boolean isKnown;
        private boolean isOriginated;
        private List<Why.Candidate> candidates = List.of();
        private Why.Route route = new Why.Route(Why.RouteState.NONE, "");
        private List<Why.Holder> peers = List.of();
    }

    private static final class CandidateDraft {

        private static final ObjectReader<CandidateDraft> CANDIDATE = ObjectReader
                .<CandidateDraft>named("WhyCandidate")
                .required("interface", (in, candidate) -> candidate.link = in.string())
                .required("host", (in, candidate) -> candidate.host = in.string())
                .required("address",
                        (in, candidate) -> candidate.address = in.parsed("an IPv6 address", Ipv6Address::parse))
                .required("path", (in, candidate) -> candidate.path = StatusReader.list(in, JsonReader::string))
                .required("verdict",
                        (in, candidate) -> candidate.verdict = StatusReader.constant(in, Verdict.values()))
                .required("reason", (in, candidate) -> candidate.reason = in.string())
                .required("weight",
                        (in, candidate) -> candidate.weight = (int) Math.min(StatusReader.number(in), Short.MAX_VALUE))
                .nullable("delay_us",
                        (in, candidate) -> candidate.delayUs = OptionalLong.of(StatusReader.number(in)));

        private String link = "";
        private String host = "";
        private Ipv6Address address = UNSPECIFIED;
        private List<String> path = List.of();
        private Verdict verdict = Verdict.REJECTED;
        private String reason = "";
        private OptionalLong delayUs = OptionalLong.empty();
        private int weight;

        private static Why.Candidate candidate(JsonReader in) throws BadJsonException {
            CandidateDraft read = CANDIDATE.read(in, new CandidateDraft());
            return new Why.Candidate(read.link, read.host, read.address, read.path, read.verdict, read.reason,
                    read.delayUs, read.weight);
        }
    }

    private static final class RouteDraft {

        private static final ObjectReader<RouteDraft> ROUTE = ObjectReader.<RouteDraft>named("WhyRoute")
                .required("state", (in, route) -> route.state = StatusReader.constant(in, Why.RouteState.values()))
                .required("reason", (in, route) -> route.reason = in.string());

        private Why.RouteState state = Why.RouteState.NONE;
        private String reason = "";

        private static Why.Route route(JsonReader in) throws BadJsonException {
            RouteDraft read = ROUTE.read(in, new RouteDraft());
            return new Why.Route(read.state, read.reason);
        }
    }

    private static final class HolderDraft {

        private static final ObjectReader<HolderDraft> HOLDER = ObjectReader.<HolderDraft>named("WhyPeer")
                .required("interface", (in, holder) -> holder.link = in.string())
                .required("host", (in, holder) -> holder.host = in.string())
                .required("holds", (in, holder) -> holder.holds = in.flag())
                .nullable("withheld", (in, holder) -> holder.withheld = Optional.of(in.string()));

        private String link = "";
        private String host = "";
        private boolean holds;
        private Optional<String> withheld = Optional.empty();

        private static Why.Holder holder(JsonReader in) throws BadJsonException {
            HolderDraft read = HOLDER.read(in, new HolderDraft());
            return new Why.Holder(read.link, read.host, read.holds, read.withheld);
        }
    }

    private static Prefix prefix(JsonReader in) throws BadJsonException {
        return in.parsed("an IPv6 prefix", Prefix::parse);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
