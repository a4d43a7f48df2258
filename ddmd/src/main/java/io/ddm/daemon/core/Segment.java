package io.ddm.daemon.core;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** A part of a recording that can be replayed from its first line, compressed. The recorder's thread only. */
final class Segment implements AutoCloseable {

    /** Lines are compressed when there are so many bytes of them. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final List<byte[]> chunks = new ArrayList<>();
    private ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private long compressed;

    /** Adds a line, or several that belong together. */
    void add(byte[] lines) {
        tail.writeBytes(lines);
        if (tail.size() >= CHUNK_BYTES) {
            chunks.add(compress(tail.toByteArray()));
            compressed += chunks.getLast().length;
            tail = new ByteArrayOutputStream();
        }
    }

    /** What it takes of memory, in bytes. */
    long bytes() {
        return compressed + tail.size();
    }

    /** What it holds now: chunks as {@link KeptRecording} takes them. */
    List<byte[]> chunks() {
        List<byte[]> all = new ArrayList<>(chunks);
        all.add(compress(tail.toByteArray()));
        return all;
    }

    /** Nothing more comes, and nothing is read any more. */
    @Override
    public void close() {
        deflater.end();
    }

    private byte[] compress(byte[] bytes) {
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        byte[] buffer = new byte[16 * 1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        return out.toByteArray();
    }
}
