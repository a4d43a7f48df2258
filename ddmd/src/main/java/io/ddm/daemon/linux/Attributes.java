package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Walks the attributes of a message: after each {@link #next()} the other methods read the attribute reached. */
public final class Attributes {

    private static final int HEADER_BYTES = 4;
    /** Without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer bytes;
    private int next;
    private int type;
    private int offset;
    private int length;

    Attributes(ByteBuffer bytes, int from) {
        this.bytes = bytes;
        this.next = (from + 3) & ~3;
    }

    /**
     * Moves to the next attribute.
     *
     * @return false at the end
     * @throws MalformedMessageException if the bytes are no attribute
     */
    public boolean next() throws MalformedMessageException {
        if (next >= bytes.limit()) {
            return false;
        }
        int left = bytes.limit() - next;
        int total = left < HEADER_BYTES ? 0 : bytes.getShort(next) & 0xffff;
        if (total < HEADER_BYTES || total > left) {
            throw new MalformedMessageException("attribute of " + total + " bytes where " + left + " are left");
        }
        type = bytes.getShort(next + 2) & TYPE_MASK;
        offset = next + HEADER_BYTES;
        length = total - HEADER_BYTES;
        next += (total + 3) & ~3;
        return true;
    }

    /** The number of the attribute, without flags. */
    public int type() {
        return type;
    }

    /** The size of the value, in bytes. */
    public int length() {
        return length;
    }

    /**
     * A byte of the value, unsigned.
     *
     * @param at its offset in the value, in bytes
     * @throws MalformedMessageException if the value is shorter
     */
    public int int8(int at) throws MalformedMessageException {
        return bytes.get(checked(at, Byte.BYTES)) & 0xff;
    }

    /**
     * A 32-bit number in the value.
     *
     * @param at its offset in the value, in bytes
     * @throws MalformedMessageException if the value is shorter
     */
    public int int32(int at) throws MalformedMessageException {
        return bytes.getInt(checked(at, Integer.BYTES));
    }

    /**
     * A value of 32 bits.
     *
     * @throws MalformedMessageException if the value is shorter
     */
    public int int32() throws MalformedMessageException {
        return int32(0);
    }

    /**
     * A value of 16 bits, unsigned.
     *
     * @throws MalformedMessageException if the value is shorter
     */
    public int int16() throws MalformedMessageException {
        return bytes.getShort(checked(0, Short.BYTES)) & 0xffff;
    }

    /**
     * A value that is an IPv6 address.
     *
     * @throws MalformedMessageException if the value is shorter
     */
    public Ipv6Address address() throws MalformedMessageException {
        byte[] address = new byte[16];
        bytes.get(checked(0, address.length), address);
        return Ipv6Address.ofBytes(address, 0);
    }

    /** The attributes in the value of this one. */
    public Attributes nested() {
        return new Attributes(bytes.duplicate().order(bytes.order()).limit(offset + length), offset);
    }

    /** A copy of the value. */
    public byte[] value() {
        byte[] value = new byte[length];
        bytes.get(offset, value);
        return value;
    }

    /** The value as text, without the zero byte at its end. */
    public String text() {
        byte[] text = value();
        int end = 0;
        while (end < length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private int checked(int at, int bytesNeeded) throws MalformedMessageException {
        if (at + bytesNeeded > length) {
            throw new MalformedMessageException("attribute " + type + " of " + length + " bytes is too short");
        }
        return offset + at;
    }
}
