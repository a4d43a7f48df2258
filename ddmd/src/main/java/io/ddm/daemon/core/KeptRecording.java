package io.ddm.daemon.core;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.zip.InflaterInputStream;

/**
 * What a recorder kept at one moment. Immutable; may be read on any thread.
 *
 * @param chunks compressed one by one, in order; not changed by anyone
 */
public record KeptRecording(List<byte[]> chunks) {

    public KeptRecording {
        chunks = List.copyOf(chunks);
    }

    /** The lines; a chunk is expanded when it is read, so this takes little memory. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer.
    public InputStream open() {
        Iterator<byte[]> rest = chunks.iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return rest.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return new InflaterInputStream(new ByteArrayInputStream(rest.next()));
            }
        });
    }
}
