package io.ddm.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ddm.api.wire.MalformedPacketException.Reason;
import io.ddm.fsm.model.ProtocolVersion;
import io.ddm.fsm.model.RouterId;
import io.ddm.fsm.model.RouterKind;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryCodecTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    @Test
    void readsAndWritesReferencePackets() throws Exception {
        golden("02 01 01 02 74 31",
                new DiscoveryPacket(ProtocolVersion.V2, true, false, RouterKind.TRANSIT, new RouterId("t1")));
        golden("02 01 00 02 73 31",
                new DiscoveryPacket(ProtocolVersion.V2, true, false, RouterKind.SERVER, new RouterId("s1")));
        golden("02 02 01 02 74 31",
                new DiscoveryPacket(ProtocolVersion.V2, false, true, RouterKind.TRANSIT, new RouterId("t1")));
        golden("03 02 00 05 70 69 61 6e 6f",
                new DiscoveryPacket(ProtocolVersion.V3, false, true, RouterKind.SERVER, new RouterId("piano")));
        golden("03 01 00 04 e2 82 ac 78",
                new DiscoveryPacket(ProtocolVersion.V3, true, false, RouterKind.SERVER, new RouterId("€x")));
    }

    private static void golden(String hex, DiscoveryPacket packet) throws Exception {
        assertThat(HEX.formatHex(DiscoveryCodec.encode(packet))).isEqualTo(hex);
        assertThat(DiscoveryCodec.decode(HEX.parseHex(hex))).isEqualTo(packet);
    }

    @Test
    void ignoresSpareFlagBitsAndTrailingBytes() throws Exception {
        assertThat(DiscoveryCodec.decode(HEX.parseHex("02 05 01 02 74 31 ff 00"))).isEqualTo(
                new DiscoveryPacket(ProtocolVersion.V2, true, false, RouterKind.TRANSIT, new RouterId("t1")));
    }

    @ParameterizedTest
    @CsvSource({"'', EMPTY", "02, TRUNCATED", "02 01 01, TRUNCATED", "02 01 01 02 74, TRUNCATED",
            "01 01 01 02 74 31, UNSUPPORTED_VERSION", "04 01 01 02 74 31, UNSUPPORTED_VERSION",
            "ff, UNSUPPORTED_VERSION", "02 01 02 02 74 31, UNKNOWN_KIND", "02 00 01 02 74 31, NO_FLAGS",
            "02 04 01 02 74 31, NO_FLAGS", "02 01 01 00, BAD_ID", "02 01 01 02 c3 28, BAD_ID"})
    void reportsReasonOfMalformedPackets(String hex, Reason reason) {
        byte[] payload = hex.isEmpty() ? new byte[0] : HEX.parseHex(hex);
        assertThatThrownBy(() -> DiscoveryCodec.decode(payload)).asInstanceOf(type(MalformedPacketException.class))
                .extracting(MalformedPacketException::reason)
                .isEqualTo(reason);
    }

    @Property
    void anyBytesDecodeOrThrowMalformedPacket(@ForAll @Size(max = 300) byte[] payload) {
        try {
            DiscoveryPacket packet = DiscoveryCodec.decode(payload);
            assertThat(payload).startsWith((byte) packet.version().number());
        } catch (MalformedPacketException e) {
            assertThat(e).hasMessageMatching("(the|protocol|router) .+");
        }
    }

    @Property
    void damagedPacketsDecodeOrThrowMalformedPacket(@ForAll @Size(max = 260) byte[] rest, @ForAll boolean transit) {
        byte[] payload = new byte[rest.length + 3];
        payload[0] = 2;
        payload[1] = 1;
        payload[2] = (byte) (transit ? 1 : 0);
        System.arraycopy(rest, 0, payload, 3, rest.length);
        anyBytesDecodeOrThrowMalformedPacket(payload);
    }
}
