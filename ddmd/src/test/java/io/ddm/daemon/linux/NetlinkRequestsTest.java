package io.ddm.daemon.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetlinkRequestsTest {

    private static final int INTERFACE = 9;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int HEADER_BYTES = 16;

    /** A kernel with one interface, whose first dumps are interrupted. */
    private static final class Kernel implements NetlinkChannel {

        private final ByteBuffer request = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
        private final Queue<ByteBuffer> queue = new ArrayDeque<>();
        private final int interruptions;
        private int dumps;

        Kernel(int interruptions) {
            this.interruptions = interruptions;
        }

        @Override
        public int portId() {
            return 7;
        }

        @Override
        public ByteBuffer sendBuffer() {
            return request;
        }

        @Override
        public void send() {
            int sequence = request.getInt(8);
            request.clear();
            int flags = dumps++ < interruptions ? NLM_F_DUMP_INTR : 0;
            ByteBuffer reply = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
            new MessageWriter(reply).begin(LinkMessages.NEWLINK, 0).int32(0).int32(INTERFACE).int32(0).int32(0);
            reply.putInt(0, reply.position()).putShort(6, (short) flags).putInt(8, sequence);
            reply.putInt(HEADER_BYTES + 4)
                    .putShort((short) NetlinkMessage.DONE)
                    .putShort((short) flags)
                    .putInt(sequence)
                    .putInt(7)
                    .putInt(0);
            queue.add(reply.flip());
        }

        @Override
        public @Nullable ByteBuffer receive() {
            return queue.poll();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private static List<LinkMessages.Link> dump(Kernel kernel) throws NetlinkException {
        try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
            return requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out), LinkMessages::decodeLink);
        }
    }

    @Test
    void retriesAnInterruptedDump() throws Exception {
        Kernel kernel = new Kernel(3);
        assertThat(dump(kernel)).singleElement().satisfies(link -> assertThat(link.index()).isEqualTo(INTERFACE));
        assertThat(kernel.dumps).isEqualTo(4);
    }

    @Test
    void neverReturnsAnInterruptedDump() {
        Kernel kernel = new Kernel(Integer.MAX_VALUE);
        assertThatThrownBy(() -> dump(kernel)).isInstanceOf(DumpInterruptedException.class)
                .hasMessageContaining("interrupted");
        assertThat(kernel.dumps).isLessThanOrEqualTo(4);
    }
}
