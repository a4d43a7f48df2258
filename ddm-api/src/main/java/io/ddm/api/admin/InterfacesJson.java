package io.ddm.api.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Writes the bodies of the admin API about interfaces, which version 3.0.0 has added. */
public final class InterfacesJson {

    private InterfacesJson() {}

    /** The reply to {@code GET /interfaces}, by index. */
    public static byte[] interfaces(Map<Long, InterfaceInfo> interfaces) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            for (Map.Entry<Long, InterfaceInfo> entry : new TreeMap<>(interfaces).entrySet()) {
                out.writeFieldName(entry.getKey().toString());
                write(out, entry.getValue());
            }
            out.writeEndObject();
        });
    }

    /** The reply to {@code GET /external_peers}, in the order given. */
    public static byte[] externalPeers(Collection<InterfaceName> names) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("address_objects");
            for (InterfaceName name : names) {
                out.writeString(name.text());
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, InterfaceInfo info) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", info.name());
        out.writeStringField("addr", info.address().toString());
        AdminJson.writeStatus(out, info.state(), info.duration());
        if (info.peer().isPresent()) {
            InterfaceInfo.Peer peer = info.peer().get();
            out.writeObjectFieldStart("peer");
            out.writeStringField("addr", peer.address().toString());
            out.writeStringField("hostname", peer.host());
            AdminJson.writeKind(out, peer.kind());
            out.writeEndObject();
        } else {
            out.writeNullField("peer");
        }
        write(out, info.stats());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, InterfaceStats stats) throws IOException {
        out.writeObjectFieldStart("stats");
        out.writeNumberField("solicitations_sent", stats.solicitationsSent());
        out.writeNumberField("solicitations_received", stats.solicitationsReceived());
        out.writeNumberField("advertisements_sent", stats.advertisementsSent());
        out.writeNumberField("advertisements_received", stats.advertisementsReceived());
        out.writeNumberField("peer_expirations", stats.peerExpirations());
        out.writeNumberField("peer_address_changes", stats.peerAddressChanges());
        out.writeNumberField("peer_established", stats.peerEstablished());
        out.writeNumberField("updates_sent", stats.updatesSent());
        out.writeNumberField("updates_received", stats.updatesReceived());
        out.writeNumberField("imported_underlay_prefixes", stats.importedUnderlayPrefixes());
        out.writeNumberField("imported_tunnel_endpoints", stats.importedTunnelEndpoints());
        out.writeNumberField("update_send_fail", stats.updateSendFail());
        out.writeEndObject();
    }
}
