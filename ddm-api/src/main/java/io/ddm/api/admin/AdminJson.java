package io.ddm.api.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.JsonText;
import io.ddm.fsm.model.Destination;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the bodies of the admin API: replies for the daemon, requests for the client. All are sorted. Bodies about
 * interfaces are written by {@link InterfacesJson}.
 */
public final class AdminJson {

    private AdminJson() {}

    /** The reply to {@code GET /peers}, by interface index. */
    public static byte[] peers(ApiVersion version, Map<Integer, PeerInfo> peers) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            for (Map.Entry<Integer, PeerInfo> peer : new TreeMap<>(peers).entrySet()) {
                out.writeFieldName(peer.getKey().toString());
                writePeer(out, version, peer.getValue());
            }
            out.writeEndObject();
        });
    }

    private static void writePeer(JsonGenerator out, ApiVersion version, PeerInfo peer) throws IOException {
        out.writeStartObject();
        if (version.includes(ApiVersion.V2_0_0)) {
            writeStatus(out, peer.state(), peer.duration());
        } else {
            out.writeStringField("status", peer.state().version1Text());
        }
        out.writeStringField("addr", peer.address().toString());
        out.writeStringField("host", peer.host());
        writeKind(out, peer.kind());
        if (version.includes(ApiVersion.V3_0_0)) {
            out.writeStringField("if_name", peer.interfaceName().orElse(null));
        }
        out.writeEndObject();
    }

    static void writeStatus(JsonGenerator out, PeerState state, Duration duration) throws IOException {
        out.writeObjectFieldStart("status");
        out.writeStringField("type", state.text());
        out.writeObjectFieldStart("duration");
        out.writeNumberField("secs", duration.toSeconds());
        out.writeNumberField("nanos", duration.toNanosPart());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** Writes the field {@code kind}: 0 for a server, 1 for a transit. */
    public static void writeKind(JsonGenerator out, RouterKind kind) throws IOException {
        out.writeNumberField("kind", switch (kind) {
            case SERVER -> 0;
            case TRANSIT -> 1;
        });
    }

    /** The reply to {@code GET /prefixes}, by next hop. Paths to other destinations than prefixes are not shown. */
    public static byte[] prefixes(Map<Ipv6Address, ? extends Collection<PathVector>> imported) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            for (Map.Entry<Ipv6Address, ? extends Collection<PathVector>> peer : new TreeMap<>(imported).entrySet()) {
                out.writeArrayFieldStart(peer.getKey().toString());
                for (PathVector entry : peer.getValue().stream().sorted(PathVector.ORDER).distinct().toList()) {
                    if (entry.destination() instanceof Prefix prefix) {
                        writePathVector(out, prefix, entry.path());
                    }
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    private static void writePathVector(JsonGenerator out, Prefix prefix, RouterPath path) throws IOException {
        out.writeStartObject();
        out.writeStringField("destination", prefix.toString());
        out.writeArrayFieldStart("path");
        for (RouterId router : path.routers()) {
            out.writeString(router.value());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** A set of prefixes: the reply to {@code GET /originated}, the body of {@code PUT} and {@code DELETE /prefix}. */
    public static byte[] prefixSet(Collection<Prefix> prefixes) {
        List<Prefix> sorted = prefixes.stream().sorted(Destination.ORDER).distinct().toList();
        return JsonText.printable(out -> {
            out.writeStartArray();
            for (Prefix prefix : sorted) {
                out.writeString(prefix.toString());
            }
            out.writeEndArray();
        });
    }

    /** A set of tunnel origins, for replies and requests. */
    public static byte[] tunnelOriginSet(Collection<TunnelOrigin> origins) {
        List<TunnelOrigin> sorted = origins.stream().sorted(Destination.ORDER).distinct().toList();
        return JsonText.printable(out -> {
            out.writeStartArray();
            for (TunnelOrigin origin : sorted) {
                writeOrigin(out, origin);
            }
            out.writeEndArray();
        });
    }

    /** The reply to {@code GET /tunnel_endpoints}. */
    public static byte[] tunnelRoutes(Collection<TunnelRoute> routes) {
        List<TunnelRoute> sorted = routes.stream().sorted(TunnelRoute.ORDER).distinct().toList();
        return JsonText.printable(out -> {
            out.writeStartArray();
            for (TunnelRoute route : sorted) {
                out.writeStartObject();
                out.writeFieldName("origin");
                writeOrigin(out, route.origin());
                out.writeStringField("nexthop", route.nextHop().toString());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static void writeOrigin(JsonGenerator out, TunnelOrigin origin) throws IOException {
        out.writeStartObject();
        out.writeStringField("overlay_prefix", origin.overlayPrefix().toString());
        out.writeStringField("boundary_addr", origin.boundaryAddress().toString());
        out.writeNumberField("vni", origin.vni());
        out.writeFieldName("metric");
        out.writeNumber(Long.toUnsignedString(origin.metric()));
        out.writeEndObject();
    }

    /** The body of {@code POST /enable-stats}. */
    public static byte[] statsRequest(StatsRequest request) {
        return JsonText.printable(out -> {
            out.writeStartObject();
            out.writeStringField("rack_id", request.rackId().toString());
            out.writeStringField("sled_id", request.sledId().toString());
            out.writeEndObject();
        });
    }
}
