package io.ddm.daemon.core;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A part of a recording that can be replayed from its first line, compressed. The recorder's thread only. */
final class Segment {

    /** Lines are compressed when there are so many bytes of them. */
    private static final int CHUNK_BYTES = 256 * 1024;

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

    /** A member of a gzip file: those of a segment, one after the other, are such a file again. */
    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream compressing = new FastGzip(out)) {
            compressing.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 16 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
