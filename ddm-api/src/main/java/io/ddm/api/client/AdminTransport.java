package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends requests to a daemon. */
interface AdminTransport {

    /**
     * A reply.
     *
     * @param status the HTTP status
     * @param body the whole body
     * @param changed value of the header {@value AdminApi#CHANGED_HEADER}; empty if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body, String changed) {}

    /**
     * Sends a request once and waits for the reply.
     *
     * @param body the body as JSON; null for none
     * @throws IOException if there is no reply, or it is not HTTP
     */
    Answer send(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws IOException, AdminClientException;

    /**
     * A reply that is read as it comes.
     *
     * @param status the HTTP status
     * @param body its body; reading fails after a silence, closing it ends the connection
     */
    record Stream(int status, InputStream body) implements Closeable {
        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * Sends a {@code GET} for a stream of server-sent events and waits for the head of the reply.
     *
     * @param silence bound on the wait for the head, and for each next byte
     * @throws IOException if there is no reply, or it is not HTTP
     */
    Stream follow(ApiVersion version, String path, Duration silence) throws IOException, AdminClientException;

    /** Whether the connection uses TLS, where an untrusted client may just see it close. */
    boolean isTls();
}
