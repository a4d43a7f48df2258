package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.nio.ByteBuffer;

/**
 * Writes netlink messages one after the other into a buffer of native byte order: header, fixed part, attributes,
 * each aligned to four bytes.
 */
public final class MessageWriter {

    /** NLM_F_REQUEST, which every message to the kernel has. */
    public static final int REQUEST = 0x1;
    /** NLM_F_ACK: the kernel confirms also a success. */
    public static final int ACK = 0x4;
    /** NLM_F_DUMP: all objects are asked for. */
    public static final int DUMP = 0x300;
    /** NLM_F_REPLACE: an object that exists is replaced. */
    public static final int REPLACE = 0x100;
    /** NLM_F_EXCL: an object that exists is an error. */
    public static final int EXCLUSIVE = 0x200;
    /** NLM_F_CREATE: an object that does not exist is created. */
    public static final int CREATE = 0x400;

    private static final int FLAGS_OFFSET = 6;

    private final ByteBuffer buffer;
    private int start;
    private int sequence;

    /**
     * @param buffer of native byte order, written from its position on
     */
    public MessageWriter(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Begins a message; its sequence number is one more than that of the message before.
     *
     * @param type NLMSG_* or RTM_*
     * @param flags NLM_F_*, besides {@link #REQUEST}
     */
    public MessageWriter begin(int type, int flags) {
        start = buffer.position();
        sequence++;
        buffer.putInt(0).putShort((short) type).putShort((short) (REQUEST | flags)).putInt(sequence).putInt(0);
        return this;
    }

    /** Writes the low 8 bits. */
    public MessageWriter int8(int value) {
        buffer.put((byte) value);
        return this;
    }

    /** Writes the low 16 bits. */
    public MessageWriter int16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    /** Writes 32 bits. */
    public MessageWriter int32(int value) {
        buffer.putInt(value);
        return this;
    }

    /** Writes an attribute of 32 bits. */
    public MessageWriter attribute(int type, int value) {
        attributeHeader(type, Integer.BYTES);
        buffer.putInt(value);
        return this;
    }

    /** Writes an attribute that is an address, in network byte order. */
    public MessageWriter attribute(int type, Ipv6Address value) {
        byte[] bytes = value.toBytes();
        attributeHeader(type, bytes.length);
        buffer.put(bytes);
        return this;
    }

    /** Writes the header of an attribute whose {@code bytes}, a multiple of four, are written next. */
    public MessageWriter attributeHeader(int type, int bytes) {
        buffer.putShort((short) (4 + bytes)).putShort((short) type);
        return this;
    }

    /** Ends the message. */
    public void end() {
        buffer.putInt(start, buffer.position() - start);
    }

    /** Makes the kernel confirm the latest message also when it succeeds. */
    public void acknowledgeLast() {
        int flags = buffer.getShort(start + FLAGS_OFFSET);
        buffer.putShort(start + FLAGS_OFFSET, (short) (flags | ACK));
    }

    /** The sequence number of the latest message. */
    public int sequence() {
        return sequence;
    }
}
