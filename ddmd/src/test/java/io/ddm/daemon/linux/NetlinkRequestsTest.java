package io.ddm.daemon.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetlinkRequestsTest {

    private static final int INTERFACE = 9;
    private static final int NLM_F_DUMP_INTR = 0x10;
    private static final int HEADER_BYTES = 16;

    /** What all kernels of this test have in common. */
    private abstract static class FakeChannel implements NetlinkChannel {

        final ByteBuffer request = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
        final Queue<ByteBuffer> queue = new ArrayDeque<>();

        @Override
        public int portId() {
            return 7;
        }

        @Override
        public ByteBuffer sendBuffer() {
            return request;
        }

        @Override
        public @Nullable ByteBuffer receive() throws NetlinkException {
            return queue.poll();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    /** A kernel with one interface, whose first dumps are interrupted. */
    private static final class Kernel extends FakeChannel {

        private final int interruptions;
        private int dumps;

        Kernel(int interruptions) {
            this.interruptions = interruptions;
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

    /** A kernel whose dumps take several datagrams, each made when there is room, and one dump at a time. */
    private static final class LargeKernel extends FakeChannel {

        private static final int DATAGRAMS = 5;
        private static final int EBUSY = 16;

        private int dump;
        private int left;
        private int failsAt = -1;

        @Override
        public void send() {
            int sequence = request.getInt(8);
            boolean isDump = (request.getShort(6) & MessageWriter.DUMP) == MessageWriter.DUMP;
            request.clear();
            if (!isDump || dump != 0) {
                queue.add(end(NetlinkMessage.ERROR, sequence, isDump ? -EBUSY : 0));
                return;
            }
            dump = sequence;
            left = DATAGRAMS;
            fill();
        }

        private void fill() {
            if (dump != 0 && left-- > 0) {
                ByteBuffer reply = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
                new MessageWriter(reply).begin(LinkMessages.NEWLINK, 0).int32(0).int32(INTERFACE).int32(0).int32(0);
                queue.add(reply.putInt(0, reply.position()).putShort(6, (short) 0).putInt(8, dump).flip());
            } else if (dump != 0) {
                queue.add(end(NetlinkMessage.DONE, dump, 0));
                dump = 0;
            }
        }

        private static ByteBuffer end(int type, int sequence, int errno) {
            return ByteBuffer.allocate(HEADER_BYTES + 20)
                    .order(ByteOrder.nativeOrder())
                    .putInt(HEADER_BYTES + 20)
                    .putShort((short) type)
                    .putShort((short) 0)
                    .putInt(sequence)
                    .putInt(7)
                    .putInt(errno)
                    .clear();
        }

        @Override
        public @Nullable ByteBuffer receive() throws NetlinkException {
            if (failsAt-- == 0) {
                throw new NetlinkException("receive", Errno.ENOBUFS);
            }
            ByteBuffer datagram = queue.poll();
            fill();
            return datagram;
        }
    }

    /** A dump that is stopped after each number of datagrams keeps back no request and spoils no later dump. */
    @Test
    void stoppedDumpLeavesTheSocketUsable() throws Exception {
        for (int datagrams = 1; datagrams <= LargeKernel.DATAGRAMS; datagrams++) {
            try (NetlinkRequests requests = new NetlinkRequests(new LargeKernel(), () -> {})) {
                AtomicInteger until = new AtomicInteger(datagrams);
                BooleanSupplier stop = () -> until.decrementAndGet() == 0;
                assertThat(requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink, stop)).isEmpty();
                assertThat(requests.execute(List.of(1), (out, _) -> out.begin(LinkMessages.NEWLINK, 0).int32(0)))
                        .isEmpty();
                until.set(2);
                assertThat(requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink, stop)).as("stopped while it read the rest").isEmpty();
                assertThat(requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink)).hasSize(LargeKernel.DATAGRAMS);
            }
        }
    }

    /** The kernel makes one dump at a time: without reading the rest of the one that failed, all later ones fail. */
    @Test
    void dumpAfterAFailedOneIsComplete() throws Exception {
        for (int datagrams = 0; datagrams <= LargeKernel.DATAGRAMS; datagrams++) {
            LargeKernel kernel = new LargeKernel();
            try (NetlinkRequests requests = new NetlinkRequests(kernel, () -> {})) {
                kernel.failsAt = datagrams;
                assertThatThrownBy(() -> requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink)).hasMessageContaining("ENOBUFS");
                assertThat(requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink)).hasSize(LargeKernel.DATAGRAMS);
                assertThatThrownBy(() -> requests.<Object>dump((out, _) -> LinkMessages.dumpLinks(out), _ -> {
                    throw new MalformedMessageException("too short");
                })).hasMessageContaining("too short");
                assertThat(requests.<LinkMessages.Link>dump((out, _) -> LinkMessages.dumpLinks(out),
                        LinkMessages::decodeLink)).hasSize(LargeKernel.DATAGRAMS);
            }
        }
    }
}
