package io.ddm.interop.bench.delay;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.nio.ByteOrder;

/**
 * An IPv6 socket that says when the kernel received a packet and on which interface, as Java's own sockets do not. One
 * thread uses it, and it lives as long as the process.
 */
final class Datagrams {

    private static final ValueLayout.OfLong REGISTER = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.of(REGISTER, REGISTER, REGISTER, REGISTER,
            REGISTER, REGISTER, REGISTER);
    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private static final MethodHandle SOCKET = handle("socket");
    private static final MethodHandle BIND = handle("bind");
    private static final MethodHandle SETSOCKOPT = handle("setsockopt");
    private static final MethodHandle RECVMSG = handle("recvmsg");
    private static final MethodHandle SENDTO = handle("sendto");

    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;

    private static final int MSG_DONTWAIT = 0x40;

    private static final int ADDRESS_BYTES = 28;
    private static final int BUFFER_BYTES = 2048;
    private static final int CONTROL_BYTES = 256;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    private final MemorySegment control = arena.allocate(CONTROL_BYTES, 8);
    private final MemorySegment vector = arena.allocate(16, 8);
    private final MemorySegment message = arena.allocate(56, 8);
    private MemorySegment target = MemorySegment.NULL;
    private final int fd;
    private long receivedAt;
    private int interfaceIndex;

    private Datagrams(int kind, int protocol) throws IOException {
        fd = checked("socket", call(SOCKET, AF_INET6, kind, protocol, 0, 0, 0));
        vector.set(REGISTER, 0, buffer.address());
        vector.set(REGISTER, 8, BUFFER_BYTES);
        message.set(REGISTER, 16, vector.address());
        message.set(REGISTER, 24, 1);
        message.set(REGISTER, CONTROL_AT, control.address());
        option(SOL_SOCKET, SO_TIMESTAMPNS, 1);
        option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        MemorySegment wait = arena.allocate(16, 8);
        wait.set(REGISTER, 8, 50_000);
        checked("SO_RCVTIMEO", call(SETSOCKOPT, fd, SOL_SOCKET, SO_RCVTIMEO, wait.address(), wait.byteSize(), 0));
    }

    /** A socket that receives what is sent to a UDP port, with room for a receiver that is late. */
    static Datagrams udp(Inet6Address address, int port) throws IOException {
        Datagrams socket = new Datagrams(SOCK_DGRAM, 0);
        // Without the right to a large buffer, what a late receiver loses would pass for lost on the way.
        socket.option(SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20);
        MemorySegment bound = address(socket.arena, address, port, 0);
        checked("bind", call(BIND, socket.fd, bound.address(), ADDRESS_BYTES, 0, 0, 0));
        return socket;
    }

    /** A raw socket for ICMPv6. */
    static Datagrams icmp() throws IOException {
        return new Datagrams(SOCK_RAW, IPPROTO_ICMPV6);
    }

    /** What {@link #receive} received, from its first byte on. */
    MemorySegment data() {
        return buffer;
    }

    /** When the kernel received it, in nanoseconds of the wall clock. */
    long receivedAt() {
        return receivedAt;
    }

    /** The index of the interface that it came in by. */
    int interfaceIndex() {
        return interfaceIndex;
    }

    /** Waits for a packet for at most 50 ms; its bytes, -1 if there was none. */
    int receive() {
        return receive(0);
    }

    /** The same without waiting. */
    int poll() {
        return receive(MSG_DONTWAIT);
    }

    private int receive(int flags) {
        message.set(REGISTER, CONTROL_LENGTH_AT, CONTROL_BYTES);
        int bytes = call(RECVMSG, fd, message.address(), flags, 0, 0, 0);
        if (bytes >= 0) {
            readControl((int) message.get(REGISTER, CONTROL_LENGTH_AT));
        }
        return bytes;
    }

    /** Chooses where {@link #send} sends to. */
    void target(Inet6Address address, int scope) {
        target = address(arena, address, 0, scope);
    }

    /**
     * Sends the first bytes of {@link #data} to the target.
     *
     * @return when, just before, in nanoseconds of the wall clock
     */
    long send(int bytes) throws IOException {
        long at = NodeProcess.wallNanos();
        checked("sendto", call(SENDTO, fd, buffer.address(), bytes, 0, target.address(), ADDRESS_BYTES));
        return at;
    }

    private void readControl(int length) {
        receivedAt = 0;
        interfaceIndex = 0;
        for (int at = 0; at + 16 <= length;) {
            int size = (int) control.get(REGISTER, at);
            int level = control.get(ValueLayout.JAVA_INT, at + 8);
            int kind = control.get(ValueLayout.JAVA_INT, at + 12);
            if (level == SOL_SOCKET && kind == SO_TIMESTAMPNS) {
                receivedAt = control.get(REGISTER, at + 16) * 1_000_000_000 + control.get(REGISTER, at + 24);
            } else if (level == IPPROTO_IPV6 && kind == IPV6_PKTINFO) {
                interfaceIndex = control.get(ValueLayout.JAVA_INT, at + 32);
            }
            at += Math.max(16, (size + 7) & ~7);
        }
    }

    private void option(int level, int name, int value) throws IOException {
        MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, value);
        checked("option " + name, call(SETSOCKOPT, fd, level, name, number.address(), 4, 0));
    }

    private static MemorySegment address(Arena arena, Inet6Address address, int port, int scope) {
        MemorySegment bytes = arena.allocate(ADDRESS_BYTES, 8);
        bytes.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET6);
        bytes.set(NETWORK_SHORT, 2, (short) port);
        MemorySegment.copy(MemorySegment.ofArray(address.getAddress()), 0, bytes, 8, 16);
        bytes.set(ValueLayout.JAVA_INT, 24, scope);
        return bytes;
    }

    private static int checked(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed");
        }
        return result;
    }

    private static int call(MethodHandle function, long a, long b, long c, long d, long e, long f) {
        try {
            return (int) (long) function.invokeExact(a, b, c, d, e, f);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new LinkageError("a C function cannot throw", thrown);
        }
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), SIGNATURE);
    }
}
