package io.ddm.api.admin.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.admin.AdminJson;
import io.ddm.api.admin.InterfaceInfo;
import io.ddm.api.admin.ReadyReport;
import io.ddm.api.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Messages as server-sent events: the kind, a number, one line of JSON, an empty line. */
public final class EventFrame {

    /** The content type of a stream. */
    public static final String CONTENT_TYPE = "text/event-stream";

    private EventFrame() {}

    /**
     * A message as bytes.
     *
     * @param id its number, one more than that of the message before; a snapshot has the number of the newest message
     *     that it includes
     */
    public static byte[] of(long id, RouterEvent event) {
        return of(event.kind(), id, data(event));
    }

    /**
     * A message of another stream as bytes.
     *
     * @param kind its kind, a word in ASCII
     * @param id its number
     * @param data one line of JSON, without its line break
     */
    public static byte[] of(String kind, long id, byte[] data) {
        byte[] head = ("event: " + kind + "\nid: " + id + "\ndata: ").getBytes(US_ASCII);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(head.length + data.length + 2);
        frame.writeBytes(head);
        frame.writeBytes(data);
        frame.write('\n');
        frame.write('\n');
        return frame.toByteArray();
    }

    /** A comment, which readers ignore. */
    public static byte[] comment(String text) {
        return (": " + text + "\n\n").getBytes(US_ASCII);
    }

    /** One line: the writer escapes line breaks in strings and puts none elsewhere. */
    private static byte[] data(RouterEvent event) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("at", event.at().toString());
            switch (event) {
                case RouterEvent.Snapshot e -> write(out, e);
                case RouterEvent.InterfaceChanged e -> {
                    out.writeStringField("interface", e.name());
                    out.writeStringField("change", e.isAdded() ? "added" : "removed");
                }
                case RouterEvent.Transition e -> {
                    out.writeStringField("interface", e.name());
                    out.writeStringField("from", e.from().text());
                    out.writeStringField("to", e.to().text());
                    out.writeStringField("reason", e.reason());
                    write(out, e.peer());
                }
                case RouterEvent.RoleChanged e -> {
                    out.writeStringField("interface", e.name());
                    out.writeStringField("role", word(e.role()));
                }
                case RouterEvent.ProbesChanged e -> {
                    out.writeStringField("interface", e.name());
                    write(out, Optional.of(e.peer()));
                    out.writeStringField("from", word(e.from()));
                    out.writeStringField("to", word(e.to()));
                }
                case RouterEvent.Routes e -> write(out, e.counts());
                case RouterEvent.ProblemChanged e -> {
                    out.writeStringField("change", e.isRaised() ? "raised" : "cleared");
                    out.writeFieldName("problem");
                    e.problem().writeTo(out);
                }
                case RouterEvent.Notice e -> {
                    out.writeStringField("interface", e.name());
                    out.writeStringField("message", e.message());
                }
            }
            out.writeEndObject();
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void write(JsonGenerator out, RouterEvent.Snapshot snapshot) throws IOException {
        out.writeBooleanField("resync", snapshot.isResync());
        out.writeObjectFieldStart("router");
        out.writeStringField("id", snapshot.routerId());
        AdminJson.writeKind(out, snapshot.router());
        out.writeEndObject();
        out.writeArrayFieldStart("interfaces");
        for (RouterEvent.InterfaceState link : snapshot.interfaces()) {
            out.writeStartObject();
            out.writeStringField("name", link.name());
            out.writeNumberField("index", link.index());
            out.writeStringField("addr", link.address().map(Object::toString).orElse(null));
            out.writeStringField("state", link.state().text());
            out.writeStringField("since", link.since().toString());
            write(out, link.peer());
            out.writeStringField("role", word(link.role()));
            out.writeStringField("probes", word(link.probes()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeObjectFieldStart("routes");
        write(out, snapshot.routes());
        out.writeEndObject();
        out.writeArrayFieldStart("problems");
        for (ReadyReport.Problem problem : snapshot.problems()) {
            problem.writeTo(out);
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, RouteCounts counts) throws IOException {
        out.writeObjectFieldStart("imported");
        out.writeNumberField("prefix_paths", counts.importedPrefixPaths());
        out.writeNumberField("tunnel_paths", counts.importedTunnelPaths());
        out.writeEndObject();
        out.writeObjectFieldStart("originated");
        out.writeNumberField("prefixes", counts.originatedPrefixes());
        out.writeNumberField("tunnels", counts.originatedTunnels());
        out.writeEndObject();
        out.writeNumberField("networks", counts.networks());
    }

    private static void write(JsonGenerator out, Optional<InterfaceInfo.Peer> peer) throws IOException {
        if (peer.isEmpty()) {
            out.writeNullField("peer");
            return;
        }
        out.writeObjectFieldStart("peer");
        out.writeStringField("addr", peer.get().address().toString());
        out.writeStringField("host", peer.get().host());
        AdminJson.writeKind(out, peer.get().kind());
        out.writeEndObject();
    }
}
