package io.ddm.interop.speaker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * A discovery packet.
 *
 * @param version what the sender speaks in the exchange; the reference says 2, always
 * @param flags {@link #SOLICIT} or {@link #ADVERTISE}
 * @param kind 0 server, 1 transit
 * @param id the sender's name
 */
record Packet(int version, int flags, int kind, String id) {

    static final int SOLICIT = 1;
    static final int ADVERTISE = 2;

    boolean solicits() {
        return (flags & SOLICIT) != 0;
    }

    boolean advertises() {
        return (flags & ADVERTISE) != 0;
    }

    byte[] bytes() {
        byte[] name = id.getBytes(UTF_8);
        return ByteBuffer.allocate(4 + name.length)
                .put((byte) version)
                .put((byte) flags)
                .put((byte) kind)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /**
     * Reads what stands between position and limit.
     *
     * @throws RuntimeException if it is too short; like the reference, a speaker that hears that is deaf from then on
     */
    static Packet read(ByteBuffer in) {
        int version = in.get();
        int flags = in.get();
        int kind = in.get();
        byte[] name = new byte[Byte.toUnsignedInt(in.get())];
        in.get(name);
        return new Packet(version, flags, kind, new String(name, UTF_8));
    }
}
