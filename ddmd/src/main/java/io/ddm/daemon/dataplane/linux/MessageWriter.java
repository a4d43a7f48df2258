package io.ddm.daemon.dataplane.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.nio.ByteBuffer;

/**
 * Writes netlink messages one behind the other into a buffer of native byte order: header, fixed part, attributes,
 * each aligned to four bytes.
 */
final class MessageWriter {

    /** NLM_F_*: flags of a request. */
    static final int REQUEST = 0x1;
    static final int ACK = 0x4;
    static final int DUMP = 0x300;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int CREATE = 0x400;

    private static final int FLAGS_OFFSET = 6;

    private final ByteBuffer buffer;
    private int start;
    private int sequence;

    MessageWriter(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Begins a message; its sequence number is one more than the one before. */
    MessageWriter begin(int type, int flags) {
        start = buffer.position();
        sequence++;
        buffer.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(sequence).putInt(0);
        return this;
    }

    MessageWriter int8(int value) {
        buffer.put((byte) value);
        return this;
    }

    MessageWriter int16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    MessageWriter int32(int value) {
        buffer.putInt(value);
        return this;
    }

    MessageWriter attribute(int type, int value) {
        attributeHeader(type, Integer.BYTES);
        buffer.putInt(value);
        return this;
    }

    /** An address in network byte order. */
    MessageWriter attribute(int type, Ipv6Address value) {
        byte[] bytes = value.toBytes();
        attributeHeader(type, bytes.length);
        buffer.put(bytes);
        return this;
    }

    /** The header of an attribute whose {@code bytes}, a multiple of four, are written next. */
    MessageWriter attributeHeader(int type, int bytes) {
        buffer.putShort((short) (4 + bytes)).putShort((short) type);
        return this;
    }

    /** Ends the message. */
    void end() {
        buffer.putInt(start, buffer.position() - start);
    }

    /** Makes the kernel confirm the newest message also when it succeeds. */
    void acknowledgeLast() {
        int flags = buffer.getShort(start + FLAGS_OFFSET);
        buffer.putShort(start + FLAGS_OFFSET, (short) (flags | ACK));
    }

    /** The sequence number of the newest message. */
    int sequence() {
        return sequence;
    }
}
