package io.ddm.daemon.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message of a datagram.
 *
 * @param type NLMSG_* or RTM_*
 * @param flags NLM_F_*
 * @param sequence the sequence number of the request that this answers
 * @param portId the socket whose request caused it, 0 for the kernel itself
 * @param body the bytes after the header, native byte order; a view that lives as long as the datagram
 */
public record NetlinkMessage(int type, int flags, int sequence, int portId, ByteBuffer body) {

    /** NLMSG_ERROR: the result of a request, also of one that succeeded. */
    public static final int ERROR = 2;
    /** NLMSG_DONE: the end of a dump. */
    public static final int DONE = 3;

    /** The state changed while it was dumped (NLM_F_DUMP_INTR). */
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int ACK_TLVS = 0x200;
    private static final int CAPPED = 0x100;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int HEADER_BYTES = 16;

    /**
     * Reads the next message of a datagram; null at its end.
     *
     * @throws MalformedMessageException if the bytes are not a message
     */
    @Nullable
    public static NetlinkMessage next(ByteBuffer datagram) throws MalformedMessageException {
        if (!datagram.hasRemaining()) {
            return null;
        }
        if (datagram.remaining() < HEADER_BYTES) {
            throw new MalformedMessageException("header cut off");
        }
        int start = datagram.position();
        int length = datagram.getInt(start);
        if (length < HEADER_BYTES || length > datagram.remaining()) {
            throw new MalformedMessageException("length " + length);
        }
        NetlinkMessage message = new NetlinkMessage(datagram.getShort(start + 4) & 0xffff,
                datagram.getShort(start + 6) & 0xffff, datagram.getInt(start + 8), datagram.getInt(start + 12),
                datagram.slice(start + HEADER_BYTES, length - HEADER_BYTES).order(datagram.order()));
        datagram.position(start + Math.min((length + 3) & ~3, datagram.remaining()));
        return message;
    }

    /** Whether the state changed while it was dumped. */
    public boolean interrupted() {
        return (flags & DUMP_INTERRUPTED) != 0;
    }

    /**
     * A byte of the body, unsigned.
     *
     * @throws MalformedMessageException if the body is shorter
     */
    public int int8(int offset) throws MalformedMessageException {
        return body.get(checked(offset, Byte.BYTES)) & 0xff;
    }

    /**
     * A 16-bit number of the body, unsigned.
     *
     * @throws MalformedMessageException if the body is shorter
     */
    public int int16(int offset) throws MalformedMessageException {
        return body.getShort(checked(offset, Short.BYTES)) & 0xffff;
    }

    /**
     * A 32-bit number of the body.
     *
     * @throws MalformedMessageException if the body is shorter
     */
    public int int32(int offset) throws MalformedMessageException {
        return body.getInt(checked(offset, Integer.BYTES));
    }

    /**
     * The attributes after a fixed part of so many bytes.
     *
     * @throws MalformedMessageException if the body is shorter
     */
    public Attributes attributes(int fixedBytes) throws MalformedMessageException {
        checked(fixedBytes, 0);
        return new Attributes(body, fixedBytes);
    }

    /**
     * The error number of a message of type ERROR or DONE; 0 is a success.
     *
     * @throws MalformedMessageException if it is not an error number
     */
    public int errno() throws MalformedMessageException {
        int error = int32(0);
        if (error > 0 || error == Integer.MIN_VALUE) {
            throw new MalformedMessageException("error " + error);
        }
        return -error;
    }

    /**
     * Why a request failed: the kernel's own text if there is one, and the error number.
     *
     * @throws MalformedMessageException if the body is not that of an ERROR message
     */
    public String reason() throws MalformedMessageException {
        String text = Errno.text(errno());
        if ((flags & ACK_TLVS) == 0) {
            return text;
        }
        // The failed request is in between: only its header when the answer is capped.
        int request = (flags & CAPPED) != 0 ? HEADER_BYTES : int32(Integer.BYTES);
        if (request < HEADER_BYTES || request > body.limit()) {
            throw new MalformedMessageException("length " + request + " of the failed request");
        }
        Attributes attributes = attributes(Integer.BYTES + ((request + 3) & ~3));
        while (attributes.next()) {
            if (attributes.type() == NLMSGERR_ATTR_MSG) {
                return attributes.text() + " (" + text + ")";
            }
        }
        return text;
    }

    private int checked(int offset, int bytes) throws MalformedMessageException {
        if (offset + bytes > body.limit()) {
            throw new MalformedMessageException("body of " + body.limit() + " bytes is too short");
        }
        return offset;
    }
}
