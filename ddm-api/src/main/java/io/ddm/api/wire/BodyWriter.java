package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily.WireForm;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.Update;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the bodies of all versions: one shape over the families, in the version's form of prefixes. */
final class BodyWriter {

    private final PrefixForm form;
    private final List<EntryCodec> families;

    BodyWriter(PrefixForm form, List<EntryCodec> families) {
        this.form = form;
        this.families = List.copyOf(families);
    }

    /** Every entry is written, and so measured, once; bodies are then put together from the pieces. */
    EncodedUpdate update(Update update, PeerCapabilities peer, HopRoom seen) {
        List<PathVector> entries = new ArrayList<>(update.announce());
        entries.addAll(update.withdraw());
        int[] ends = new int[entries.size()];
        byte[] text = JsonText.array(ends, (out, i) -> {
            PathVector entry = entries.get(i);
            codec(entry).write(out, form, entry, peer);
        });
        return pack(update, entries, text, ends, peer, seen.fitting(entries).bytesFor(peer));
    }

    private EncodedUpdate pack(Update update, List<PathVector> entries, byte[] text, int[] ends, PeerCapabilities peer,
            int hopRoom) {
        int limit = peer.maxBodyBytes();
        List<byte[]> bodies = new ArrayList<>();
        List<PathVector> unannounced = new ArrayList<>();
        List<PathVector> unwithdrawn = new ArrayList<>();
        UpdateBody body = new UpdateBody(families, text, limit);
        for (int i = 0; i < ends.length; i++) {
            PathVector entry = entries.get(i);
            EntryCodec family = codec(entry);
            boolean withdrawn = i >= update.announce().size();
            // After the comma or bracket that follows the one before.
            int from = i == 0 ? 1 : ends[i - 1] + 1;
            // Nothing is appended to an entry without a path.
            int room = family.family().formFor(peer) == WireForm.WITH_PATH ? hopRoom : 0;
            if (body.add(family, withdrawn, from, ends[i], room)) {
                continue;
            }
            if (!body.isEmpty()) {
                bodies.add(body.toBytes());
                body = new UpdateBody(families, text, limit);
            }
            // One that cannot have its room has at least the body for itself.
            if (!body.add(family, withdrawn, from, ends[i], room)
                    && !body.addAlone(family, withdrawn, from, ends[i])) {
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
            for (EntryCodec family : families) {
                List<PathVector> entries = offered.stream().filter(entry -> codec(entry).equals(family)).toList();
                if (!entries.isEmpty()) {
                    out.writeArrayFieldStart(family.family().name());
                    for (PathVector entry : entries) {
                        family.write(out, form, entry, peer);
                    }
                    out.writeEndArray();
                } else if (family.isAlwaysPresent()) {
                    out.writeNullField(family.family().name());
                }
            }
            out.writeEndObject();
        });
    }

    private EntryCodec codec(PathVector entry) {
        for (EntryCodec codec : families) {
            if (codec.family().equals(entry.destination().family())) {
                return codec;
            }
        }
        throw new IllegalArgumentException(
                "no codec for family " + entry.destination().family().name() + ", which the peer does not know");
    }

    static void writePath(JsonGenerator out, RouterPath path) throws IOException {
        out.writeArrayFieldStart("path");
        for (RouterId router : path.routers()) {
            out.writeString(router.value());
        }
        out.writeEndArray();
    }
}
