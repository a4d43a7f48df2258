package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.model.IpPrefix;
import io.ddm.fsm.model.Prefix;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a version writes prefixes: all in which versions 2 and 3 differ. Readers give null for what they skipped. */
interface PrefixForm {

    void writeUnderlay(JsonGenerator out, Prefix prefix) throws IOException;

    void writeOverlay(JsonGenerator out, IpPrefix prefix) throws IOException;

    @Nullable
    Prefix readUnderlay(JsonReader in, BodyContext context) throws BadJsonException;

    @Nullable
    IpPrefix readOverlay(JsonReader in, BodyContext context) throws BadJsonException;
}
