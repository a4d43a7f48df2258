package io.ddm.api.client;

import io.ddm.api.admin.AdminApi;
import io.ddm.api.admin.ApiVersion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How requests reach a daemon. */
interface AdminTransport {

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param body the whole body
     * @param changed value of the header {@value AdminApi#CHANGED_HEADER}; empty if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, byte[] body, String changed) {}

    /**
     * Sends a request once and waits for its answer.
     *
     * @param body the body as JSON; null for none
     * @throws IOException if there is no answer, or none that is HTTP
     */
    Answer send(ApiVersion version, String method, String path, byte @Nullable [] body)
            throws IOException, AdminClientException;

    /** Whether both sides have to believe each other first; who is not believed sees the connection end. */
    boolean isTls();
}
