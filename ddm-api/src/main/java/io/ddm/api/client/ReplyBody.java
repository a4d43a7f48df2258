package io.ddm.api.client;

import io.ddm.api.client.AdminClientException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads the body of a reply, bounded in size and time. */
final class ReplyBody {

    /** Two million path vectors of 100 bytes; no DDM table is larger. */
    static final int MAX_BYTES = 256 * 1024 * 1024;

    /** Bound on the whole body, in read timeouts, so that a slow sender cannot block forever. */
    static final int READ_TIMEOUTS = 6;

    private static final int CHUNK_BYTES = 64 * 1024;

    private ReplyBody() {}

    /**
     * Reads to the end.
     *
     * @param maxBytes bound on the size
     * @param timeout bound on the total time
     * @throws AdminClientException if it is longer than {@code maxBytes} or takes longer than {@code timeout}
     */
    static byte[] read(InputStream in, int maxBytes, Duration timeout) throws IOException, AdminClientException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            if (read > maxBytes - body.size()) {
                throw new AdminClientException(Kind.UNEXPECTED, "the reply is larger than " + maxBytes + " bytes");
            }
            body.write(chunk, 0, read);
            if (System.nanoTime() - deadline > 0) {
                throw new AdminClientException(Kind.TIMEOUT,
                        "the reply did not end within " + timeout.toSeconds() + " s");
            }
        }
        return body.toByteArray();
    }
}
