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

    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
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
    private final int fd;
    private long receivedAt;
    private int interfaceIndex;

    /** Receives what is sent to a UDP port, with room for a receiver that is late. */
    Datagrams(Inet6Address address, int port) throws IOException {
        fd = checked("socket", call(SOCKET, AF_INET6, SOCK_DGRAM, 0, 0, 0, 0));
        vector.set(REGISTER, 0, buffer.address());
        vector.set(REGISTER, 8, BUFFER_BYTES);
        message.set(REGISTER, 16, vector.address());
        message.set(REGISTER, 24, 1);
        message.set(REGISTER, CONTROL_AT, control.address());
        option(SOL_SOCKET, SO_TIMESTAMPNS, 1);
        option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        // Without the right to a large buffer, what a late receiver loses would pass for lost on the way.
        option(SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20);
        MemorySegment bound = address(arena, address, port);
        checked("bind", call(BIND, fd, bound.address(), ADDRESS_BYTES, 0, 0, 0));
    }

    /** What {@link #poll} took, from its first byte on. */
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

    /** Takes a packet that has arrived; its bytes, -1 if there was none. */
    int poll() {
        message.set(REGISTER, CONTROL_LENGTH_AT, CONTROL_BYTES);
        int bytes = call(RECVMSG, fd, message.address(), MSG_DONTWAIT, 0, 0, 0);
        if (bytes >= 0) {
            readControl((int) message.get(REGISTER, CONTROL_LENGTH_AT));
        }
        return bytes;
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

    private static MemorySegment address(Arena arena, Inet6Address address, int port) {
        MemorySegment bytes = arena.allocate(ADDRESS_BYTES, 8);
        bytes.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET6);
        bytes.set(NETWORK_SHORT, 2, (short) port);
        MemorySegment.copy(MemorySegment.ofArray(address.getAddress()), 0, bytes, 8, 16);
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
