package io.ddm.daemon.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ddm.daemon.linux.DumpInterruptedException;
import io.ddm.daemon.linux.MessageWriter;
import io.ddm.daemon.linux.NetlinkChannel;
import io.ddm.daemon.linux.NetlinkException;
import io.ddm.daemon.linux.NetlinkMessage;
import io.ddm.daemon.linux.NetlinkRequests;
import io.ddm.fsm.model.Prefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetlinkRequestsTest {

    private static final Prefix NETWORK = Prefix.parse("fd00:1::/64");
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int HEADER_BYTES = 16;

    /** A kernel with one route, whose first dumps are interrupted. */
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
            RouteMessages.put(new MessageWriter(reply), NETWORK, 9);
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

    private static List<KernelRoute> dump(Kernel kernel) throws NetlinkException {
        try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
            return requests.<KernelRoute>dump((out, _) -> RouteMessages.dump(out), RouteMessages::decode);
        }
    }

    @Test
    void retriesAnInterruptedDump() throws Exception {
        Kernel kernel = new Kernel(3);
        assertThat(dump(kernel)).singleElement().satisfies(line -> assertThat(line.network()).isEqualTo(NETWORK));
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
