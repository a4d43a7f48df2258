package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.TunnelOrigin;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the bodies of versions 2 and 3: one shape, two forms of prefixes. */
final class BodyWriter {

    private final PrefixForm form;

    BodyWriter(PrefixForm form) {
        this.form = form;
    }

    /** Every entry is written, and so measured, once; bodies are then put together from the pieces. */
    EncodedUpdate update(Update update, PeerCapabilities peer, HopRoom seen) {
        List<PathVector> entries = new ArrayList<>(update.announce());
        entries.addAll(update.withdraw());
        int[] ends = new int[entries.size()];
        byte[] text = JsonText.array(ends, (out, i) -> writeEntry(out, entries.get(i), peer));
        return pack(update, entries, text, ends, peer, seen.fitting(entries).bytesFor(peer));
    }

    private static EncodedUpdate pack(Update update, List<PathVector> entries, byte[] text, int[] ends,
            PeerCapabilities peer, int hopRoom) {
        int limit = peer.maxBodyBytes();
        List<byte[]> bodies = new ArrayList<>();
        List<PathVector> unannounced = new ArrayList<>();
        List<PathVector> unwithdrawn = new ArrayList<>();
        UpdateBody body = new UpdateBody(text, limit);
        for (int i = 0; i < ends.length; i++) {
            PathVector entry = entries.get(i);
            boolean tunnel = entry.destination() instanceof TunnelOrigin;
            boolean withdrawn = i >= update.announce().size();
            // After the comma or bracket that follows the one before.
            int from = i == 0 ? 1 : ends[i - 1] + 1;
            // Nothing is appended to an entry without a path.
            int room = tunnel && !peer.tunnelPaths() ? 0 : hopRoom;
            if (body.add(tunnel, withdrawn, from, ends[i], room)) {
                continue;
            }
            if (!body.isEmpty()) {
                bodies.add(body.toBytes());
                body = new UpdateBody(text, limit);
            }
            // One that cannot have its room has at least the body for itself.
            if (!body.add(tunnel, withdrawn, from, ends[i], room) && !body.addAlone(tunnel, withdrawn, from, ends[i])) {
                (withdrawn ? unwithdrawn : unannounced).add(entry);
            }
        }
        if (!body.isEmpty()) {
            bodies.add(body.toBytes());
        }
        return new EncodedUpdate(bodies, new Update(unannounced, unwithdrawn));
    }

    byte[] pullReply(List<PathVector> offered, PeerCapabilities peer) {
        return JsonText.compact(out -> {
            out.writeStartObject();
            out.writeFieldName("underlay");
            writeHalf(out, offered.stream().filter(e -> e.destination() instanceof Prefix).toList(), peer);
            out.writeFieldName("tunnel");
            writeHalf(out, offered.stream().filter(e -> e.destination() instanceof TunnelOrigin).toList(), peer);
            out.writeEndObject();
        });
    }

    private void writeHalf(JsonGenerator out, List<PathVector> entries, PeerCapabilities peer) throws IOException {
        if (entries.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        for (PathVector entry : entries) {
            writeEntry(out, entry, peer);
        }
        out.writeEndArray();
    }

    private void writeEntry(JsonGenerator out, PathVector entry, PeerCapabilities peer) throws IOException {
        out.writeStartObject();
        switch (entry.destination()) {
            case Prefix prefix -> {
                out.writeFieldName("destination");
                form.writeUnderlay(out, prefix);
                writePath(out, entry.path());
            }
            case TunnelOrigin origin -> {
                out.writeFieldName("overlay_prefix");
                form.writeOverlay(out, origin.overlayPrefix());
                out.writeStringField("boundary_addr", origin.boundaryAddress().toString());
                out.writeNumberField("vni", origin.vni());
                out.writeFieldName("metric");
                out.writeNumber(Long.toUnsignedString(origin.metric()));
                if (peer.tunnelPaths()) {
                    writePath(out, entry.path());
                }
            }
        }
        out.writeEndObject();
    }

    private static void writePath(JsonGenerator out, List<RouterId> path) throws IOException {
        out.writeArrayFieldStart("path");
        for (RouterId router : path) {
            out.writeString(router.value());
        }
        out.writeEndArray();
    }
}
