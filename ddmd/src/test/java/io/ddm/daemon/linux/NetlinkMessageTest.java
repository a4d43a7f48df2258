package io.ddm.daemon.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NetlinkMessageTest {

    private final ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

    @Test
    void readsTheKernelsReasonOfAnError() throws Exception {
        // As recorded: -ENODEV, the header of the request, and the text in attribute 1.
        byte[] text = "Invalid device index\0".getBytes(StandardCharsets.UTF_8);
        buffer.putInt(0).putShort((short) NetlinkMessage.ERROR).putShort((short) 0x300).putInt(1).putInt(7);
        buffer.putInt(-19).put(new byte[16]).putShort((short) (4 + text.length)).putShort((short) 1).put(text);
        buffer.putInt(0, buffer.position());
        NetlinkMessage message = Objects.requireNonNull(NetlinkMessage.next(buffer.flip()));
        assertThat(message.errno()).isEqualTo(19);
        assertThat(message.reason()).isEqualTo("Invalid device index (ENODEV: no such interface)");
    }

    @Test
    void ignoresBridgeMessagesAboutPorts() throws Exception {
        MessageWriter writer = new MessageWriter(buffer);
        LinkMessages.dumpLinks(writer);
        buffer.put(16, (byte) 7);
        writer.end();
        NetlinkMessage message = Objects.requireNonNull(NetlinkMessage.next(buffer.flip()));
        assertThat(LinkMessages.decodeLink(message)).isNull();
    }
}
