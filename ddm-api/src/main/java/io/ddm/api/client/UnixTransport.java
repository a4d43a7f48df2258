package io.ddm.api.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.client.AdminClientException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
        try (UnixConnection connection = UnixConnection.open(socket, readTimeout)) {
            connection.write(request.toByteArray());
            long deadline = System.nanoTime() + readTimeout.multipliedBy(ReplyBody.READ_TIMEOUTS).toNanos();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = connection.read(buffer); read >= 0; read = connection.read(buffer)) {
                if (read > ReplyBody.MAX_BYTES - answer.size()) {
                    throw new AdminClientException(Kind.UNEXPECTED,
                            "the reply is larger than " + ReplyBody.MAX_BYTES + " bytes");
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AdminClientException(Kind.TIMEOUT, "the reply did not end in time");
                }
                answer.write(buffer, 0, read);
            }
            return parse(answer.toByteArray());
        }
    }

    /** In HTTP/1.0, in which a body without a known end is not chunked. */
    @Override
    public Stream follow(ApiVersion version, String path, Duration silence) throws IOException, AdminClientException {
        UnixConnection connection = UnixConnection.open(socket, silence);
        try {
            connection.write(("GET " + path + " HTTP/1.0\r\nhost: localhost\r\n" + AdminApi.VERSION_HEADER + ": "
                    + version.text() + END_OF_HEAD).getBytes(ISO_8859_1));
            StringBuilder head = new StringBuilder();
            while (head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
                int c = connection.read();
                if (c < 0 || head.length() >= BUFFER_BYTES) {
                    throw new AdminClientException(Kind.UNEXPECTED, "the reply is not HTTP");
                }
                head.append((char) c);
            }
            Matcher status = STATUS.matcher(head);
            if (!status.matches()) {
                throw new AdminClientException(Kind.UNEXPECTED, "the reply is not HTTP");
            }
            return new Stream(Integer.parseInt(status.group(1)), connection);
        } catch (IOException | AdminClientException e) {
            connection.close();
            throw e;
        }
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
