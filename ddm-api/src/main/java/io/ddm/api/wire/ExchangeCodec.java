package io.ddm.api.wire;

import io.ddm.api.json.BadJsonException;
import io.ddm.fsm.model.PathVector;
import io.ddm.fsm.model.PeerCapabilities;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.Update;
import java.util.List;

/** The exchange bodies of one protocol version. Stateless: one instance serves all peers. */
public sealed interface ExchangeCodec permits ExchangeV2, ExchangeV3 {

    /** The codec of this version. */
    static ExchangeCodec of(ProtocolVersion version) {
        return switch (version) {
            case V2 -> ExchangeV2.INSTANCE;
            case V3 -> ExchangeV3.INSTANCE;
        };
    }

    /** The version that it writes and reads. */
    ProtocolVersion version();

    /**
     * The bodies of the pushes that tell an update: each at most {@link PeerCapabilities#maxBodyBytes()} long, every
     * announcement in the same body as a withdrawal or in an earlier one. Where the peer has the reference's limit, a
     * body stays within it also when two more routers have appended their ids to each path; only an entry that is too
     * long for that has a body of its own without such room.
     *
     * @param peer what the peer takes
     * @param seen the longest id that was seen in the network; those in the update count in any case
     */
    EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer, HopRoom seen);

    /** The same, knowing of no id that is not in the update. */
    default EncodedUpdate encodeUpdate(Update update, PeerCapabilities peer) {
        return encodeUpdate(update, peer, HopRoom.LEAST);
    }

    /**
     * The reply to a pull, in one body whatever its size: the limit is one of the reference's server, and it reads
     * replies as a client.
     *
     * @param offered all that is on offer to this peer
     * @param peer what the peer takes
     */
    byte[] encodePullReply(List<PathVector> offered, PeerCapabilities peer);

    /**
     * Reads the body of a push.
     *
     * <p>A tunnel origin of a peer that cannot say paths has an empty one.
     *
     * @param limits entries beyond them are skipped
     * @throws BadJsonException if the body is not JSON or not of the version's shape
     */
    Decoded<Update> decodeUpdate(byte[] body, ReadLimits limits) throws BadJsonException;

    /** The same within {@link ReadLimits#DEFAULT}. */
    default Decoded<Update> decodeUpdate(byte[] body) throws BadJsonException {
        return decodeUpdate(body, ReadLimits.DEFAULT);
    }

    /**
     * Reads the reply to a pull.
     *
     * <p>A tunnel origin of a peer that cannot say paths has an empty one.
     *
     * @param limits entries beyond them are skipped
     * @throws BadJsonException if the body is not JSON or not of the version's shape
     */
    Decoded<List<PathVector>> decodePullReply(byte[] body, ReadLimits limits) throws BadJsonException;

    /** The same within {@link ReadLimits#DEFAULT}. */
    default Decoded<List<PathVector>> decodePullReply(byte[] body) throws BadJsonException {
        return decodePullReply(body, ReadLimits.DEFAULT);
    }
}
