package io.ddm.api.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.client.AdminClientException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Uses a unix socket, which {@link java.net.HttpURLConnection} does not support: one HTTP/1.1 request per connection,
 * whose end is the end of the reply. Only for ddmd, which sends a content length and never chunks.
 */
final class UnixTransport implements AdminTransport {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})[ \r].*", Pattern.DOTALL);
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *([0-9]{1,9}) *\r\n",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CHANGED = Pattern.compile("\r\n" + AdminApi.CHANGED_HEADER + ": *([0-9]{1,9}) *\r\n",
            Pattern.CASE_INSENSITIVE);

    private final Path socket;
    private final Duration readTimeout;

    UnixTransport(Path socket, Duration readTimeout) {
        this.socket = socket;
        this.readTimeout = readTimeout;
    }

    @Override
    public boolean isTls() {
        return false;
    }

    @Override
    public Answer send(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws IOException, AdminClientException {
        byte[] content = body == null ? new byte[0] : body;
        String head = method + " " + path + " HTTP/1.1\r\nhost: localhost\r\n" + AdminApi.VERSION_HEADER + ": "
                + version.text() + "\r\nconnection: close\r\n"
                + (body == null ? "" : "content-type: " + AdminApi.JSON + "\r\n") + "content-length: " + content.length
                + END_OF_HEAD;
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(ISO_8859_1));
        request.writeBytes(content);
        try (SocketChannel channel = connect(); Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer rest = ByteBuffer.wrap(request.toByteArray());
            while (rest.hasRemaining()) {
                await(selector);
                channel.write(rest);
            }
            key.interestOps(SelectionKey.OP_READ);
            long deadline = System.nanoTime() + readTimeout.multipliedBy(ReplyBody.READ_TIMEOUTS).toNanos();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            for (int read = 0; read >= 0; read = channel.read(buffer.clear())) {
                if (read > ReplyBody.MAX_BYTES - answer.size()) {
                    throw new AdminClientException(Kind.UNEXPECTED,
                            "the reply is larger than " + ReplyBody.MAX_BYTES + " bytes");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AdminClientException(Kind.TIMEOUT, "the reply did not end in time");
                }
                answer.write(buffer.array(), 0, read);
                await(selector);
            }
            return parse(answer.toByteArray());
        }
    }

    private SocketChannel connect() throws IOException, AdminClientException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw ConnectFailure.overSocket(e);
        }
    }

    private void await(Selector selector) throws IOException {
        if (selector.select(readTimeout.toMillis()) == 0) {
            throw new SocketTimeoutException();
        }
        selector.selectedKeys().clear();
    }

    private static Answer parse(byte[] answer) throws AdminClientException {
        String text = new String(answer, ISO_8859_1);
        Matcher status = STATUS.matcher(text);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0 || !status.matches()) {
            throw new AdminClientException(Kind.UNEXPECTED, "the reply is not HTTP");
        }
        int begin = end + END_OF_HEAD.length();
        Matcher length = LENGTH.matcher(text).region(0, begin);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (answer.length - begin != bytes) {
            throw new AdminClientException(Kind.BROKEN, "the reply is incomplete");
        }
        byte[] body = new byte[bytes];
        System.arraycopy(answer, begin, body, 0, bytes);
        Matcher changed = CHANGED.matcher(text).region(0, begin);
        return new Answer(Integer.parseInt(status.group(1)), body, changed.find() ? changed.group(1) : "");
    }
}
