package io.ddm.daemon.linux;

import io.ddm.fsm.model.Ipv6Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Echo requests of ICMPv6 to one neighbor on one interface, and its replies, with the kernel's times of both. Raw where
 * this process may (CAP_NET_RAW), otherwise a ping socket, where {@code net.ipv4.ping_group_range} permits one.
 *
 * <p>Nothing waits, and sending and reading allocate nothing. Used and closed by the thread that opens it, in whose
 * network namespace it is.
 *
 * <p>A request is 24 bytes: the header of ICMPv6, a nonce and a sequence number of 64 bits each. The kernel stamps
 * requests by number, in the order in which they leave, and never one whose neighbor it cannot resolve. Replies have
 * the hop limit that the neighbor chooses, so that is no proof of anything.
 */
public final class EchoSocket implements AutoCloseable {

    /** What {@link #readReply} found. */
    public enum Reply {
        /** Nothing: the queue is empty. */
        NONE,
        /** A reply to us, by address, interface and identifier; what it holds remains to be compared. */
        ECHO,
        /** A reply to another program's request. */
        OTHER_PROGRAM,
        /** A reply with our identifier and another size than our requests. */
        WRONG_SIZE,
        /** A reply with our identifier from another address than the neighbor's. */
        WRONG_SOURCE,
        /** A reply with our identifier that came in by another interface. */
        WRONG_INTERFACE,
        /** The socket has failed, see {@link #error}. */
        FAILED
    }

    /** What {@link #readStamp} found. */
    public enum Stamp {
        /** Nothing: the queue is empty. */
        NONE,
        /** When a request left, by the kernel's clock or by the network card's. */
        SENT,
        /** Something of no use. */
        OTHER,
        /** The socket has failed, see {@link #error}. */
        FAILED
    }

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_ERRQUEUE = 0x2000;

    /** Requests that were sent and whose stamps have not come, at most; of older ones the sequence is forgotten. */
    private static final int MAX_UNSTAMPED = 64;

    private final Arena arena;
    private final MemorySegment state;
    private final EchoMessages messages;
    private final EchoOptions options;
    private final int fd;
    private final long[] sequenceOfStamp = new long[MAX_UNSTAMPED];
    /** Unsigned, as the kernel counts. */
    private int nextStamp;
    private long stampedSequence;
    private int error;

    EchoSocket(EchoOptions options, Ipv6Address peer, int interfaceIndex) {
        this.fd = options.fd();
        this.options = options;
        this.arena = Arena.ofConfined();
        this.state = Libc.callState(arena);
        this.messages = new EchoMessages(arena, peer, interfaceIndex, options.identifier());
    }

    /**
     * Opens a socket.
     *
     * @param interfaceIndex the only interface that it sends and receives on
     * @param address ours on that interface
     * @param peer the neighbor's
     * @throws NetlinkException if this process may not, if there is no such interface or address, or while the address
     *     is tentative
     */
    public static EchoSocket open(int interfaceIndex, Ipv6Address address, Ipv6Address peer) throws NetlinkException {
        // Programs that ping from the same host use their process number, mostly.
        int identifier = ThreadLocalRandom.current().nextInt(1 << Short.SIZE);
        return new EchoSocket(EchoOptions.open(interfaceIndex, address, identifier), peer, interfaceIndex);
    }

    /** Whether it is a raw socket, which needs CAP_NET_RAW. */
    public boolean isRaw() {
        return options.isRaw();
    }

    /**
     * Sends a request.
     *
     * @return 0, or the error number if it was not sent
     */
    public int send(long nonce, long sequence) {
        messages.request(nonce, sequence);
        int sent;
        do {
            sent = Libc.sendmsg(state, fd, messages.sendAddress(), MSG_DONTWAIT);
        } while (sent == -Errno.EINTR);
        if (sent < 0) {
            // Whether the kernel counted it depends on where it failed.
            options.renumberStamps();
            nextStamp = 0;
            return -sent;
        }
        sequenceOfStamp[Integer.remainderUnsigned(nextStamp, MAX_UNSTAMPED)] = sequence;
        nextStamp++;
        return 0;
    }

    /** Reads one stamp. */
    public Stamp readStamp() {
        messages.prepareStamp();
        int read = receive(messages.stampAddress(), MSG_DONTWAIT | MSG_ERRQUEUE);
        if (read < 0) {
            return error == Errno.EAGAIN ? Stamp.NONE : Stamp.FAILED;
        }
        if (!messages.parseStamp()) {
            return Stamp.OTHER;
        }
        int age = nextStamp - 1 - messages.stampNumber();
        if (age < 0 || age >= MAX_UNSTAMPED) {
            return Stamp.OTHER;
        }
        stampedSequence = sequenceOfStamp[Integer.remainderUnsigned(messages.stampNumber(), MAX_UNSTAMPED)];
        return Stamp.SENT;
    }

    /** The sequence number of the request that the last {@link Stamp#SENT} is about. */
    public long stampedSequence() {
        return stampedSequence;
    }

    /** When that request left, in nanoseconds of CLOCK_REALTIME; -1 if this is the network card's stamp. */
    public long sentAt() {
        return messages.sentAt();
    }

    /** When that request left, in nanoseconds of the network card's clock; -1 if this is the kernel's stamp. */
    public long sentByNicAt() {
        return messages.sentByNicAt();
    }

    /** Reads one reply. */
    public Reply readReply() {
        messages.prepareReply();
        int read = receive(messages.replyAddress(), MSG_DONTWAIT);
        if (read < 0) {
            return error == Errno.EAGAIN ? Reply.NONE : Reply.FAILED;
        }
        return messages.parseReply(read);
    }

    /** The nonce of the last {@link Reply#ECHO}. */
    public long nonce() {
        return messages.nonce();
    }

    /** The sequence number of the last {@link Reply#ECHO}; -1 if its two fields contradict each other. */
    public long sequence() {
        return messages.sequence();
    }

    /** When that reply arrived, in nanoseconds of CLOCK_REALTIME; -1 if the kernel does not say. */
    public long receivedAt() {
        return messages.receivedAt();
    }

    /** When that reply arrived, in nanoseconds of the network card's clock; -1 if it stamps no packets. */
    public long receivedByNicAt() {
        return messages.receivedByNicAt();
    }

    /** The error number of the last {@code FAILED}. */
    public int error() {
        return error;
    }

    @Override
    public void close() {
        Libc.close(fd);
        arena.close();
    }

    int fd() {
        return fd;
    }

    private int receive(long message, int flags) {
        int read;
        do {
            read = Libc.recvmsg(state, fd, message, flags);
        } while (read == -Errno.EINTR);
        error = read < 0 ? -read : 0;
        return read;
    }
}
