package io.ddm.api.wire;

import java.util.Arrays;

/** Any bytes as the payload of a discovery datagram. */
public final class DiscoveryFuzz {

    private DiscoveryFuzz() {}

    /** What is read is written again as it came, but for the spare flags and the bytes behind the id. */
    public static void fuzzerTestOneInput(byte[] payload) {
        DiscoveryPacket packet;
        try {
            packet = DiscoveryCodec.decode(payload);
        } catch (MalformedPacketException e) {
            return;
        }
        byte[] written = DiscoveryCodec.encode(packet);
        byte[] said = Arrays.copyOf(payload, written.length);
        said[1] &= 0x03;
        if (!Arrays.equals(said, written)) {
            throw new AssertionError(packet + " is written as " + Arrays.toString(written));
        }
    }
}
