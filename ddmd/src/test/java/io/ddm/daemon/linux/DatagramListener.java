package io.ddm.daemon.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A unix socket for datagrams, as a service manager has one. */
public final class DatagramListener implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final short POLLIN = 1;
    private static final int MAX_BYTES = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(MAX_BYTES);
    private final MemorySegment poll = arena.allocate(8, 4);
    private final int fd;

    /**
     * Opens it.
     *
     * @param name a path, or {@code @} and an abstract name
     */
    public DatagramListener(String name) {
        byte[] path = name.replace('@', '\0').getBytes(UTF_8);
        MemorySegment address = arena.allocate(Short.BYTES + path.length, Short.BYTES);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
        fd = Libc.socket(AF_UNIX, SOCK_DGRAM, 0);
        assertThat(Libc.bind(fd, address)).isZero();
        poll.set(ValueLayout.JAVA_INT, 0, fd);
        poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    }

    /** The next datagram, if one arrives in time. */
    public Optional<String> receive(Duration time) {
        if (Libc.poll(poll, 1, (int) time.toMillis()) <= 0) {
            return Optional.empty();
        }
        int length = Libc.recv(fd, buffer, 0);
        assertThat(length).isNotNegative();
        return Optional.of(new String(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), UTF_8));
    }

    /** The next datagram that is as expected; others before it are dropped. Fails if there is none within 30 s. */
    public String await(String what, Predicate<String> expected) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            Optional<String> message = receive(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            assertThat(message).as(what).isPresent();
            if (expected.test(message.get())) {
                return message.get();
            }
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
        arena.close();
    }
}
