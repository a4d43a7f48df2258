package io.ddm.api.client;

import io.ddm.api.admin.ApiError;
import io.ddm.api.admin.ApiVersion;
import io.ddm.api.admin.events.EventFrames;
import io.ddm.api.client.AdminClientException.Kind;
import io.ddm.api.json.BadJsonException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Requests to a daemon: sent, answered, read, and every failure as an {@link AdminClientException}. */
final class AdminRequests {

    /** Bound on the wait for the next byte of a stream: three of the comments that show that it is alive. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(45);

    /** Bound on a message of a stream, in bytes. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final AdminTransport daemon;

    AdminRequests(AdminTransport daemon) {
        this.daemon = daemon;
    }

    /** Reads the body of a reply. */
    interface BodyReading<T> {
        /** The meaning of a body. */
        T from(byte[] body) throws BadJsonException;
    }

    /** The meaning of a reply to a {@code GET}. */
    <T> T get(ApiVersion version, String path, BodyReading<T> reading) throws AdminClientException {
        return read(version, "GET", path, null, reading);
    }

    /** The meaning of a reply. */
    <T> T read(ApiVersion version, String method, String path, byte @Nullable [] body, BodyReading<T> reading)
            throws AdminClientException {
        byte[] reply = request(version, method, path, body);
        try {
            return reading.from(reply);
        } catch (BadJsonException e) {
            throw new AdminClientException(Kind.UNEXPECTED, String.valueOf(e.getMessage()), e);
        }
    }

    /** How many items a change has changed; empty if the daemon does not report it. */
    OptionalInt change(String method, String path, byte @Nullable [] body) throws AdminClientException {
        String changed = answer(ApiVersion.V2_0_0, method, path, body).changed();
        return changed.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(changed)) : OptionalInt.empty();
    }

    /** The body of a reply. */
    byte[] request(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws AdminClientException {
        return answer(version, method, path, body).body();
    }

    /** Reads a message of a stream. */
    interface FrameReading {
        /** Whether the next one is to be read. */
        boolean next(EventFrames.Frame frame) throws BadJsonException;
    }

    /** Reads a stream until its reader has enough; blocks. */
    void follow(ApiVersion version, String path, FrameReading reader) throws AdminClientException {
        try (AdminTransport.Stream stream = daemon.follow(version, path, MAX_SILENCE)) {
            if (stream.status() / 100 != 2) {
                throw errorStatus(stream.status(), ReplyBody.read(stream.body(), MAX_LINE_BYTES, MAX_SILENCE));
            }
            EventFrames frames = new EventFrames(stream.body(), MAX_LINE_BYTES);
            Optional<EventFrames.Frame> frame = frames.next();
            while (frame.isPresent() && reader.next(frame.get())) {
                frame = frames.next();
            }
            if (frame.isEmpty()) {
                throw new AdminClientException(Kind.ENDED, "the daemon ended the stream");
            }
        } catch (BadJsonException | ProtocolException e) {
            throw new AdminClientException(Kind.UNEXPECTED, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private AdminTransport.Answer answer(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws AdminClientException {
        try {
            AdminTransport.Answer answer = daemon.send(version, method, path, body);
            if (answer.status() / 100 == 2) {
                return answer;
            }
            throw errorStatus(answer.status(), answer.body());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private AdminClientException failure(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return new AdminClientException(Kind.TIMEOUT, "no answer in time", e);
        }
        if (e instanceof SSLException tls) {
            return TlsFailure.of(tls);
        }
        return ConnectFailure.isOne(e)
                ? ConnectFailure.overTcp(e)
                : new AdminClientException(broken(), ConnectFailure.message(e), e);
    }

    /** With TLS 1.3 a daemon may reject our certificate only after the handshake, and not always in time. */
    private Kind broken() {
        return daemon.isTls() ? Kind.UNTRUSTED : Kind.BROKEN;
    }

    private static AdminClientException errorStatus(int status, byte[] body) {
        Kind kind = switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 503 -> Kind.UNAVAILABLE;
            case 507 -> Kind.NO_SPACE;
            default -> status >= 500 ? Kind.FAILED : status >= 400 ? Kind.REFUSED : Kind.UNEXPECTED;
        };
        try {
            return new AdminClientException(kind, ApiError.parse(body).message());
        } catch (BadJsonException e) {
            // Every error of ddmd has such a body, so this is another server.
            boolean isAboutAccess = kind == Kind.UNAUTHORIZED || kind == Kind.FORBIDDEN;
            return new AdminClientException(isAboutAccess ? kind : Kind.UNEXPECTED,
                    "HTTP status " + status + " without an error body of ddmd", e);
        }
    }
}
