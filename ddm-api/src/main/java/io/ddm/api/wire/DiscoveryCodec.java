package io.ddm.api.wire;

import io.ddm.api.wire.MalformedPacketException.Reason;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Discovery packets as bytes; the layout is in the package's description. */
public final class DiscoveryCodec {

    /** The longest packet that we write: the header and an id of 255 bytes. Longer ones are read all the same. */
    public static final int MAX_BYTES = 4 + RouterId.MAX_BYTES;

    private static final int HEADER_BYTES = 4;
    private static final int SOLICIT = 0x01;
    private static final int ADVERTISE = 0x02;

    private DiscoveryCodec() {}

    /** The packet as the payload of a datagram. */
    public static byte[] encode(DiscoveryPacket packet) {
        byte[] id = packet.sender().value().getBytes(StandardCharsets.UTF_8);
        int flags = (packet.solicit() ? SOLICIT : 0) | (packet.advertise() ? ADVERTISE : 0);
        int kind = switch (packet.kind()) {
            case SERVER -> 0;
            case TRANSIT -> 1;
        };
        return ByteBuffer.allocate(HEADER_BYTES + id.length)
                .put((byte) packet.version().number())
                .put((byte) flags)
                .put((byte) kind)
                .put((byte) id.length)
                .put(id)
                .array();
    }

    /**
     * Reads the payload of a datagram. Spare flag bits and bytes after the id are ignored.
     *
     * @throws MalformedPacketException if it is not a discovery packet of a version that we speak
     */
    public static DiscoveryPacket decode(byte[] payload) throws MalformedPacketException {
        if (payload.length == 0) {
            throw new MalformedPacketException(Reason.EMPTY, "the packet is empty");
        }
        int number = payload[0] & 0xff;
        ProtocolVersion version = ProtocolVersion.of(number)
                .orElseThrow(() -> new MalformedPacketException(Reason.UNSUPPORTED_VERSION,
                        "protocol version " + number + " is not one that we speak"));
        if (payload.length < HEADER_BYTES) {
            throw new MalformedPacketException(Reason.TRUNCATED,
                    "the packet has " + payload.length + " bytes, its header alone needs " + HEADER_BYTES);
        }
        boolean solicit = (payload[1] & SOLICIT) != 0;
        boolean advertise = (payload[1] & ADVERTISE) != 0;
        if (!solicit && !advertise) {
            throw new MalformedPacketException(Reason.NO_FLAGS, "the packet neither solicits nor advertises");
        }
        RouterKind kind = switch (payload[2]) {
            case 0 -> RouterKind.SERVER;
            case 1 -> RouterKind.TRANSIT;
            default -> throw new MalformedPacketException(Reason.UNKNOWN_KIND,
                    "router kind " + (payload[2] & 0xff) + " is neither server (0) nor transit (1)");
        };
        return new DiscoveryPacket(version, solicit, advertise, kind, decodeId(payload));
    }

    private static RouterId decodeId(byte[] payload) throws MalformedPacketException {
        int length = payload[3] & 0xff;
        if (length == 0) {
            throw new MalformedPacketException(Reason.BAD_ID, "the sender's id is empty");
        }
        if (payload.length < HEADER_BYTES + length) {
            throw new MalformedPacketException(Reason.TRUNCATED, "the sender's id has " + length
                    + " bytes, the packet only " + (payload.length - HEADER_BYTES) + " of them");
        }
        try {
            // A new decoder refuses what it cannot map, where the String constructor would put a substitute.
            return new RouterId(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(payload, HEADER_BYTES, length))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedPacketException(Reason.BAD_ID, "the sender's id is not UTF-8");
        }
    }
}
