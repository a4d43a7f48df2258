package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.util.List;

/**
 * The exchange bodies of one protocol version: one shape over the families, in which the versions differ only by the
 * form of prefixes. Stateless: one instance serves all peers.
 */
public final class ExchangeCodec {

    private static final ExchangeCodec V2 = new ExchangeCodec(ProtocolVersion.V2, EntryCodec.STANDARD);
    private static final ExchangeCodec V3 = new ExchangeCodec(ProtocolVersion.V3, EntryCodec.STANDARD);

    private final ProtocolVersion version;
    private final BodyWriter writer;
    private final BodyReader reader;

    /**
     * @param families in the order of their fields; the first is one that is always present
     */
    ExchangeCodec(ProtocolVersion version, List<EntryCodec> families) {
        PrefixForm form = switch (version) {
            case V2 -> new ObjectPrefixForm();
            case V3 -> new TextPrefixForm();
        };
        this.version = version;
        this.writer = new BodyWriter(form, families);
        this.reader = new BodyReader(form, families);
    }

    /** The codec of this version. */
    public static ExchangeCodec of(ProtocolVersion version) {
        return switch (version) {
            case V2 -> V2;
            case V3 -> V3;
        };
    }

    /** The version that it writes and reads. */
    public ProtocolVersion version() {
        return version;
    }

    /**
     * The bodies of the pushes that carry an update: each at most {@link PeerCapabilities#maxBodyBytes()} long, every
     * announcement in the same body as a withdrawal or in an earlier one. Where the peer has the reference's limit, a
     * body stays within it also when two more routers have appended their ids to each path; only an entry that is too
     * long for that has a body of its own without such room.
     *
     * @param peer what the peer takes
     * @param seen the longest id that was seen in the network; those in the update count in any case
     */
    public EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer, HopRoom seen) {
        return writer.update(update, peer, seen);
    }

    /** The same, knowing of no id that is not in the update. */
    public EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer) {
        return encodeUpdate(update, peer, HopRoom.LEAST);
    }

    /**
     * The reply to a pull, in one body whatever its size: the limit is one of the reference's server, and it reads
     * replies as a client.
     *
     * @param offered all that is on offer to this peer
     * @param peer what the peer takes
     */
    public byte[] encodePullReply(List<PathVector> offered, PeerCapabilities peer) {
        return writer.pullReply(offered, peer);
    }

    /**
     * Reads the body of a push. An entry whose family has no path on this wire has an empty one.
     *
     * @param limits entries beyond them are skipped
     * @throws BadJsonException if the body is not JSON or not of the version's shape
     */
    public Decoded<Update> decodeUpdate(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.update(body, limits);
    }

    /** The same within {@link ReadLimits#DEFAULT}. */
    public Decoded<Update> decodeUpdate(byte[] body) throws BadJsonException {
        return decodeUpdate(body, ReadLimits.DEFAULT);
    }

    /**
     * Reads the reply to a pull. An entry whose family has no path on this wire has an empty one.
     *
     * @param limits entries beyond them are skipped
     * @throws BadJsonException if the body is not JSON or not of the version's shape
     */
    public Decoded<List<PathVector>> decodePullReply(byte[] body, ReadLimits limits) throws BadJsonException {
        return reader.pullReply(body, limits);
    }

    /** The same within {@link ReadLimits#DEFAULT}. */
    public Decoded<List<PathVector>> decodePullReply(byte[] body) throws BadJsonException {
        return decodePullReply(body, ReadLimits.DEFAULT);
    }
}
