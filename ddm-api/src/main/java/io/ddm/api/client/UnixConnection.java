package io.ddm.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** A connection to a unix socket, with a bound on each wait, which the JDK has for sockets of TCP only. */
final class UnixConnection extends InputStream {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration timeout;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private UnixConnection(SocketChannel channel, Duration timeout) throws IOException {
        this.channel = channel;
        this.timeout = timeout;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_WRITE);
    }

    /**
     * Connects.
     *
     * @param timeout bound on each wait until something can be written or read
     */
    static UnixConnection open(Path socket, Duration timeout) throws IOException, AdminClientException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw ConnectFailure.overSocket(e);
        }
        return new UnixConnection(channel, timeout);
    }

    /** Writes everything, before anything is read. */
    void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            await();
            channel.write(rest);
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    /** Waits for the first byte only. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int read = Math.min(length, buffer.remaining());
        buffer.get(into, offset, read);
        return read;
    }

    /** Whether there is a byte; false at the end. */
    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            await();
            int read = channel.read(buffer.clear());
            buffer.flip();
            if (read < 0) {
                return false;
            }
        }
        return true;
    }

    private void await() throws IOException {
        if (selector.select(timeout.toMillis()) == 0) {
            throw new SocketTimeoutException();
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }
}
