package io.ddm.api.wire;

import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterPath;
import java.util.Collection;

/**
 * The room that each entry of a push leaves for the ids of routers behind the peer. A reference transit appends its id
 * to every path and re-sends a body as it received it, so a body that fills the limit here exceeds it one hop on, and
 * is lost without a word.
 *
 * @param idBytes the longest id to expect, as JSON without its quotes, in bytes; at least {@link #LEAST_ID_BYTES}. Ids
 *     come from other routers: a long one makes for fewer entries in a body, in the worst case one
 */
public record HopRoom(int idBytes) {

    /** Room for an id of 16 ASCII characters. */
    public static final int LEAST_ID_BYTES = 16;

    /** What is left if no longer id was seen. */
    public static final HopRoom LEAST = new HopRoom(LEAST_ID_BYTES);

    /**
     * How many more routers a body of ours may pass. In a rack a path leads from server to switch to server, at most
     * over a second switch; servers pass on nothing.
     */
    static final int HOPS = 2;

    /** {@code ,""} around an id. */
    private static final int FRAME_BYTES = 3;

    public HopRoom {
        idBytes = Math.max(idBytes, LEAST_ID_BYTES);
    }

    /** The room that also fits this id. */
    public HopRoom fitting(RouterId id) {
        int bytes = jsonBytes(id.value());
        return bytes > idBytes ? new HopRoom(bytes) : this;
    }

    /** The room that also fits each id on these paths that may be a host name. */
    public HopRoom fitting(Collection<PathVector> entries) {
        HopRoom room = this;
        RouterPath last = RouterPath.EMPTY;
        for (PathVector entry : entries) {
            // Entries that were read from one body share their paths.
            if (!entry.path().equals(last)) {
                last = entry.path();
                for (RouterId id : last.routers()) {
                    HopRoom fitting = room.fitting(id);
                    room = fitting.idBytes <= Math.max(idBytes, RouterId.LONGEST_HOST_NAME) ? fitting : room;
                }
            }
        }
        return room;
    }

    /**
     * Bytes to leave free in an entry with a path, for this peer. One that takes larger bodies packs again what it
     * redistributes.
     */
    int bytesFor(PeerCapabilities peer) {
        return peer.maxBodyBytes() > PeerCapabilities.REFERENCE_BODY_BYTES ? 0 : HOPS * (FRAME_BYTES + idBytes);
    }

    /** Length of a text as the reference and we write it in JSON, without quotes. */
    static int jsonBytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20) {
                bytes += c == '\b' || c == '\t' || c == '\n' || c == '\f' || c == '\r' ? 2 : 6;
            } else if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
