package io.ddm.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ddm.api.json.BadJsonException;
import io.ddm.api.json.JsonReader;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouteFamily;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the entries of one family are encoded in exchange bodies. Stateless; the prefix form makes the version. */
interface EntryCodec {

    /** The families that the reference knows, in the order in which its bodies have them. */
    List<EntryCodec> STANDARD = List.of(new UnderlayEntryCodec(), new TunnelEntryCodec());

    /** Whose entries these are. Its name is that of the body's field. */
    RouteFamily family();

    /** What error messages call the object with the announced and withdrawn entries. */
    String updateName();

    /**
     * Whether a body has the field even without entries, as {@code null}: the reference requires it of the families
     * that it knows.
     */
    boolean isAlwaysPresent();

    /** Writes an entry of the family in the form for this peer. */
    void write(JsonGenerator out, PrefixForm form, PathVector entry, PeerCapabilities peer) throws IOException;

    /**
     * Reads an entry. Where the family has no path on the wire, the entry's path is empty.
     *
     * @return null for an entry of the right shape with an impossible value, which was counted as skipped
     * @throws BadJsonException if the entry is of the wrong shape
     */
    @Nullable
    PathVector read(JsonReader in, PrefixForm form, BodyContext context) throws BadJsonException;
}
