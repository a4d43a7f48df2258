package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.api.json.ObjectReader;
import io.ddm.fsm.delay.PathDelay;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.Prefix;
import io.ddm.fsm.model.RouteFamily;
import io.ddm.fsm.model.RouterPath;
import io.ddm.fsm.model.UnderlayFamily;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code {"destination":PREFIX,"path":["s1"]}}, and {@code "delay_us"} for peers that read it. */
final class UnderlayEntryCodec implements EntryCodec {

    private static final ObjectReader<Entry> ENTRY = ObjectReader.<Entry>named("PathVector")
            .required("destination", (in, entry) -> entry.destination = entry.form.readUnderlay(in, entry.context))
            .required("path", (in, entry) -> entry.path = entry.context.path(in))
            .optional("delay_us", (in, entry) -> entry.delay = delay(in.unsigned(Long.SIZE)));

    private static final class Entry {
        final PrefixForm form;
        final BodyContext context;
        @Nullable
        Prefix destination;
        @Nullable
        RouterPath path;
        PathDelay delay = PathDelay.UNKNOWN;

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
        if (entry.path().saysDelay() && family().carriesDelay(peer)) {
            out.writeNumberField("delay_us", entry.path().delay().micros());
        }
        out.writeEndObject();
    }

    @Override
    public @Nullable PathVector read(JsonReader in, PrefixForm form, BodyContext context) throws BadJsonException {
        Entry read = ENTRY.read(in, new Entry(form, context));
        return read.destination == null || read.path == null
                ? null
                : new PathVector(read.destination, context.withDelay(read.path, read.delay));
    }

    /** Neighbors may say anything; what is beyond bounds is the bound. */
    private static PathDelay delay(long micros) {
        return PathDelay.ofMicros(micros < 0 ? Long.MAX_VALUE : micros);
    }
}
