package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Ipv6Address;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.TunnelFamily;
import io.ddm.fsm.model.TunnelOrigin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"overlay_prefix":PREFIX,"boundary_addr":"fd00:1701::1","vni":47,"metric":0}}, and {@code "path"} for peers
 * that read it.
 */
final class TunnelEntryCodec implements EntryCodec {

    private static final ObjectReader<Entry> ENTRY = ObjectReader.<Entry>named("TunnelOrigin")
            .required("overlay_prefix", (in, entry) -> entry.overlay = entry.form.readOverlay(in, entry.context))
            .required("boundary_addr",
                    (in, entry) -> entry.boundary = in.parsed("an IPv6 address", Ipv6Address::parse))
            .required("vni", (in, entry) -> entry.vni = (int) in.unsigned(Integer.SIZE))
            .optional("metric", (in, entry) -> entry.metric = in.unsigned(Long.SIZE))
            .optional("path", (in, entry) -> entry.path = entry.context.path(in));

    private static final class Entry {
        final PrefixForm form;
        final BodyContext context;
        @Nullable
        IpPrefix overlay;
        @Nullable
        Ipv6Address boundary;
        int vni;
        long metric;
        @Nullable
        RouterPath path = RouterPath.EMPTY;

        Entry(PrefixForm form, BodyContext context) {
            this.form = form;
            this.context = context;
        }
    }

    @Override
    public RouteFamily family() {
        return TunnelFamily.INSTANCE;
    }

    @Override
    public String updateName() {
        return "TunnelUpdate";
    }

    @Override
    public boolean isAlwaysPresent() {
        return true;
    }

    @Override
    public void write(JsonGenerator out, PrefixForm form, PathVector entry, PeerCapabilities peer) throws IOException {
        TunnelOrigin origin = (TunnelOrigin) entry.destination();
        out.writeStartObject();
        out.writeFieldName("overlay_prefix");
        form.writeOverlay(out, origin.overlayPrefix());
        out.writeStringField("boundary_addr", origin.boundaryAddress().toString());
        out.writeNumberField("vni", origin.vni());
        out.writeFieldName("metric");
        out.writeNumber(Long.toUnsignedString(origin.metric()));
        if (family().formFor(peer) == RouteFamily.WireForm.WITH_PATH) {
            BodyWriter.writePath(out, entry.path());
        }
        out.writeEndObject();
    }

    @Override
    public @Nullable PathVector read(JsonReader in, PrefixForm form, BodyContext context) throws BadJsonException {
        Entry read = ENTRY.read(in, new Entry(form, context));
        IpPrefix overlay = read.overlay;
        Ipv6Address boundary = read.boundary;
        RouterPath path = read.path;
        if (overlay == null || boundary == null || path == null) {
            return null;
        }
        TunnelOrigin origin = context.orSkip(in, () -> new TunnelOrigin(overlay, boundary, read.vni, read.metric));
        return origin == null ? null : new PathVector(origin, path);
    }
}
