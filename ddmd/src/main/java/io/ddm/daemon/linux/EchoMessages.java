package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of an {@link EchoSocket}: {@code struct msghdr} for requests, replies and stamps, and what they point to.
 * Written and read in place.
 */
final class EchoMessages {

    /** The type of a reply. */
    static final int ECHO_REPLY = 129;

    /** The type of a request. */
    private static final int ECHO_REQUEST = 128;

    /** Header, nonce and sequence number. */
    private static final int PACKET_BYTES = 24;
    /** Offsets in a packet. */
    private static final int CODE = 1;
    private static final int IDENTIFIER = 4;
    private static final int SHORT_SEQUENCE = 6;
    private static final int NONCE = 8;
    private static final int SEQUENCE = 16;
    private static final int HEADER_BYTES = 8;

    /** Offsets in {@code struct msghdr}. */
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;

    /** Offsets of everything in the memory. */
    private static final int REQUEST_HEADER = 0;
    private static final int REPLY_HEADER = 64;
    private static final int STAMP_HEADER = 128;
    private static final int REQUEST_VECTOR = 192;
    private static final int REPLY_VECTOR = 208;
    private static final int PEER = 224;
    private static final int SOURCE = 256;
    private static final int REQUEST = 288;
    private static final int REPLY = 320;
    private static final int REPLY_CONTROL = 384;
    private static final int STAMP_CONTROL = 640;
    private static final int BYTES = 896;

    /** More than a packet: longer replies are truncated, and have the wrong size all the same. */
    private static final int REPLY_BYTES = 64;
    private static final int CONTROL_BYTES = 256;
    private static final int SOURCE_ADDRESS = SOURCE + 8;

    /** {@code struct cmsghdr}. */
    private static final int CONTROL_HEADER_BYTES = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_TIMESTAMPING = 37;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int IPV6_PKTINFO = 50;
    /** The index follows the address in {@code struct in6_pktinfo}. */
    private static final int PKTINFO_INDEX = 16;
    private static final int PKTINFO_BYTES = 20;
    /** In {@code struct sock_extended_err}. */
    private static final int ORIGIN = 4;
    private static final int DATA = 12;
    private static final int SO_EE_ORIGIN_TIMESTAMPING = 4;
    private static final int EXTENDED_ERROR_BYTES = 16;
    /** {@code struct scm_timestamping}: the kernel's time, one that is no longer used, the network card's. */
    private static final int STAMP_BYTES = 48;
    private static final int NIC_STAMP = 32;

    private static final int NONE = -1;

    private final ByteBuffer memory;
    private final ByteBuffer network;
    private final long base;
    private final int interfaceIndex;
    private final int identifier;
    private final long peerHigh;
    private final long peerLow;
    private long receivedAt;
    private long receivedByNicAt;
    private long sentAt;
    private long sentByNicAt;
    private int stampNumber;

    EchoMessages(Arena arena, Ipv6Address peer, int interfaceIndex, int identifier) {
        MemorySegment segment = arena.allocate(BYTES, Long.BYTES);
        this.memory = segment.asByteBuffer().order(ByteOrder.nativeOrder());
        this.network = segment.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        this.base = segment.address();
        this.interfaceIndex = interfaceIndex;
        this.identifier = identifier;
        this.peerHigh = peer.high();
        this.peerLow = peer.low();
        EchoOptions.write(segment.asSlice(PEER, EchoOptions.ADDRESS_BYTES), peer, interfaceIndex);
        vector(REQUEST_VECTOR, REQUEST, PACKET_BYTES);
        vector(REPLY_VECTOR, REPLY, REPLY_BYTES);
        pointers(REQUEST_HEADER, PEER, REQUEST_VECTOR);
        pointers(REPLY_HEADER, SOURCE, REPLY_VECTOR);
        memory.putLong(REPLY_HEADER + CONTROL, base + REPLY_CONTROL);
        memory.putLong(STAMP_HEADER + CONTROL, base + STAMP_CONTROL);
        memory.putInt(REQUEST_HEADER + NAME_LENGTH, EchoOptions.ADDRESS_BYTES);
        network.put(REQUEST, (byte) ECHO_REQUEST);
        network.putShort(REQUEST + IDENTIFIER, (short) identifier);
    }

    long sendAddress() {
        return base + REQUEST_HEADER;
    }

    long replyAddress() {
        return base + REPLY_HEADER;
    }

    long stampAddress() {
        return base + STAMP_HEADER;
    }

    void request(long nonce, long sequence) {
        network.putShort(REQUEST + SHORT_SEQUENCE, (short) sequence);
        network.putLong(REQUEST + NONCE, nonce);
        network.putLong(REQUEST + SEQUENCE, sequence);
    }

    /** To be called before a reply is received: the kernel overwrites lengths. */
    void prepareReply() {
        memory.putInt(REPLY_HEADER + NAME_LENGTH, EchoOptions.ADDRESS_BYTES);
        memory.putLong(REPLY_HEADER + CONTROL_LENGTH, CONTROL_BYTES);
        memory.putInt(REPLY_HEADER + FLAGS, 0);
    }

    /** To be called before a stamp is received. */
    void prepareStamp() {
        memory.putLong(STAMP_HEADER + CONTROL_LENGTH, CONTROL_BYTES);
        memory.putInt(STAMP_HEADER + FLAGS, 0);
    }

    /**
     * @param length bytes of the packet that the kernel wrote
     */
    EchoSocket.Reply parseReply(int length) {
        if (length < HEADER_BYTES || Byte.toUnsignedInt(network.get(REPLY)) != ECHO_REPLY
                || Short.toUnsignedInt(network.getShort(REPLY + IDENTIFIER)) != identifier) {
            return EchoSocket.Reply.OTHER_PROGRAM;
        }
        if (length != PACKET_BYTES || network.get(REPLY + CODE) != 0) {
            return EchoSocket.Reply.WRONG_SIZE;
        }
        if (network.getLong(SOURCE_ADDRESS) != peerHigh || network.getLong(SOURCE_ADDRESS + Long.BYTES) != peerLow) {
            return EchoSocket.Reply.WRONG_SOURCE;
        }
        int stamp = control(REPLY_HEADER, REPLY_CONTROL, SOL_SOCKET, SCM_TIMESTAMPING, STAMP_BYTES);
        receivedAt = stamp == NONE ? -1 : time(stamp);
        receivedByNicAt = stamp == NONE ? -1 : time(stamp + NIC_STAMP);
        int info = control(REPLY_HEADER, REPLY_CONTROL, IPPROTO_IPV6, IPV6_PKTINFO, PKTINFO_BYTES);
        return info != NONE && memory.getInt(info + PKTINFO_INDEX) == interfaceIndex
                ? EchoSocket.Reply.ECHO
                : EchoSocket.Reply.WRONG_INTERFACE;
    }

    long nonce() {
        return network.getLong(REPLY + NONCE);
    }

    long sequence() {
        long sequence = network.getLong(REPLY + SEQUENCE);
        return (short) sequence == network.getShort(REPLY + SHORT_SEQUENCE) ? sequence : -1;
    }

    long receivedAt() {
        return receivedAt;
    }

    long receivedByNicAt() {
        return receivedByNicAt;
    }

    /** Whether it is a stamp with its number: the kernel's or the network card's, each comes alone. */
    boolean parseStamp() {
        int stamp = control(STAMP_HEADER, STAMP_CONTROL, SOL_SOCKET, SCM_TIMESTAMPING, STAMP_BYTES);
        int number = control(STAMP_HEADER, STAMP_CONTROL, IPPROTO_IPV6, IPV6_RECVERR, EXTENDED_ERROR_BYTES);
        if (stamp == NONE || number == NONE || memory.get(number + ORIGIN) != SO_EE_ORIGIN_TIMESTAMPING) {
            return false;
        }
        sentAt = time(stamp);
        sentByNicAt = time(stamp + NIC_STAMP);
        stampNumber = memory.getInt(number + DATA);
        return sentAt >= 0 || sentByNicAt >= 0;
    }

    long sentAt() {
        return sentAt;
    }

    long sentByNicAt() {
        return sentByNicAt;
    }

    /** Unsigned: the kernel counts on after 2^31, which is 290 days of ten probes a second. */
    int stampNumber() {
        return stampNumber;
    }

    /** A {@code struct timespec} in nanoseconds; -1 if it is zero, as that which the other clock did not stamp. */
    private long time(int at) {
        long nanos = memory.getLong(at) * 1_000_000_000L + memory.getLong(at + Long.BYTES);
        return nanos == 0 ? -1 : nanos;
    }

    /** Where the data of a control message begins, {@link #NONE} without one that has so many bytes. */
    private int control(int header, int control, int level, int type, int bytes) {
        int end = control + (int) Math.min(memory.getLong(header + CONTROL_LENGTH), CONTROL_BYTES);
        int at = control;
        while (at + CONTROL_HEADER_BYTES <= end) {
            long length = memory.getLong(at);
            if (length < CONTROL_HEADER_BYTES || length > end - at) {
                return NONE;
            }
            if (memory.getInt(at + Long.BYTES) == level && memory.getInt(at + Long.BYTES + Integer.BYTES) == type) {
                return length < CONTROL_HEADER_BYTES + bytes ? NONE : at + CONTROL_HEADER_BYTES;
            }
            at += (int) (length + Long.BYTES - 1) & -Long.BYTES;
        }
        return NONE;
    }

    private void vector(int at, int bytes, int length) {
        memory.putLong(at, base + bytes);
        memory.putLong(at + Long.BYTES, length);
    }

    private void pointers(int header, int name, int vector) {
        memory.putLong(header + NAME, base + name);
        memory.putLong(header + VECTOR, base + vector);
        memory.putLong(header + VECTOR_LENGTH, 1);
    }
}
