package io.ddm.daemon.probe;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Random numbers that no neighbor can predict, one for each probe: a reply that has it was made after the probe, so
 * that a neighbor cannot appear nearer than it is.
 */
final class Nonces {

    private static final int BYTES = 4096;

    private final SecureRandom random = new SecureRandom();
    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).position(BYTES);

    long next() {
        if (!buffer.hasRemaining()) {
            random.nextBytes(bytes);
            buffer.clear();
        }
        return buffer.getLong();
    }
}
