package io.ddm.daemon.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls. Each returns the result of the C function, or the negative error number ({@code errno(3)}) if that
 * fails.
 *
 * <p>All functions are called by one signature, five 64-bit integers. Both of Linux's ABIs that we run on (System V for
 * x86-64, AAPCS64) pass every integer and pointer in a 64-bit register of its own, of which a function reads as many
 * and as much as it takes. The linker spins classes for each signature that it meets, and a daemon starts a tenth of a
 * second earlier with one than with nine.
 *
 * <p>Calls that can wait must not be made on a virtual thread: a foreign call pins its carrier.
 */
public final class Libc {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong REGISTER = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.of(REGISTER, REGISTER, REGISTER, REGISTER,
            REGISTER, REGISTER);

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket");
    private static final MethodHandle BIND = handle("bind");
    private static final MethodHandle GETSOCKNAME = handle("getsockname");
    private static final MethodHandle SETSOCKOPT = handle("setsockopt");
    private static final MethodHandle SEND = handle("send");
    private static final MethodHandle RECV = handle("recv");
    private static final MethodHandle POLL = handle("poll");
    private static final MethodHandle EVENTFD = handle("eventfd");
    private static final MethodHandle READ = handle("read");
    private static final MethodHandle WRITE = handle("write");
    private static final MethodHandle CLOSE = handle("close");
    private static final MethodHandle LISTEN = handle("listen");
    private static final MethodHandle CONNECT = handle("connect");
    private static final MethodHandle GETSOCKOPT = handle("getsockopt");
    private static final MethodHandle GETEUID = handle("geteuid");
    private static final MethodHandle IF_INDEXTONAME = handle("if_indextoname");
    private static final MethodHandle SENDMSG = handle("sendmsg");
    private static final MethodHandle RECVMSG = handle("recvmsg");
    private static final MethodHandle PPOLL = handle("ppoll");
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1");
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl");
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait");
    private static final MethodHandle CLOCK_GETTIME = handle("clock_gettime");
    /** IF_NAMESIZE. */
    private static final int INTERFACE_NAME_BYTES = 16;

    private Libc() {}

    static int socket(int domain, int type, int protocol) {
        return call(SOCKET, domain, type, protocol, 0, 0);
    }

    static int bind(int fd, MemorySegment address) {
        return call(BIND, fd, address.address(), address.byteSize(), 0, 0);
    }

    static int getsockname(int fd, MemorySegment address, MemorySegment length) {
        return call(GETSOCKNAME, fd, address.address(), length.address(), 0, 0);
    }

    /**
     * {@code setsockopt(2)} with a value of type {@code int}.
     *
     * @return 0 or the negative error number
     */
    public static int setsockopt(int fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(INT, value);
            return call(SETSOCKOPT, fd, level, option, number.address(), number.byteSize());
        }
    }

    static int send(int fd, MemorySegment bytes, int flags) {
        return call(SEND, fd, bytes.address(), bytes.byteSize(), flags, 0);
    }

    static int recv(int fd, MemorySegment bytes, int flags) {
        return call(RECV, fd, bytes.address(), bytes.byteSize(), flags, 0);
    }

    static int poll(MemorySegment descriptors, long count, int milliseconds) {
        return call(POLL, descriptors.address(), count, milliseconds, 0, 0);
    }

    static int eventfd(int initial, int flags) {
        return call(EVENTFD, initial, flags, 0, 0, 0);
    }

    static int read(int fd, MemorySegment bytes) {
        return call(READ, fd, bytes.address(), bytes.byteSize(), 0, 0);
    }

    static int write(int fd, MemorySegment bytes) {
        return call(WRITE, fd, bytes.address(), bytes.byteSize(), 0, 0);
    }

    static int listen(int fd, int backlog) {
        return call(LISTEN, fd, backlog, 0, 0, 0);
    }

    static int connect(int fd, MemorySegment address) {
        return call(CONNECT, fd, address.address(), address.byteSize(), 0, 0);
    }

    static int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
        return call(GETSOCKOPT, fd, level, option, value.address(), length.address());
    }

    /** The effective user of this process, {@code geteuid(2)}. */
    public static int geteuid() {
        return call(GETEUID, 0, 0, 0, 0, 0);
    }

    /** The name of an interface in the network namespace of the calling thread; {@code interface 7} if it has none. */
    public static String interfaceName(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(INTERFACE_NAME_BYTES);
            // The result is a pointer to the name, or null; an empty name says the same.
            call(IF_INDEXTONAME, index, name.address(), 0, 0, 0);
            String text = name.getString(0);
            return text.isEmpty() ? "interface " + index : text;
        }
    }

    /**
     * Memory for the error numbers of one thread's calls. The calls that are given it allocate nothing; what they point
     * to are addresses, which the caller keeps alive.
     */
    static MemorySegment callState(Arena arena) {
        return arena.allocate(STATE);
    }

    /** {@code setsockopt(2)} with a structure. */
    static int setsockopt(int fd, int level, int option, MemorySegment value) {
        return call(SETSOCKOPT, fd, level, option, value.address(), value.byteSize());
    }

    static int sendmsg(MemorySegment state, int fd, long message, int flags) {
        return call(state, SENDMSG, fd, message, flags, 0, 0);
    }

    static int recvmsg(MemorySegment state, int fd, long message, int flags) {
        return call(state, RECVMSG, fd, message, flags, 0, 0);
    }

    /** {@code ppoll(2)} without a change of the signal mask. */
    static int ppoll(MemorySegment state, long descriptors, long count, long timeout) {
        return call(state, PPOLL, descriptors, count, timeout, 0, 0);
    }

    static int epollCreate1(int flags) {
        return call(EPOLL_CREATE1, flags, 0, 0, 0, 0);
    }

    static int epollCtl(int fd, int operation, int member, MemorySegment event) {
        return call(EPOLL_CTL, fd, operation, member, event.address(), 0);
    }

    /** {@code epoll_wait(2)} that does not wait. */
    static int epollWait(MemorySegment state, int fd, long events, int size) {
        return call(state, EPOLL_WAIT, fd, events, size, 0, 0);
    }

    /** {@code clock_gettime(2)}. */
    static int clockGettime(MemorySegment state, int clock, long time) {
        return call(state, CLOCK_GETTIME, clock, time, 0, 0, 0);
    }

    static int close(int fd) {
        return call(CLOSE, fd, 0, 0, 0, 0);
    }

    /** Results are C's {@code int}, or a size that fits into one; above that a register may hold anything. */
    private static int call(MethodHandle function, long a, long b, long c, long d, long e) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena.allocate(STATE), function, a, b, c, d, e);
        }
    }

    private static int call(MemorySegment state, MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            int result = (int) (long) function.invokeExact(state, a, b, c, d, e);
            return result < 0 ? -state.get(INT, ERRNO) : result;
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new LinkageError("a C function cannot throw", thrown);
        }
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), SIGNATURE,
                Linker.Option.captureCallState("errno"));
    }
}
