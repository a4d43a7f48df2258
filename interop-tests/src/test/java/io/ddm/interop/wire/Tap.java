package io.ddm.interop.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One end of a wire: a TAP device, which exists as long as this process. */
final class Tap implements Port {

    private static final String DEVICE = "/dev/net/tun";
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETCARRIER = 0x400454e2L;
    private static final short IFF_TAP_NO_PI = 2 | 0x1000;
    private static final int NAME_BYTES = 16;
    private static final int IFREQ_BYTES = 40;
    private static final short POLLOUT = 4;

    private final String name;
    private final int fd;

    private Tap(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    /**
     * Creates a device in the network namespace of the calling thread, without a carrier.
     *
     * @throws IOException if the kernel refuses that
     */
    static Tap create(String name) throws IOException {
        int fd = Libc.open(DEVICE, O_RDWR_NONBLOCK_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
            byte[] bytes = name.getBytes(US_ASCII);
            if (bytes.length >= NAME_BYTES) {
                throw new IOException("the name of device " + name + " is longer than " + (NAME_BYTES - 1) + " bytes");
            }
            MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, IFF_TAP_NO_PI);
            Libc.ioctl("cannot create the TAP device " + name, fd, TUNSETIFF, request);
        }
        Tap tap = new Tap(name, fd);
        tap.carrier(false);
        return tap;
    }

    String name() {
        return name;
    }

    int fd() {
        return fd;
    }

    /** Gives the device its carrier or takes it away. */
    void carrier(boolean on) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Libc.ioctl("cannot change the carrier of " + name, fd, TUNSETCARRIER,
                    arena.allocateFrom(ValueLayout.JAVA_INT, on ? 1 : 0));
        }
    }

    /** Whether the device is up; only then does the kernel accept frames. */
    boolean isUp() {
        try (Arena arena = Arena.ofConfined()) {
            PollSet self = new PollSet(arena, 1);
            self.add(fd, POLLOUT);
            self.poll(0);
            return (self.events(0) & POLLOUT) != 0;
        }
    }

    @Override
    public int read(long address, int limit) {
        return Libc.read(fd, address, limit);
    }

    @Override
    public boolean write(long address, int bytes) {
        return Libc.write(fd, address, bytes) == bytes;
    }
}
