package io.ddm.daemon.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ddm.fsm.model.Ipv6Address;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times of packets, by the kernel and by the network card, in control messages that no card of a test would send. */
final class EchoMessagesTest {

    private static final Ipv6Address PEER = Ipv6Address.parse("fe80::2");
    private static final int INDEX = 7;
    private static final int IDENTIFIER = 0x1234;
    private static final long KERNEL = 1_700_000_000_000_000_123L;
    private static final long NIC = 77_000_000_456L;
    private static final int REPLY_BYTES = 24;

    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_IPV6 = 41;
    private static final int SCM_TIMESTAMPING = 37;
    private static final int IPV6_RECVERR = 25;
    private static final int IPV6_PKTINFO = 50;

    private final Memory memory = new Memory();
    private final EchoMessages messages = new EchoMessages(memory, PEER, INDEX, IDENTIFIER);

    /** Remembers what was allocated last, so that a test can write there as the kernel does. */
    private static final class Memory implements Arena {

        private final Arena arena = Arena.ofConfined();
        private MemorySegment latest = MemorySegment.NULL;

        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            latest = arena.allocate(bytes, alignment);
            return latest;
        }

        @Override
        public MemorySegment.Scope scope() {
            return arena.scope();
        }

        @Override
        public void close() {
            arena.close();
        }

        MemorySegment at(long address, int bytes) {
            return latest.asSlice(address - latest.address(), bytes);
        }
    }

    @AfterEach
    void free() {
        memory.close();
    }

    private static ByteBuffer data(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** A control message with its padding. */
    private static byte[] control(int level, int type, ByteBuffer data) {
        byte[] message = new byte[16 + (data.capacity() + Long.BYTES - 1 & -Long.BYTES)];
        ByteBuffer.wrap(message)
                .order(ByteOrder.nativeOrder())
                .putLong(16 + data.capacity())
                .putInt(level)
                .putInt(type)
                .put(data.clear());
        return message;
    }

    /** {@code struct scm_timestamping}; 0 is no stamp. */
    private static byte[] stamps(long kernel, long nic) {
        return control(SOL_SOCKET, SCM_TIMESTAMPING, data(48).putLong(kernel / 1_000_000_000)
                .putLong(kernel % 1_000_000_000)
                .putLong(0)
                .putLong(0)
                .putLong(nic / 1_000_000_000)
                .putLong(nic % 1_000_000_000));
    }

    /** {@code struct sock_extended_err} with the address behind it. */
    private static byte[] number(int number) {
        return control(IPPROTO_IPV6, IPV6_RECVERR, data(16 + EchoOptions.ADDRESS_BYTES).put(4, (byte) 4)
                .putInt(12, number));
    }

    private static byte[] packetInfo() {
        return control(IPPROTO_IPV6, IPV6_PKTINFO, data(20).putInt(16, INDEX));
    }

    private void receive(long header, byte[]... controls) {
        MemorySegment message = memory.at(header, 56);
        MemorySegment control = memory.at(message.get(ValueLayout.JAVA_LONG, 32), 256);
        long length = 0;
        for (byte[] one : controls) {
            MemorySegment.copy(one, 0, control, ValueLayout.JAVA_BYTE, length, one.length);
            length += one.length;
        }
        message.set(ValueLayout.JAVA_LONG, 40, length);
    }

    private EchoSocket.Reply reply(byte[]... controls) {
        messages.prepareReply();
        MemorySegment message = memory.at(messages.replyAddress(), 56);
        MemorySegment source = memory.at(message.get(ValueLayout.JAVA_LONG, 0), EchoOptions.ADDRESS_BYTES);
        EchoOptions.write(source, PEER, INDEX);
        long packet = memory.at(message.get(ValueLayout.JAVA_LONG, 16), 16).get(ValueLayout.JAVA_LONG, 0);
        memory.at(packet, REPLY_BYTES).asByteBuffer().put(0, (byte) 129).putShort(4, (short) IDENTIFIER);
        receive(messages.replyAddress(), controls);
        return messages.parseReply(REPLY_BYTES);
    }

    private boolean stamp(byte[]... controls) {
        messages.prepareStamp();
        receive(messages.stampAddress(), controls);
        return messages.parseStamp();
    }

    @Test
    void readsBothTimesOfAReply() {
        assertThat(reply(stamps(KERNEL, NIC), packetInfo())).isEqualTo(EchoSocket.Reply.ECHO);
        assertThat(messages.receivedAt()).isEqualTo(KERNEL);
        assertThat(messages.receivedByNicAt()).isEqualTo(NIC);
        assertThat(reply(packetInfo(), stamps(KERNEL, 0))).isEqualTo(EchoSocket.Reply.ECHO);
        assertThat(messages.receivedAt()).isEqualTo(KERNEL);
        assertThat(messages.receivedByNicAt()).as("of a card that stamps nothing").isEqualTo(-1);
        assertThat(reply(packetInfo())).isEqualTo(EchoSocket.Reply.ECHO);
        assertThat(messages.receivedAt()).isEqualTo(-1);
        assertThat(messages.receivedByNicAt()).isEqualTo(-1);
    }

    @Test
    void readsEachTimeOfARequestByItself() {
        assertThat(stamp(stamps(KERNEL, 0), number(5))).isTrue();
        assertThat(messages.sentAt()).isEqualTo(KERNEL);
        assertThat(messages.sentByNicAt()).isEqualTo(-1);
        assertThat(messages.stampNumber()).isEqualTo(5);
        assertThat(stamp(stamps(0, NIC), number(6))).isTrue();
        assertThat(messages.sentAt()).isEqualTo(-1);
        assertThat(messages.sentByNicAt()).isEqualTo(NIC);
        assertThat(messages.stampNumber()).isEqualTo(6);
        assertThat(stamp(stamps(KERNEL, 0), number(0x8000_0005))).as("after 2^31 requests").isTrue();
        assertThat(stamp(stamps(0, 0), number(7))).as("no time").isFalse();
        assertThat(stamp(stamps(KERNEL, NIC))).as("no number").isFalse();
    }

    /** What lies behind a short one in memory is of an earlier message. */
    @Test
    void ignoresShortStamps() {
        assertThat(reply(stamps(KERNEL, NIC), packetInfo())).isEqualTo(EchoSocket.Reply.ECHO);
        byte[] kernelOnly = control(SOL_SOCKET, SCM_TIMESTAMPING, data(16).putLong(KERNEL));
        assertThat(reply(kernelOnly, packetInfo())).isEqualTo(EchoSocket.Reply.ECHO);
        assertThat(messages.receivedAt()).isEqualTo(-1);
        assertThat(messages.receivedByNicAt()).isEqualTo(-1);
    }
}
