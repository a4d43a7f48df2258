package io.ddm.daemon.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One connection to an admin API, for changes that are answered with 204. An interrupt closes it. */
final class ChangeRequests implements AutoCloseable {

    private static final int MAX_ANSWER_BYTES = 4096;
    private static final String ACCEPTED = "HTTP/1.1 204 ";
    private static final String END = "\r\n\r\n";

    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES);
    private final CompletableFuture<Void> inTime = new CompletableFuture<>();

    /**
     * @param left how long it can be used, in ns
     */
    ChangeRequests(Path socket, long left) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        CompletableFuture<Void> _ = inTime.orTimeout(left, TimeUnit.NANOSECONDS).whenComplete((done, late) -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Asks for a change of prefixes and waits for the answer.
     *
     * @param body JSON
     * @throws IOException if the answer is anything but 204, or does not come in time
     */
    void request(String method, String body) throws IOException {
        try {
            ask(method, body);
        } catch (AsynchronousCloseException e) {
            throw inTime.isCompletedExceptionally() ? new IOException("a change was not answered in time", e) : e;
        }
    }

    private void ask(String method, String body) throws IOException {
        ByteBuffer request = US_ASCII.encode(method + " /prefix HTTP/1.1\r\nhost: localhost\r\napi-version: 3.1.0\r\n"
                + "content-type: application/json\r\ncontent-length: " + body.length() + END + body);
        while (request.hasRemaining()) {
            channel.write(request);
        }
        answer.clear();
        String text;
        do {
            if (channel.read(answer) < 1) {
                throw new IOException("no complete answer");
            }
            text = US_ASCII.decode(answer.duplicate().flip()).toString();
        } while (!text.contains(END));
        if (!text.startsWith(ACCEPTED)) {
            throw new IOException("a change was refused: " + text);
        }
    }

    @Override
    public void close() throws IOException {
        inTime.complete(null);
        channel.close();
    }
}
