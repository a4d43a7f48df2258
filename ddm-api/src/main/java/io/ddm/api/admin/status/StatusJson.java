package io.ddm.api.admin.status;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.ReadyReport;
import io.ddm.api.admin.events.RouteCounts;
import io.ddm.api.json.JsonText;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the reply to {@code GET /status}. */
public final class StatusJson {

    private StatusJson() {}

    /** The whole reply. */
    public static byte[] of(StatusReport report) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("at", report.at().toString());
            write(out, report.router());
            out.writeBooleanField("ready", report.isReady());
            out.writeArrayFieldStart("links");
            for (LinkStatus link : report.links()) {
                write(out, link);
            }
            out.writeEndArray();
            write(out, report.routes());
            write(out, report.kernel());
            out.writeArrayFieldStart("problems");
            for (ReadyReport.Problem problem : report.problems()) {
                problem.writeTo(out);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, StatusReport.Router router) throws IOException {
        out.writeObjectFieldStart("router");
        out.writeStringField("id", router.id());
        out.writeStringField("kind", word(router.kind()));
        out.writeStringField("version", router.version());
        out.writeNumberField("uptime_ms", router.uptime().toMillis());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, LinkStatus link) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", link.name());
        out.writeNumberField("index", link.index());
        out.writeStringField("address", link.address().map(Object::toString).orElse(null));
        out.writeStringField("state", link.state().text());
        out.writeStringField("since", link.since().toString());
        out.writeNumberField("for_ms", link.duration().toMillis());
        write(out, link.peer());
        if (link.waiting().isPresent()) {
            LinkStatus.Waiting waiting = link.waiting().get();
            out.writeObjectFieldStart("waiting");
            out.writeStringField("what", waiting.what());
            out.writeStringField("fix", waiting.fix());
            out.writeBooleanField("problem", waiting.isProblem());
            out.writeEndObject();
        } else {
            out.writeNullField("waiting");
        }
        out.writeStringField("role", word(link.role()));
        out.writeStringField("probes", word(link.measures().probes()));
        write(out, "delay_us", link.measures().delayUs());
        write(out, "deviation_us", link.measures().deviationUs());
        write(out, "loss_permille", link.measures().lossPermille());
        out.writeNumberField("paths", link.paths());
        out.writeArrayFieldStart("rejected");
        for (LinkStatus.Rejected rejected : link.rejected()) {
            out.writeStartObject();
            out.writeStringField("reason", rejected.reason());
            out.writeNumberField("count", rejected.count());
            out.writeStringField("example", rejected.example());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeNumberField("losses", link.losses());
        writeDown(out, link.lastDown());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Optional<InterfaceInfo.Peer> peer) throws IOException {
        if (peer.isEmpty()) {
            out.writeNullField("peer");
            return;
        }
        out.writeObjectFieldStart("peer");
        out.writeStringField("address", peer.get().address().toString());
        out.writeStringField("host", peer.get().host());
        out.writeStringField("kind", word(peer.get().kind()));
        out.writeEndObject();
    }

    private static void writeDown(JsonGenerator out, Optional<LinkStatus.Down> down) throws IOException {
        if (down.isEmpty()) {
            out.writeNullField("last_down");
            return;
        }
        out.writeObjectFieldStart("last_down");
        out.writeStringField("at", down.get().at().toString());
        out.writeStringField("reason", down.get().reason());
        out.writeStringField("peer", down.get().peer().orElse(null));
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, RouteCounts counts) throws IOException {
        out.writeObjectFieldStart("routes");
        out.writeNumberField("imported_prefix_paths", counts.importedPrefixPaths());
        out.writeNumberField("imported_tunnel_paths", counts.importedTunnelPaths());
        out.writeNumberField("originated_prefixes", counts.originatedPrefixes());
        out.writeNumberField("originated_tunnels", counts.originatedTunnels());
        out.writeNumberField("networks", counts.networks());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, StatusReport.Kernel kernel) throws IOException {
        out.writeObjectFieldStart("kernel");
        out.writeNumberField("wanted", kernel.wanted());
        out.writeNumberField("installed", kernel.installed());
        out.writeNumberField("pending", kernel.pending());
        out.writeNumberField("refused", kernel.refused());
        out.writeNumberField("repaired", kernel.repaired());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            out.writeNumberField(field, number.getAsLong());
        } else {
            out.writeNullField(field);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
