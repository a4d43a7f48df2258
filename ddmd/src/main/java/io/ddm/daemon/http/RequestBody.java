package io.ddm.daemon.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request as it arrives. It is kept in blocks, so that no append copies what is there already, and it
 * takes at most about twice its length however small the chunks are. Written by one event loop; read by any thread
 * afterwards.
 */
public final class RequestBody {

    private static final int BLOCK_BYTES = 64 * 1024;

    private final List<Buffer> blocks = new ArrayList<>();
    private int length;

    void append(Buffer chunk) {
        if (blocks.isEmpty() || blocks.getLast().length() + chunk.length() > BLOCK_BYTES) {
            blocks.add(Buffer.buffer());
        }
        blocks.getLast().appendBuffer(chunk);
        length += chunk.length();
    }

    /** Its length in bytes. */
    public int length() {
        return length;
    }

    /** A copy of the whole. */
    public byte[] getBytes() {
        byte[] whole = new byte[length];
        int at = 0;
        for (Buffer block : blocks) {
            block.getBytes(whole, at);
            at += block.length();
        }
        return whole;
    }
}
