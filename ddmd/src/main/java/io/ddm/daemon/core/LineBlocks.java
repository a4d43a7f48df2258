package io.ddm.daemon.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Cuts lines of any number into blocks of whole lines, so that a table never stands in memory as text. */
final class LineBlocks extends OutputStream {

    /** A block is handed on when it has so many bytes, and its line has ended. */
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Receiver receiver;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(2 * BLOCK_BYTES);

    /** Takes whole lines. */
    interface Receiver {
        /**
         * Takes some.
         *
         * @throws IOException if no more is to come
         */
        void take(byte[] lines) throws IOException;
    }

    LineBlocks(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void write(int b) throws IOException {
        block.write(b);
        if (b == '\n' && block.size() >= BLOCK_BYTES) {
            handOn();
        }
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        block.write(bytes, from, count);
    }

    /** Hands on what is left. */
    @Override
    public void close() throws IOException {
        if (block.size() > 0) {
            handOn();
        }
    }

    private void handOn() throws IOException {
        byte[] lines = block.toByteArray();
        block.reset();
        receiver.take(lines);
    }
}
