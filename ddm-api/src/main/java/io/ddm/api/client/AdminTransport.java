package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import java.io.IOException;
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

    /** Whether the connection uses TLS, where an untrusted client may just see it close. */
    boolean isTls();
}
