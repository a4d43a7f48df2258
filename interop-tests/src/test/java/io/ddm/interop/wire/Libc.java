package io.ddm.interop.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls. All are called by one signature, since Linux's ABIs for x86-64 and AArch64 pass each integer and
 * pointer in a register of its own. Those of each frame take addresses and leave {@code errno} alone, so that they
 * allocate nothing.
 */
final class Libc {

    private static final ValueLayout.OfLong REGISTER = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor SIGNATURE = FunctionDescriptor.of(REGISTER, REGISTER, REGISTER, REGISTER,
            REGISTER);
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle READ = plain("read");
    private static final MethodHandle WRITE = plain("write");
    private static final MethodHandle PPOLL = plain("ppoll");
    private static final MethodHandle OPEN = withErrno("open");
    private static final MethodHandle IOCTL = withErrno("ioctl");
    private static final MethodHandle PRCTL = withErrno("prctl");
    private static final MethodHandle SETNS = withErrno("setns");
    private static final MethodHandle SOCKET = withErrno("socket");
    private static final MethodHandle BIND = withErrno("bind");
    private static final MethodHandle CLOSE = withErrno("close");

    private Libc() {}

    /** Reads into memory at an address; the number of bytes, or negative if there is nothing. */
    static int read(int fd, long address, int bytes) {
        return call(READ, fd, address, bytes, 0);
    }

    /** Writes from memory at an address; the number of bytes, or negative if they were not accepted. */
    static int write(int fd, long address, int bytes) {
        return call(WRITE, fd, address, bytes, 0);
    }

    /**
     * Waits until a descriptor is ready or the time is over.
     *
     * @param timeout a {@code timespec}, or {@link MemorySegment#NULL} for no limit
     */
    static int ppoll(MemorySegment descriptors, int count, MemorySegment timeout) {
        return call(PPOLL, descriptors.address(), count, timeout.address(), 0);
    }

    static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return checked("cannot open " + path, OPEN, arena.allocateFrom(path).address(), flags, 0, 0);
        }
    }

    static void ioctl(String what, int fd, long request, MemorySegment argument) throws IOException {
        checked(what, IOCTL, fd, request, argument.address(), 0);
    }

    static void prctl(int option, long value) throws IOException {
        checked("prctl " + option, PRCTL, option, value, 0, 0);
    }

    static void setns(int fd, int kind) throws IOException {
        checked("setns", SETNS, fd, kind, 0, 0);
    }

    static int socket(int domain, int type, int protocol) throws IOException {
        return checked("socket of domain " + domain, SOCKET, domain, type, protocol, 0);
    }

    static void bind(int fd, MemorySegment address) throws IOException {
        checked("bind", BIND, fd, address.address(), address.byteSize(), 0);
    }

    static void close(int fd) throws IOException {
        checked("close", CLOSE, fd, 0, 0, 0);
    }

    private static int checked(String what, MethodHandle function, long a, long b, long c, long d) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) (long) function.invokeExact(state, a, b, c, d);
            if (result < 0) {
                throw new IOException(what + ": " + reason(state.get(ValueLayout.JAVA_INT, ERRNO)));
            }
            return result;
        } catch (IOException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new LinkageError("a C function cannot throw", thrown);
        }
    }

    private static String reason(int errno) {
        return switch (errno) {
            case 1 -> "not permitted (EPERM)";
            case 2 -> "does not exist (ENOENT)";
            case 13 -> "permission denied (EACCES)";
            case 16 -> "in use (EBUSY)";
            default -> "error " + errno;
        };
    }

    private static int call(MethodHandle function, long a, long b, long c, long d) {
        try {
            return (int) (long) function.invokeExact(a, b, c, d);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new LinkageError("a C function cannot throw", thrown);
        }
    }

    private static MethodHandle plain(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), SIGNATURE);
    }

    private static MethodHandle withErrno(String name) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), SIGNATURE,
                Linker.Option.captureCallState("errno"));
    }
}
