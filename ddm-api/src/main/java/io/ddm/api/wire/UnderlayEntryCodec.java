package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.UnderlayFamily;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code {"destination":PREFIX,"path":["s1"]}}. */
final class UnderlayEntryCodec implements EntryCodec {

    private static final ObjectReader<Entry> ENTRY = ObjectReader.<Entry>named("PathVector")
            .required("destination", (in, entry) -> entry.destination = entry.form.readUnderlay(in, entry.context))
            .required("path", (in, entry) -> entry.path = entry.context.path(in));

    private static final class Entry {
        final PrefixForm form;
        final BodyContext context;
        @Nullable
        Prefix destination;
        @Nullable
        RouterPath path;

        Entry(PrefixForm form, BodyContext context) {
            this.form = form;
            this.context = context;
        }
    }

    @Override
    public RouteFamily family() {
        return UnderlayFamily.INSTANCE;
    }

    @Override
    public String updateName() {
        return "UnderlayUpdate";
    }

    @Override
    public boolean isAlwaysPresent() {
        return true;
    }

    @Override
    public void write(JsonGenerator out, PrefixForm form, PathVector entry, PeerCapabilities peer) throws IOException {
        out.writeStartObject();
        out.writeFieldName("destination");
        form.writeUnderlay(out, (Prefix) entry.destination());
        BodyWriter.writePath(out, entry.path());
        out.writeEndObject();
    }

    @Override
    public @Nullable PathVector read(JsonReader in, PrefixForm form, BodyContext context) throws BadJsonException {
        Entry read = ENTRY.read(in, new Entry(form, context));
        return read.destination == null || read.path == null ? null : new PathVector(read.destination, read.path);
    }
}
