package io.ddm.daemon.dataplane.linux;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of this package. Each returns what the C function returns, or the negative error number
 * ({@code errno(3)}) when that fails.
 *
 * <p>Calls that can wait must not be made on a virtual thread: a foreign call pins its carrier.
 */
final class Libc {

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = handle("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = handle("bind", INT, INT, POINTER, INT);
    private static final MethodHandle GETSOCKNAME = handle("getsockname", INT, INT, POINTER, POINTER);
    private static final MethodHandle SETSOCKOPT = handle("setsockopt", INT, INT, INT, INT, POINTER, INT);
    private static final MethodHandle SEND = handle("send", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle RECV = handle("recv", LONG, INT, POINTER, LONG, INT);
    private static final MethodHandle POLL = handle("poll", INT, POINTER, LONG, INT);
    private static final MethodHandle EVENTFD = handle("eventfd", INT, INT, INT);
    private static final MethodHandle READ = handle("read", LONG, INT, POINTER, LONG);
    private static final MethodHandle WRITE = handle("write", LONG, INT, POINTER, LONG);
    private static final MethodHandle CLOSE = handle("close", INT, INT);

    private Libc() {}

    static int socket(int domain, int type, int protocol) {
        return call(state -> (int) SOCKET.invokeExact(state, domain, type, protocol));
    }

    static int bind(int fd, MemorySegment address) {
        return call(state -> (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
    }

    static int getsockname(int fd, MemorySegment address, MemorySegment length) {
        return call(state -> (int) GETSOCKNAME.invokeExact(state, fd, address, length));
    }

    static int setsockopt(int fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(INT, value);
            return call(state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, number, Integer.BYTES));
        }
    }

    static int send(int fd, MemorySegment bytes, int flags) {
        return call(state -> (long) SEND.invokeExact(state, fd, bytes, bytes.byteSize(), flags));
    }

    static int recv(int fd, MemorySegment bytes, int flags) {
        return call(state -> (long) RECV.invokeExact(state, fd, bytes, bytes.byteSize(), flags));
    }

    static int poll(MemorySegment descriptors, long count, int milliseconds) {
        return call(state -> (int) POLL.invokeExact(state, descriptors, count, milliseconds));
    }

    static int eventfd(int initial, int flags) {
        return call(state -> (int) EVENTFD.invokeExact(state, initial, flags));
    }

    static int read(int fd, MemorySegment bytes) {
        return call(state -> (long) READ.invokeExact(state, fd, bytes, bytes.byteSize()));
    }

    static int write(int fd, MemorySegment bytes) {
        return call(state -> (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
    }

    static int close(int fd) {
        return call(state -> (int) CLOSE.invokeExact(state, fd));
    }

    private interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    private static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.invoke(state);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : (int) result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("a C function cannot throw", e);
        }
    }

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
